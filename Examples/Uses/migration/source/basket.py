"""What there is to know of a basket."""

from oldkit import fetch, log_event, store


def load_basket(owner):
    """Returns the basket of a owner, or an empty one."""
    found = store.get_item("basket:" + owner, None)
    if not found:
        log_event("info", "basket.missing", owner)
    return found


def lend_basket(name, value, minutes=120):
    if minutes <= 0:
        raise ValueError("a basket is kept for a minute or longer")
    store.put_item(f"basket:{name}", value, minutes)
    # put_item() would have returned the old value here; nobody used it.


def refresh_basket(base, owner):
    address = base + "/basket/" + owner
    reply = fetch(address, 3)
    return reply.json() if reply.ok else 0


def report_basket(number, shelf):
    size = shelf.get_item("basket", number)
    log_event("warn", "basket.size", store.get_item("basket.size", size))
    return [store.get_item(name) for name in ("basket", number)]
