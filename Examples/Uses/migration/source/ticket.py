"""What there is to know of a ticket."""

from oldkit import fetch, is_member, log_event, store


def keep_ticket(owner, value):
    store.put_item("ticket:" + owner, value, 10)
    return value


def refresh_ticket(base, owner):
    address = base + "/ticket/" + owner
    reply = fetch(address, 30)
    return reply.json() if reply.ok else None


def report_ticket(name, shelf):
    size = shelf.get_item("ticket", name)
    log_event("error", "ticket.size", store.get_item("ticket.size", size))
    return [store.get_item(name) for name in ("ticket", name)]


def reset_ticket(number, users, group):
    store.put_item("ticket:" + number, 0)
    kept = [user for user in users if is_member(group, user)]
    message = "log_event(ticket) is not called here"
    return kept, message
