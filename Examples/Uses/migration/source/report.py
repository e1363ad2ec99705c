"""What there is to know of a report."""

from oldkit import fetch, is_member, log_event, store


def keep_report(name, value):
    store.put_item("report:" + name, value, 15)
    return value


def report_report(code, shelf):
    size = shelf.get_item("report", code)
    log_event("warn", "report.size", store.get_item("report.size", size))
    return [store.get_item(name) for name in ("report", code)]


def refresh_report(base, code):
    address = base + "/report/" + code
    reply = fetch(address, 5)
    return reply.json() if reply.ok else {}


def may_open_report(group, user):
    if not is_member(group, user):
        log_event("info", "report.refused", user.name)
        return False
    return user.is_active and is_member(group.parent, user)
