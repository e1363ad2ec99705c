"""What the modules draw from: a generator with a seed, made-up names and days.

Every name is put together here from parts; that of a firm or a person that there is would be chance.
"""

import datetime
import random

GIVEN = (
    "Anna-Lena Bruno Carla Dario Elif Fabian Greta Hanne Ivo Jasmin Klaas Lucia Mateo Nora Olof Pia Quentin Rosa Sven "
    "Tilda Ugo Vera Willem Yara Zoë Jürgen Núria Frédéric Åsa Łucja"
).split()
FAMILY = (
    "Abendrot Bergqvist Calderone Dunmore Eversholt Fjellheim Grünwald Haverkamp Iversholm Jankelow Kettleby Lindqvister "
    "Marchetto Norrland Oakhurst Pellegrand Quistorp Rosendahl Silvermann Thornbury Underhay Valmonte Westerbeek Ysenburg "
    "Zandstra"
).split()
FIRST = "Amber Birch Cobalt Delta Elm Fern Granite Harbour Indigo Juniper Kestrel Larch Maple Nimbus Osprey Pebble".split()
SECOND = "Bridge Crane Field Forge Gate Hill Lane Mill Park Quay Ridge Stone Tower Vale Wharf Yard".split()
TRADES = "Paper Tools Logistics Catering Software Travel Printing Cleaning Textiles Lighting".split()
FORMS = ["Ltd", "GmbH", "Inc.", "B.V.", "S.r.l.", "AB"]


def generator(use):
    """A generator of its own for every use, so that a change of one does not change the others."""
    return random.Random(f"maker uses {use}")


def person(draw):
    return f"{draw.choice(GIVEN)} {draw.choice(FAMILY)}"


def firm(draw):
    return f"{draw.choice(FIRST)} {draw.choice(SECOND)} {draw.choice(TRADES)} {draw.choice(FORMS)}"


def day(draw, first, last):
    """A day from first to last, both dates."""
    return first + datetime.timedelta(days=draw.randrange((last - first).days + 1))


def money(cents):
    """Cents as dollars: 123450 is 1234.50."""
    return f"{cents // 100}.{cents % 100:02d}"


def shares(draw, parts, count):
    """Kinds, each as often as its weight says, in an order that is drawn: {"a": 3, "b": 1}, 8 gives six a and two b."""
    whole = sum(parts.values())
    kinds = [kind for kind, weight in parts.items() for _ in range(max(1, count * weight // whole))]
    first = next(iter(parts))
    kinds += [first] * (count - len(kinds))
    kinds = kinds[:count]
    draw.shuffle(kinds)
    return kinds
