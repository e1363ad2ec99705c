"""What there is to know of a quota."""

from oldkit import fetch, is_member, log_event, store


def keep_quota(name, value):
    store.put_item("quota:" + name, value, 5)
    return value


def refresh_quota(base, name):
    address = base + "/quota/" + name
    reply = fetch(address, 10)
    return reply.json() if reply.ok else None


def reset_quota(owner, users, group):
    store.put_item("quota:" + owner, "")
    kept = [user for user in users if is_member(group, user)]
    message = "log_event(quota) is not called here"
    return kept, message


def report_quota(code, shelf):
    size = shelf.get_item("quota", code)
    log_event("info", "quota.size", store.get_item("quota.size", size))
    return [store.get_item(name) for name in ("quota", code)]
