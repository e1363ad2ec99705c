"""Rows of an old customer table: names, dates, balances and addresses, each as somebody once typed it."""

import datetime

from . import drawing

FORMAT = "csv"
COUNT = 100
MONTHS = "January February March April May June July August September October November December".split()
PARTICLES = ["van", "de", "von", "di", "van der"]
# Country: its currency, how its days are written, whether the house number comes last, its postcode, streets, towns.
COUNTRIES = {
    "DE": ("EUR", "day", True, "{:05d}", ["Lindenweg", "Am Mühlbach", "Neue Gasse", "Kirschallee"], ["Oberhain", "Neustadtberg"]),
    "NL": ("EUR", "day", True, "{:04d} KX", ["Molenpad", "Lange Dreef", "Havenkade"], ["Westerwoude", "Nieuwmeer"]),
    "GB": ("GBP", "day", False, "QX{:d} 4ZP", ["Mill Lane", "Quarry Road", "Harbour View"], ["Netherford", "Oakminster"]),
    "US": ("USD", "month", False, "{:05d}", ["Cedar Avenue", "Old Creek Road", "Ninth Street"], ["Maple Junction", "East Harlow"]),
    "CH": ("CHF", "day", True, "{:04d}", ["Seeblick", "Rebhalde", "Dorfplatz"], ["Unterwies", "Bergmatt"]),
    "SE": ("SEK", "day", True, "{:05d}", ["Björkstigen", "Norra Vägen"], ["Sjöhult", "Lillberga"]),
}


def written_name(draw, given, family):
    return draw.choice([
        f"{family.upper()}, {given}", f"{family}, {given}", f"  {given}   {family} ", f"{given.lower()} {family.lower()}",
        f"{given} {family.upper()}", f"Dr. {given} {family}", f"{family} ,{given}", f"Ms {given} {family}",
    ])


def written_date(draw, born, order):
    two = f"{born.year % 100:02d}"
    first, second = (born.day, born.month) if order == "day" else (born.month, born.day)
    month = MONTHS[born.month - 1]
    return draw.choice([
        f"{first}/{second}/{born.year}", f"{first:02d}.{second:02d}.{two}" if order == "day" else f"{first:02d}-{second:02d}-{two}",
        f"{born.day} {month[:3]} {born.year}", f"{month} {born.day}, {born.year}", born.isoformat(), f"{born:%Y%m%d}",
        f"{month[:3].upper()} {born.day} '{two}", f"{first} / {second} / {two}",
    ])


def grouped(number, mark):
    return f"{number:,}".replace(",", mark)


def written_money(draw, cents, currency):
    whole, rest = divmod(abs(cents), 100)
    sign = "-" if cents < 0 else ""
    plain = f"{whole}.{rest:02d}"
    forms = {
        "EUR": [f"{sign}{grouped(whole, '.')},{rest:02d} €", f"EUR {sign}{grouped(whole, ' ')},{rest:02d}", f"€{sign}{plain}"],
        "GBP": [f"{sign}£{grouped(whole, ',')}.{rest:02d}", f"GBP {sign}{plain}", f"{sign}{plain} pounds"],
        "USD": [f"{sign}${grouped(whole, ',')}.{rest:02d}", f"USD {sign}{plain}", f"{sign}{grouped(whole, ',')}.{rest:02d} US$"],
        "CHF": [f"CHF {sign}{grouped(whole, chr(39))}.{rest:02d}", f"Fr. {sign}{plain}", f"{sign}{plain} SFr."],
        "SEK": [f"{sign}{grouped(whole, ' ')},{rest:02d} kr", f"SEK {sign}{plain}", f"{sign}{whole}:{rest:02d} kr"],
    }[currency]
    if cents < 0:
        forms.append(f"({grouped(whole, ',')}.{rest:02d}) {currency}")
    return draw.choice(forms)


def address(draw, country):
    _, _, number_last, form, streets, towns = COUNTRIES[country]
    number = draw.choice(["1", "7", "12", "18a", "23", "140", "5b"])
    postcode = form.format(draw.randrange(1, 9) if country == "GB" else draw.randrange(1000, 9999) if "04" in form else draw.randrange(10000, 99999))
    street, town = draw.choice(streets), draw.choice(towns)
    line = f"{street} {number}" if number_last else f"{number} {street}"
    if country in ("GB", "US"):
        forms = [f"{line}, {town} {postcode}", f"{line}; {town.upper()}; {postcode}", f"{town}, {line}, {postcode}"]
    else:
        forms = [f"{line}, {postcode} {town}", f"{postcode} {town.upper()}, {line}", f"{line} // {town} // {postcode}"]
    return draw.choice(forms), {"street": line, "postcode": postcode, "town": town}


def make():
    draw = drawing.generator("curation")
    rows, truth = [], []
    for index in range(COUNT):
        country = draw.choice(list(COUNTRIES))
        currency, order = COUNTRIES[country][:2]
        given, family = draw.choice(drawing.GIVEN), draw.choice(drawing.FAMILY)
        if country in ("NL", "DE") and draw.random() < 0.4:
            family = f"{draw.choice(PARTICLES)} {family}"
        born = drawing.day(draw, datetime.date(1931, 1, 1), datetime.date(2006, 12, 31))
        cents = draw.choice([1, 1, 1, -1]) * draw.choice([draw.randrange(5, 99999), draw.randrange(100000, 9999999)])
        text, place = address(draw, country)
        name = f"CUS-{index + 1:04d}"
        rows.append({
            "id": name, "country": country, "name": written_name(draw, given, family), "born": written_date(draw, born, order),
            "balance": written_money(draw, cents, currency), "address": text,
        })
        amount = ("-" if cents < 0 else "") + drawing.money(abs(cents))
        truth.append({
            "id": name, "person": {"given": given, "family": family, "born": born.isoformat()},
            "money": {"amount": amount, "currency": currency}, "place": place,
        })
    return rows, truth, {}
