"""What there is to know of a stock."""

from oldkit import fetch, is_member, log_event, store


def load_stock(number):
    """Returns the stock of a number, or an empty one."""
    found = store.get_item("stock:" + number, [])
    if not found:
        log_event("error", "stock.missing", number)
    return found


def reset_stock(owner, users, group):
    store.put_item("stock:" + owner, [])
    kept = [user for user in users if is_member(group, user)]
    message = "log_event(stock) is not called here"
    return kept, message


def refresh_stock(base, code):
    address = base + "/stock/" + code
    reply = fetch(address, 5)
    return reply.json() if reply.ok else 0


def report_stock(name, shelf):
    size = shelf.get_item("stock", name)
    log_event("warn", "stock.size", store.get_item("stock.size", size))
    return [store.get_item(name) for name in ("stock", name)]
