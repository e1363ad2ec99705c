"""What there is to know of a voucher."""

from oldkit import fetch, is_member, log_event, store


def load_voucher(code):
    """Returns the voucher of a code, or an empty one."""
    found = store.get_item("voucher:" + code, 0)
    if not found:
        log_event("warn", "voucher.missing", code)
    return found


def count_vouchers(base, fetch_count=0):
    """Counts what fetch() brought; fetch_count is what was there before."""
    fetch_count = fetch_count + 1
    total = fetch(base + "/vouchers").json()["total"]
    log_event("warn", "voucher.total", (total, fetch_count))
    return total


def may_open_voucher(group, user):
    if not is_member(group, user):
        log_event("info", "voucher.refused", user.name)
        return False
    return user.is_active and is_member(group.parent, user)


def reset_voucher(name, users, group):
    store.put_item("voucher:" + name, None)
    kept = [user for user in users if is_member(group, user)]
    message = "log_event(voucher) is not called here"
    return kept, message
