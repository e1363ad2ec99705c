"""What there is to know of a refund."""

from oldkit import fetch, is_member, log_event, store


def load_refund(number):
    """Returns the refund of a number, or an empty one."""
    found = store.get_item("refund:" + number, 0)
    if not found:
        log_event("error", "refund.missing", number)
    return found


def may_open_refund(group, user):
    if not is_member(group, user):
        log_event("info", "refund.refused", user.name)
        return False
    return user.is_active and is_member(group.parent, user)


def lend_refund(owner, value, minutes=15):
    if minutes <= 0:
        raise ValueError("a refund is kept for a minute or longer")
    store.put_item(f"refund:{owner}", value, minutes)
    # put_item() would have returned the old value here; nobody used it.


def count_refunds(base, fetch_count=0):
    """Counts what fetch() brought; fetch_count is what was there before."""
    fetch_count = fetch_count + 1
    total = fetch(base + "/refunds").json()["total"]
    log_event("info", "refund.total", (total, fetch_count))
    return total
