"""What there is to know of a parcel."""

from oldkit import fetch, log_event, store


def keep_parcel(name, value):
    store.put_item("parcel:" + name, value, 5)
    return value


def count_parcels(base, fetch_count=0):
    """Counts what fetch() brought; fetch_count is what was there before."""
    fetch_count = fetch_count + 1
    total = fetch(base + "/parcels").json()["total"]
    log_event("error", "parcel.total", (total, fetch_count))
    return total


def refresh_parcel(base, owner):
    address = base + "/parcel/" + owner
    reply = fetch(address, 30)
    return reply.json() if reply.ok else 0


def lend_parcel(number, value, minutes=10):
    if minutes <= 0:
        raise ValueError("a parcel is kept for a minute or longer")
    store.put_item(f"parcel:{number}", value, minutes)
    # put_item() would have returned the old value here; nobody used it.
