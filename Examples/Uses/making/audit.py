"""Expense claims, and which rules of the written policy (policy.md) each of them breaks."""

import datetime

from . import drawing

FORMAT = "csv"
COUNT = 150
KINDS = ["meal", "hotel", "flight", "gift", "supplies", "taxi"]
TEXTS = {
    "meal": ["dinner with the {town} team", "lunch at the workshop in {town}", "team dinner after the release"],
    "hotel": ["room in {town}", "room near the fair in {town}"],
    "flight": ["economy to {town}", "economy, return from {town}"],
    "gift": ["basket for a supplier", "books for a speaker", "flowers for a retirement"],
    "supplies": ["paper and toner", "screens for the new desks", "cables and adapters"],
    "taxi": ["station to office", "airport to hotel in {town}", "office to fair, late train"],
}
TOWNS = ["Westerwoude", "Oberhain", "Netherford", "Lillberga", "Bergmatt", "East Harlow"]
ORDINARY = {"meal": (900, 5800), "hotel": (6500, 17900), "flight": (9000, 78000), "gift": (1200, 4900), "supplies": (600, 64000), "taxi": (700, 6900)}


def claim(draw, number):
    """A claim that breaks no rule."""
    kind = draw.choice(KINDS)
    people = draw.randrange(1, 7) if kind == "meal" else 1
    nights = draw.randrange(1, 5) if kind == "hotel" else 0
    cents = draw.randrange(*ORDINARY[kind]) * max(people, nights, 1)
    if draw.random() < 0.12:
        cents = {"meal": 6000 * people, "hotel": 18000 * nights, "gift": 5000, "taxi": 2500}.get(kind, cents)
    day = drawing.day(draw, datetime.date(2031, 1, 6), datetime.date(2031, 6, 20))
    if kind == "taxi" and day.weekday() > 4:
        day -= datetime.timedelta(days=2)
    claimant, approver = draw.sample(drawing.FAMILY, 2)
    return {
        "id": f"TX-{number:04d}", "date": day, "claimed_on": day + datetime.timedelta(days=draw.choice([1, 3, 9, 20, 44, 60])),
        "claimant": claimant, "approver": approver if cents > 50000 or draw.random() < 0.5 else "", "kind": kind, "people": people,
        "nights": nights, "hours_of_flight": draw.choice([1.5, 2, 4, 5.5]) if kind == "flight" else 0, "cents": cents,
        "receipt": "yes" if cents > 2500 or draw.random() < 0.6 else "no", "payee": drawing.firm(draw),
        "same_day_same_payee": cents, "text": draw.choice(TEXTS[kind]).format(town=draw.choice(TOWNS)),
    }


def spoil(draw, row):
    """Changes a claim towards a rule; what it breaks in the end is worked out from the rules themselves."""
    what = draw.randrange(9)
    if what == 0:
        row["receipt"], row["cents"] = "no", draw.choice([2500, 2501, 3300, row["cents"]])
    elif what == 1:
        row["kind"], row["people"] = "meal", draw.randrange(1, 5)
        row["cents"] = 6000 * row["people"] + draw.choice([0, 1, 350, 2900])
        row["text"], row["nights"], row["hours_of_flight"] = "dinner after the fair", 0, 0
    elif what == 2:
        row["cents"], row["receipt"] = draw.choice([50000, 50001, 71250]), "yes"
        row["kind"], row["text"], row["nights"], row["hours_of_flight"], row["people"] = "supplies", "chairs", 0, 0, 1
        row["approver"] = draw.choice(["", row["claimant"]])
    elif what == 3:
        row["claimed_on"] = row["date"] + datetime.timedelta(days=draw.choice([60, 61, 75]))
    elif what == 4:
        row["kind"], row["cents"], row["text"] = "gift", draw.choice([5000, 5001, 8800]), draw.choice(["wine for a supplier", "vases for two speakers"])
        row["people"], row["nights"], row["hours_of_flight"], row["receipt"] = 1, 0, 0, "yes"
    elif what == 5:
        row["kind"], row["hours_of_flight"], row["people"], row["nights"] = "flight", draw.choice([2, 5.5, 6, 9]), 1, 0
        row["text"] = f"business class to {draw.choice(TOWNS)}"
    elif what == 6:
        row["kind"], row["nights"], row["people"], row["hours_of_flight"] = "hotel", draw.randrange(1, 4), 1, 0
        row["cents"] = 18000 * row["nights"] + draw.choice([0, 1, 4000])
        row["text"], row["receipt"] = f"room in {draw.choice(TOWNS)}", "yes"
    elif what == 7:
        row["same_day_same_payee"] = row["cents"] + draw.choice([30000, 48000, 50001])
    else:
        row["kind"], row["people"], row["nights"], row["hours_of_flight"] = "taxi", 1, 0, 0
        row["date"] += datetime.timedelta(days=5 - row["date"].weekday())
        row["claimed_on"] = row["date"] + datetime.timedelta(days=12)
        row["text"] = draw.choice(["station to office", "late train, on call", "on call: server room and back"])
    row["same_day_same_payee"] = max(row["same_day_same_payee"], row["cents"])


def broken_rules(row):
    """The policy, as a program."""
    rules = []
    cents, kind = row["cents"], row["kind"]
    if cents > 2500 and row["receipt"] == "no":
        rules.append("R1")
    if kind == "meal" and cents > 6000 * row["people"]:
        rules.append("R2")
    if cents > 50000 and row["approver"] in ("", row["claimant"]):
        rules.append("R3")
    if (row["claimed_on"] - row["date"]).days > 60:
        rules.append("R4")
    if kind == "gift" and (cents > 5000 or "wine" in row["text"]):
        rules.append("R5")
    if kind == "flight" and "business" in row["text"] and row["hours_of_flight"] < 6:
        rules.append("R6")
    if kind == "hotel" and cents > 18000 * row["nights"]:
        rules.append("R7")
    if cents <= 50000 < row["same_day_same_payee"]:
        rules.append("R8")
    if kind == "taxi" and row["date"].weekday() > 4 and "on call" not in row["text"]:
        rules.append("R9")
    return rules


def make():
    draw = drawing.generator("audit")
    rows, truth = [], []
    for number in range(1, COUNT + 1):
        row = claim(draw, number)
        for _ in range(draw.choice([0, 0, 1, 1, 1, 2])):
            spoil(draw, row)
        rules = broken_rules(row)
        row["day"] = f"{row['date']:%A}"
        for name in ("date", "claimed_on"):
            row[name] = row[name].isoformat()
        row["same_day_same_payee"] = drawing.money(row["same_day_same_payee"])
        row["amount"] = drawing.money(row.pop("cents"))
        rows.append(row)
        truth.append({"id": row["id"], "audit": {"rules": rules}})
    order = ["id", "date", "day", "claimed_on", "claimant", "approver", "kind", "text", "payee", "amount", "same_day_same_payee",
             "people", "nights", "hours_of_flight", "receipt"]
    return [{name: row[name] for name in order} for row in rows], truth, {}
