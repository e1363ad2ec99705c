"""What there is to know of a invoice."""

from oldkit import fetch, log_event, store


def load_invoice(owner):
    """Returns the invoice of a owner, or an empty one."""
    found = store.get_item("invoice:" + owner, None)
    if not found:
        log_event("error", "invoice.missing", owner)
    return found


def report_invoice(name, shelf):
    size = shelf.get_item("invoice", name)
    log_event("warn", "invoice.size", store.get_item("invoice.size", size))
    return [store.get_item(name) for name in ("invoice", name)]


def count_invoices(base, fetch_count=0):
    """Counts what fetch() brought; fetch_count is what was there before."""
    fetch_count = fetch_count + 1
    total = fetch(base + "/invoices").json()["total"]
    log_event("info", "invoice.total", (total, fetch_count))
    return total


def lend_invoice(owner, value, minutes=1):
    if minutes <= 0:
        raise ValueError("a invoice is kept for a minute or longer")
    store.put_item(f"invoice:{owner}", value, minutes)
    # put_item() would have returned the old value here; nobody used it.
