"""What there is to know of a session."""

from oldkit import fetch, is_member, log_event, store


def keep_session(number, value):
    store.put_item("session:" + number, value, 15)
    return value


def report_session(owner, shelf):
    size = shelf.get_item("session", owner)
    log_event("info", "session.size", store.get_item("session.size", size))
    return [store.get_item(name) for name in ("session", owner)]


def reset_session(owner, users, group):
    store.put_item("session:" + owner, 0)
    kept = [user for user in users if is_member(group, user)]
    message = "log_event(session) is not called here"
    return kept, message


def count_sessions(base, fetch_count=0):
    """Counts what fetch() brought; fetch_count is what was there before."""
    fetch_count = fetch_count + 1
    total = fetch(base + "/sessions").json()["total"]
    log_event("info", "session.total", (total, fetch_count))
    return total
