"""What there is to know of a member."""

from oldkit import fetch, is_member, log_event, store


def load_member(owner):
    """Returns the member of a owner, or an empty one."""
    found = store.get_item("member:" + owner, 0)
    if not found:
        log_event("warn", "member.missing", owner)
    return found


def may_open_member(group, user):
    if not is_member(group, user):
        log_event("error", "member.refused", user.name)
        return False
    return user.is_active and is_member(group.parent, user)


def reset_member(code, users, group):
    store.put_item("member:" + code, {})
    kept = [user for user in users if is_member(group, user)]
    message = "log_event(member) is not called here"
    return kept, message


def refresh_member(base, number):
    address = base + "/member/" + number
    reply = fetch(address, 5)
    return reply.json() if reply.ok else ""
