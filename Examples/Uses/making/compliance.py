"""Clauses of contracts against a checklist: is a requirement met, is it not met, or does the clause not speak of it?"""

from . import drawing

FORMAT = "csv"
COUNT = 132
VERDICTS = {"met": 5, "not-met": 5, "not-addressed": 2}
NUMBERS = {1: "one", 2: "two", 3: "three", 5: "five", 7: "seven", 10: "ten", 14: "fourteen", 30: "thirty", 45: "forty-five", 60: "sixty", 90: "ninety"}


def written(number):
    return f"{NUMBERS[number]} ({number})" if number in NUMBERS else str(number)


def payment(draw, met):
    limit = 30
    days = draw.choice([7, 14, 30] if met else [45, 60, 90])
    return draw.choice([
        f"The Customer shall pay every undisputed invoice within {written(days)} days of its receipt.",
        f"Invoices fall due {days} days after they are received; sums in dispute may be held back until the dispute is settled.",
    ]), f"Undisputed invoices are payable within {limit} days of receipt, or sooner."


def breach_notice(draw, met):
    hours = draw.choice([24, 36, 48] if met else [72, 96, 120])
    text = f"within {hours} hours" if draw.random() < 0.6 or hours % 24 else f"no later than {written(hours // 24)} days" if hours // 24 in NUMBERS else f"within {hours} hours"
    return draw.choice([
        f"The Supplier shall tell the Customer of any breach of Personal Data {text} after it becomes aware of it.",
        f"Where the Supplier finds that Personal Data was lost or disclosed, it informs the Customer {text} of finding so.",
    ]), "The supplier reports a breach of personal data within 48 hours, or sooner."


def liability(draw, met):
    months = draw.choice([12, 18, 24] if met else [3, 6, 9])
    return draw.choice([
        f"Save for wilful harm, the Supplier's liability in a year is limited to the fees of the preceding {months} months.",
        f"The Supplier is liable for no more in each year than what the Customer paid to it over {months} months, save where it acted with intent.",
    ]), "The supplier's liability is capped at no less than the fees of twelve months."


def termination(draw, met):
    return (draw.choice([
        "Either Party may end this Agreement at any time with ninety (90) days' notice in writing.",
        "With three months' notice the Customer may, and so may the Supplier, terminate without giving reasons.",
    ]) if met else draw.choice([
        "The Supplier may end this Agreement with ninety (90) days' notice; the Customer may do so only for cause.",
        "Neither Party may terminate before the end of the Term unless the other is in material breach.",
    ])), "The customer may terminate without a reason."


def subcontracting(draw, met):
    return (draw.choice([
        "The Supplier shall not subcontract any Service unless the Customer has consented in writing beforehand.",
        "Subcontractors are engaged only after the Customer's prior written approval, which is not unreasonably withheld.",
    ]) if met else draw.choice([
        "The Supplier may engage subcontractors and shall inform the Customer of them in writing.",
        "Consent of the Customer is needed for subcontractors outside the Territory; within it the Supplier is free to choose them.",
    ])), "No subcontractor is engaged without the customer's prior written consent."


def law(draw, met):
    place = "Westmark" if met else draw.choice(["Eastmark", "the Isle of Norr"])
    return draw.choice([
        f"This Agreement is governed by the laws of {place}. Hearings may be held in Westmark or elsewhere.",
        f"The law of {place} applies, the rules on conflict of laws left aside, whatever the seat of either Party.",
    ]), "The governing law is that of Westmark."


def audit_right(draw, met):
    return (draw.choice([
        "Once in each calendar year, and after any breach, the Customer may audit the Supplier's records and premises.",
        "The Customer, or an auditor of its choice, may inspect records and premises every twelve months.",
    ]) if met else draw.choice([
        "The Supplier gives the Customer a yearly report of its own auditor; no further inspection takes place.",
        "The Customer may inspect the Supplier's records, but not its premises, once in each calendar year.",
    ])), "The customer may audit records and premises at least once a year."


def retention(draw, met):
    days = draw.choice([7, 14, 30] if met else [45, 60, 90])
    return draw.choice([
        f"After this Agreement ends the Supplier erases Customer Data, copies included, within {written(days)} days.",
        f"Customer Data and all copies of it are deleted {written(days)} days after the end of the Term.",
    ]), "Customer data, copies included, is deleted within 30 days of the end."


def renewal(draw, met):
    return (draw.choice([
        "This Agreement ends with the Term. It is renewed only where both Parties sign a renewal.",
        "A renewal needs the signature of both Parties; without it the Agreement lapses at the end of the Term.",
    ]) if met else draw.choice([
        "At the end of the Term this Agreement is renewed for a year, unless a Party objects sixty (60) days before.",
        "Unless notice is given, the Term is extended by twelve months each time it ends, and both Parties sign a note of it.",
    ])), "The agreement is not renewed without a signature of both parties."


def service_level(draw, met):
    level = draw.choice(["99.9", "99.95", "99.99"] if met else ["99.0", "99.5", "99.8"])
    return draw.choice([
        f"The Service is available for {level} % of each calendar month, planned maintenance not counted.",
        f"Monthly availability shall not fall below {level} per cent; planned maintenance is left out of account.",
    ]), "The availability in a month is at least 99.9 %."


def insurance(draw, met):
    amount = draw.choice([5, 6, 10] if met else [1, 2, 4])
    return draw.choice([
        f"The Supplier keeps liability insurance of at least ${amount},000,000 for each event throughout the Term.",
        f"Throughout the Term the Supplier is insured for no less than {amount} million dollars per event.",
    ]), "Liability insurance covers at least 5,000,000 dollars for each event."


ITEMS = [payment, breach_notice, liability, termination, subcontracting, law, audit_right, retention, renewal, service_level, insurance]


def make():
    draw = drawing.generator("compliance")
    rows, truth = [], []
    for index, verdict in enumerate(drawing.shares(draw, VERDICTS, COUNT)):
        item = index % len(ITEMS)
        clause, requirement = ITEMS[item](draw, verdict == "met")
        if verdict == "not-addressed":
            others = [other for other in range(len(ITEMS)) if other != item]
            clause = ITEMS[draw.choice(others)](draw, draw.random() < 0.5)[0]
        name = f"CL-{index + 1:04d}"
        rows.append({
            "id": name, "contract": f"K{2031000 + index // len(ITEMS)}", "section": f"{draw.randrange(3, 19)}.{draw.randrange(1, 8)}",
            "clause": clause, "requirement": requirement,
        })
        truth.append({"id": name, "comply": {"verdict": verdict}})
    return rows, truth, {}
