"""Tickets of a made-up internet provider: which team takes them, and which steps resolve them, in order."""

from . import drawing

FORMAT = "csv"
COUNT = 110
PLANS = ["basic", "plus", "business"]
OPENINGS = ["Hello,", "Hi there,", "Good morning.", "", "To whom it may concern:"]
CLOSINGS = ["Thanks.", "Please hurry.", "Regards", "", "I have been a customer for years."]


def double_charge(draw, facts):
    facts["amount"] = draw.choice([1900, 4900, 9999, 10000, 10001, 18900])
    amount = drawing.money(facts["amount"])
    text = draw.choice([
        f"my account was charged {amount} twice this month. I want one of them back.",
        f"there are two payments of {amount} on my statement, and the app logged me out while I looked, but that works again.",
    ])
    steps = ["check-ledger", "refund" if facts["amount"] <= 10000 else "hand-to-finance", "confirm-by-mail"]
    return "billing", text, identified(facts, steps)


def cancel(draw, facts):
    text = draw.choice([
        "I am moving abroad and want to end my contract.",
        "please cancel my line. The speed was fine, the price is not.",
    ])
    steps = ["offer-discount"] if facts["plan"] == "plus" else ["call-account-manager"] if facts["plan"] == "business" else []
    return "contracts", text, identified(facts, steps + ["close-contract", "confirm-by-mail"])


def no_line(draw, facts):
    text = draw.choice([
        "no connection since this morning, the light on the router is red.",
        "the internet is down again. I pay a lot every month for this.",
    ])
    if facts["outage"] == "yes":
        return "technical", text, ["tell-of-outage"]
    return "technical", text, ["run-line-test"] + (["send-technician-today"] if facts["plan"] == "business" else ["restart-router", "book-technician"])


def slow_line(draw, facts):
    text = draw.choice([
        "films stop every few minutes in the evening, and a test shows a tenth of what I ordered.",
        "pages take ages since last week. Nothing was changed here.",
    ])
    if facts["outage"] == "yes":
        return "technical", text, ["tell-of-outage"]
    return "technical", text, ["run-line-test", "restart-router"]


def locked_out(draw, facts):
    text = draw.choice([
        "I forgot my password and the reset mail does not come.",
        "the app says that my account is locked. I only wanted to see my last bill.",
    ])
    return "access", text, identified(facts, ["unlock-account", "send-reset-link"])


def strange_login(draw, facts):
    text = draw.choice([
        "I got a mail that somebody logged in from a town where I have never been. That was not me.",
        "my password was changed and I did not do it! There is also an order for a new phone.",
    ])
    return "access", text, ["freeze-account"] + identified(facts, ["send-reset-link", "hand-to-security"])


def invoice_copy(draw, facts):
    text = draw.choice([
        "I need the bills of the last three months for my tax office.",
        "could you send me last month's bill again? I cannot find it in my mail.",
    ])
    return "billing", text, identified(facts, ["send-bill-copies"])


def change_plan(draw, facts):
    text = draw.choice([
        "we are two more people now. Which contract is faster, and can I have it from the first of next month?",
        "please move me to the larger plan.",
    ])
    steps = ["call-account-manager"] if facts["plan"] == "business" else ["send-offer"]
    return "contracts", text, identified(facts, steps)


def identified(facts, steps):
    return steps if facts["verified"] == "yes" else ["verify-identity"] + steps


CASES = [double_charge, cancel, no_line, slow_line, locked_out, strange_login, invoice_copy, change_plan]


def make():
    draw = drawing.generator("support")
    rows, truth = [], []
    for index in range(COUNT):
        facts = {"plan": draw.choice(PLANS), "verified": draw.choice(["yes", "yes", "no"]), "outage": draw.choice(["no", "no", "yes"])}
        team, text, steps = CASES[index % len(CASES)](draw, facts)
        name = f"TIC-{index + 1:04d}"
        body = " ".join(part for part in (draw.choice(OPENINGS), text, draw.choice(CLOSINGS), drawing.person(draw)) if part)
        rows.append({"id": name, "plan": facts["plan"], "verified": facts["verified"], "outage": facts["outage"], "text": body})
        truth.append({"id": name, "route": team, "resolve": {"steps": steps}})
    return rows, truth, {}
