"""Texts of invoices as a scanner gives them: the fields, whether they are consistent, and the entry for the books."""

import datetime

from . import drawing

FORMAT = "jsonl"
COUNT = 80
MONTHS = "January February March April May June July August September October November December".split()
# Goods: their account and prices of one piece from and to, in cents.
GOODS = {
    "copy paper, box": ("6815", 1900, 4200), "toner cartridge": ("6815", 4900, 13900), "office chair": ("0420", 8900, 41900),
    "desk lamp": ("0420", 2400, 9900), "hosting, month": ("6837", 1500, 24900), "software licence": ("6837", 4900, 59900),
    "courier delivery": ("6800", 690, 4800), "catering, person": ("6640", 1250, 4900), "window cleaning, hour": ("6330", 2900, 5400),
}
CENTRES = {"Harbour office": "C10", "Hill office": "C20", "Mill warehouse": "C30"}
VERDICTS = {"ok": 12, "lines-differ-from-net": 3, "tax-differs": 3, "total-differs": 3, "due-before-date": 2}


def tax_of(net, rate):
    """Tax in cents, half a cent up."""
    return (net * rate + 50) // 100


def styles(draw):
    mark = draw.choice(["point", "comma"])

    def money(cents):
        text = f"{cents // 100:,}.{cents % 100:02d}"
        return text if mark == "point" else text.translate(str.maketrans(",.", ".,"))

    def day(date):
        form = "iso" if mark == "point" else "dotted"
        return date.isoformat() if form == "iso" else f"{date.day}. {MONTHS[date.month - 1]} {date.year}"

    return money, day


def invoice(draw, index, verdict):
    lines = []
    for name in draw.sample(list(GOODS), draw.choice([1, 2, 2, 3])):
        _, low, high = GOODS[name]
        lines.append((name, draw.randrange(1, 13), draw.randrange(low, high)))
    rate = draw.choice([7, 19, 19, 20, 25])
    net = sum(pieces * price for _, pieces, price in lines)
    if verdict == "lines-differ-from-net":
        net += draw.choice([-100, 10, 900, 9])
    tax = tax_of(net, rate) + (draw.choice([-10, 1, 90]) if verdict == "tax-differs" else 0)
    total = net + tax + (draw.choice([-1, 100, 990]) if verdict == "total-differs" else 0)
    date = drawing.day(draw, datetime.date(2031, 2, 1), datetime.date(2031, 9, 30))
    due = date + datetime.timedelta(days=draw.choice([0, 14, 30]) if verdict != "due-before-date" else -draw.choice([1, 30]))
    return {
        "vendor": drawing.firm(draw), "number": f"{draw.choice(['R', 'A', 'F'])}{draw.randrange(10000, 99999)}/{date.year % 100}",
        "date": date, "due": due, "currency": draw.choice(["EUR", "EUR", "USD", "GBP"]), "lines": lines, "rate": rate, "net": net,
        "tax": tax, "total": total, "place": draw.choice(list(CENTRES)),
    }


def text_of(draw, bill):
    money, day = styles(draw)
    head = [bill["vendor"].upper() if draw.random() < 0.4 else bill["vendor"], ""]
    facts = [f"Invoice no. {bill['number']}", f"Date: {day(bill['date'])}", f"Delivered to: {bill['place']}"]
    draw.shuffle(facts)
    rows = [f"{pieces:>3} x {name:<24}{money(price):>12}{money(pieces * price):>14}" for name, pieces, price in bill["lines"]]
    sums = [
        f"{'Net':<30}{money(bill['net']):>23}", f"{'VAT ' + str(bill['rate']) + ' %':<30}{money(bill['tax']):>23}",
        f"{'TOTAL ' + bill['currency']:<30}{money(bill['total']):>23}",
    ]
    foot = draw.choice([f"Please pay by {day(bill['due'])}.", f"Due: {day(bill['due'])}", f"Payable until {day(bill['due'])} without deduction."])
    noise = draw.choice(["Page 1 of 1", "Thank you for your order.", f"Your order 4{draw.randrange(1000, 9999)} of last week", ""])
    return "\n".join(head + facts + [""] + rows + [""] + sums + ["", foot, noise]).rstrip()


def make():
    draw = drawing.generator("extraction")
    rows, truth = [], []
    for index, verdict in enumerate(drawing.shares(draw, VERDICTS, COUNT)):
        bill = invoice(draw, index, verdict)
        name = f"INV-{index + 1:04d}"
        rows.append({"id": name, "text": text_of(draw, bill)})
        read = {
            "vendor": bill["vendor"], "number": bill["number"], "date": bill["date"].isoformat(), "due": bill["due"].isoformat(),
            "currency": bill["currency"], "delivered_to": bill["place"],
            "lines": [{"goods": goods, "pieces": pieces, "price": drawing.money(price)} for goods, pieces, price in bill["lines"]],
            "vat_percent": bill["rate"], "net": drawing.money(bill["net"]), "tax": drawing.money(bill["tax"]),
            "total": drawing.money(bill["total"]),
        }
        largest = max(bill["lines"], key=lambda line: line[1] * line[2])[0]
        entry = {"account": GOODS[largest][0], "centre": CENTRES[bill["place"]], "amount_cents": bill["total"], "release": verdict == "ok"}
        truth.append({"id": name, "read": read, "validate": verdict, "book": entry})
    return rows, truth, {}
