"""The plan of the invented zone: where river, railway, main roads and quarters of Oosterbeke and Westveld lie.

Distances in metres, east and north of the market of Oosterbeke. Everything here is invented. The plan holds what a
town owes to its history (a market, roads out of it, a railway that came later); `street_growing` fills the quarters.
"""

from dataclasses import dataclass

Spot = tuple[float, float]  # metres east, metres north


@dataclass(frozen=True)
class Building:
    """How people build along a street. Widths and distances in metres; shares from 0 to 1."""

    plot: tuple[float, float]  # narrowest and widest plot along the street
    setback: float  # from the middle of the street to the house
    apartments: float = 0.0  # share of plots with an apartment building
    boxes: tuple[int, int] = (3, 8)  # fewest and most apartments in one building
    empty: float = 0.04  # share of plots without a house: a field, a garden, a shed


CORE = Building(plot=(6.5, 10.5), setback=7.5, apartments=0.07, boxes=(3, 6), empty=0.03)
SQUARE = Building(plot=(7, 10), setback=21, apartments=0.30, boxes=(3, 6), empty=0)
BELT = Building(plot=(7, 10.5), setback=8.5, apartments=0.04)
GARDEN = Building(plot=(9.5, 17), setback=13, apartments=0.012, boxes=(4, 9), empty=0.03)
RIBBON = Building(plot=(13, 27), setback=15, apartments=0.025, boxes=(4, 8), empty=0.14)
HAMLET = Building(plot=(18, 42), setback=14, empty=0.38)
ESTATE = Building(plot=(38, 70), setback=30, empty=0.1)


@dataclass(frozen=True)
class Road:
    """A street whose course history has fixed."""

    name: str
    quarter: str
    building: Building
    course: tuple[Spot, ...]


@dataclass(frozen=True)
class Quarter:
    """A neighbourhood that is filled with streets: its boundary, how wide its blocks are, and its street names."""

    name: str
    building: Building
    boundary: tuple[Spot, ...]
    spacing: float  # metres between two streets that run side by side
    lengths: tuple[float, float]  # shortest and longest street, metres
    names: tuple[str, ...]


@dataclass(frozen=True)
class MunicipalityPlan:
    """One municipality. Its codes don't exist: no Belgian postcode lies above 9992, no NIS code starts with 99."""

    name: str
    nis: str
    postcode: str
    roads: tuple[Road, ...]
    quarters: tuple[Quarter, ...]


def way(text: str) -> tuple[Spot, ...]:
    """Spots written as 'east,north east,north'."""
    return tuple((float(east), float(north)) for east, north in (spot.split(",") for spot in text.split()))


RIVER = way(
    "3300,2500 2500,1500 1750,720 1120,60 680,-400 60,-840 -900,-1060 -2200,-1480 -3400,-1800 -4700,-2350 -6300,-2700"
)
RAILWAY = way("-7200,250 -4500,400 -2000,610 0,760 2000,730 4200,380")

OOSTERBEKE = MunicipalityPlan(
    name="Oosterbeke",
    nis="99001",
    postcode="9994",
    roads=(
        Road("Markt", "Centrum", SQUARE, way("-62,-4 0,8 64,10")),
        Road("Kerkstraat", "Centrum", CORE, way("64,8 185,-66 318,-190 478,-300")),
        Road("Stationsstraat", "Centrum", CORE, way("6,10 48,220 22,430 62,694")),
        Road("Molenstraat", "Centrum", CORE, way("-30,0 -112,-220 -88,-450 -192,-720")),
        Road("Kouterstraat", "Centrum", CORE, way("-58,0 -226,168 -392,372 -640,540")),
        Road("Nieuwstraat", "Centrum", CORE, way("188,-68 276,20 318,124")),
        Road("Kloosterstraat", "Centrum", CORE, way("216,84 158,196 48,262")),
        Road("Schoolstraat", "Centrum", CORE, way("44,188 -86,226 -238,184")),
        Road("Sint-Jozefstraat", "Centrum", CORE, way("-176,118 -268,36 -292,-46")),
        Road("Gasthuisstraat", "Centrum", CORE, way("-226,-40 -232,-160 -112,-230")),
        Road("Burgemeester Vandenhoutestraat", "Centrum", CORE, way("-100,-310 58,-272 186,-214 262,-136")),
        Road("Kortestraat", "Centrum", CORE, way("22,8 14,-138 42,-276")),
        Road("Kanunnik Désiréplein", "Centrum", SQUARE, way("-92,226 -112,292 -98,352")),
        Road("Vestinglaan", "Centrum", BELT, way("324,128 318,318 204,452 24,470")),
        Road("Spoorwegstraat", "Statiewijk", BELT, way("62,694 330,704 640,690 905,566")),
        Road("Kasteelstraat", "Centrum", CORE, way("-62,-4 -180,-30 -296,-48")),
        Road("Kapelstraat", "Centrum", CORE, way("64,10 190,66 326,128")),
        Road("Westveldsesteenweg", "Lindekwartier", RIBBON, way("-296,-48 -420,-72 -900,-18 -1500,-130 -2050,-216")),
        Road("Hoogdorpsesteenweg", "Schilderswijk", RIBBON, way("326,128 640,322 1010,630 1500,940 2010,1190")),
        Road("Kallebekesteenweg", "Ter Beke", RIBBON, way("478,-300 790,-540 1180,-900 1750,-1230 2450,-1690")),
        Road("Overwegstraat", "Kouterwijk", BELT, way("62,694 96,850 52,1110 160,1500")),
        Road("Heirweg", "Kouterwijk", HAMLET, way("-640,540 -716,800 -590,1160 -660,1800")),
        Road("Molenhoekstraat", "Molenhoek", HAMLET, way("-192,-720 -262,-1010 -190,-1400 -430,-1820 -380,-2280")),
    ),
    quarters=(
        Quarter(
            "Statiewijk",
            BELT,
            way("70,480 330,330 640,352 900,560 860,660 70,690"),
            62,
            (150, 330),
            (
                "Fabriekstraat",
                "Arbeidersstraat",
                "Vlasstraat",
                "Weversstraat",
                "Spinnerijstraat",
                "Gebroeders Nollystraat",
                "Statieplein",
            ),
        ),
        Quarter(
            "Lindekwartier",
            GARDEN,
            way("-310,-40 -270,120 -420,340 -660,510 -1250,520 -1300,-90 -900,-40"),
            82,
            (200, 520),
            (
                "Lindelaan",
                "Beukendreef",
                "Kastanjelaan",
                "Esdoornlaan",
                "Berkenlaan",
                "Acaciastraat",
                "Olmenstraat",
                "Populierenhof",
                "Iepenstraat",
            ),
        ),
        Quarter(
            "Vogelwijk",
            GARDEN,
            way("-300,-90 -1300,-60 -1350,-760 -760,-900 -210,-690 -110,-420 -230,-220"),
            82,
            (200, 520),
            (
                "Merellaan",
                "Nachtegaalstraat",
                "Leeuweriklaan",
                "Zwaluwstraat",
                "Vinkenlaan",
                "Lijsterdreef",
                "Koekoekstraat",
                "Roodborstjeslaan",
                "Wielewaalhof",
            ),
        ),
        Quarter(
            "Ter Beke",
            GARDEN,
            way("-150,-640 -90,-330 180,-250 420,-330 560,-420 230,-690 -80,-790"),
            66,
            (150, 380),
            ("Beekstraat", "Waterstraat", "Visserslaan", "Brugstraat", "Oeverlaan", "Wilgenpad"),
        ),
        Quarter(
            "Schilderswijk",
            GARDEN,
            way("350,110 360,-170 520,-290 640,-300 1060,120 1280,480 1010,600 640,300"),
            80,
            (180, 480),
            (
                "James Ensorlaan",
                "Rik Woutersstraat",
                "Permekelaan",
                "Pieter Breugelstraat",
                "Memlinglaan",
                "Hugo van der Goesstraat",
                "Van Eyckplein",
            ),
        ),
        Quarter(
            "Kouterwijk",
            GARDEN,
            way("-660,820 40,830 620,840 600,1400 120,1480 -560,1420"),
            84,
            (200, 560),
            (
                "Kouterlaan",
                "Korenbloemstraat",
                "Tarwelaan",
                "Haverstraat",
                "Klaproosstraat",
                "Gerststraat",
                "Roggelaan",
            ),
        ),
        Quarter(
            "Molenhoek",
            HAMLET,
            way("-1500,-1330 -250,-1200 900,-1150 1100,-1900 300,-2300 -1300,-2300"),
            230,
            (500, 1150),
            ("Meulewegel", "Hazenstraat", "Kattestraat", "Broekstraat"),
        ),
        Quarter(
            "Ter Linden",
            ESTATE,
            way("1130,800 1560,1010 1540,1640 980,1600 860,880"),
            150,
            (300, 800),
            ("Bedrijventerrein Ter Linden", "Nijverheidslaan", "Ambachtenstraat"),
        ),
    ),
)

WESTVELD = MunicipalityPlan(
    name="Westveld",
    nis="99002",
    postcode="9996",
    roads=(
        Road("Dorpsplein", "Westveld-Dorp", SQUARE, way("-4352,-706 -4300,-698 -4246,-694")),
        Road("Kerkstraat", "Westveld-Dorp", CORE, way("-4290,-698 -4240,-540 -4282,-320 -4210,-80")),
        Road("Molenstraat", "Westveld-Dorp", CORE, way("-4320,-700 -4392,-950 -4336,-1180 -4460,-1500")),
        Road("Schoolstraat", "Westveld-Dorp", CORE, way("-4240,-540 -4080,-548 -3958,-618")),
        Road("Pastorijstraat", "Westveld-Dorp", CORE, way("-4500,-722 -4490,-560 -4272,-430")),
        Road("Dr. Van Ackerstraat", "Westveld-Dorp", BELT, way("-4385,-900 -4170,-868 -4062,-640")),
        Road("Onze-Lieve-Vrouwstraat", "Westveld-Dorp", BELT, way("-4378,-860 -4560,-830 -4640,-755")),
        Road("Dorpsstraat", "Westveld-Dorp", CORE, way("-4246,-694 -4100,-668 -3962,-618")),
        Road("Abdijstraat", "Westveld-Dorp", CORE, way("-4352,-706 -4500,-722 -4640,-756")),
        Road(
            "Oosterbeeksesteenweg", "Kapellewijk", RIBBON, way("-3962,-618 -3800,-560 -3200,-440 -2600,-310 -2056,-218")
        ),
        Road("Leemhoeksesteenweg", "Heidekant", RIBBON, way("-4640,-756 -4850,-770 -5300,-670 -6000,-760 -6600,-660")),
        Road("Hoogveldstraat", "Hoogveld", HAMLET, way("-4210,-80 -4160,450 -4300,900 -4150,1500")),
        Road("Meersbaan", "De Meersen", HAMLET, way("-4460,-1500 -4420,-1850 -4540,-2150 -4490,-2550")),
    ),
    quarters=(
        Quarter(
            "Westveld-Dorp",
            BELT,
            way("-4270,-420 -4500,-580 -4640,-740 -4760,-560 -4700,-180 -4230,-90"),
            70,
            (160, 380),
            ("Stationsstraat", "Gemeentestraat", "Kloosterhof", "Pastoor Coutelstraat"),
        ),
        Quarter(
            "De Meersen",
            GARDEN,
            way("-4350,-960 -4150,-850 -3960,-610 -3350,-480 -3300,-1150 -3900,-1500 -4420,-1480"),
            84,
            (200, 560),
            (
                "Meersenlaan",
                "Rietstraat",
                "Lisdoddelaan",
                "Reigerstraat",
                "Kikkerbeekstraat",
                "Elzenlaan",
                "Dijkstraat",
                "Weidestraat",
            ),
        ),
        Quarter(
            "Heidekant",
            GARDEN,
            way("-4420,-850 -4640,-780 -5350,-700 -5400,-1350 -4900,-1560 -4470,-1460 -4360,-1160"),
            84,
            (200, 560),
            (
                "Heidelaan",
                "Bremstraat",
                "Dennenlaan",
                "Varenstraat",
                "Jeneverbeslaan",
                "Vossenhol",
                "Konijnenpad",
                "Sparrenhof",
            ),
        ),
        Quarter(
            "Kapellewijk",
            GARDEN,
            way("-4210,-500 -4060,-520 -3800,-545 -3150,-420 -3200,180 -4120,150 -4190,-150"),
            82,
            (200, 540),
            (
                "Kapellelaan",
                "Sint-Annastraat",
                "Mgr. De Haerneplein",
                "Kardinaal Mercierlaan",
                "Sint-Rochusstraat",
                "Guido Gezellelaan",
                "Hendrik Consciencestraat",
                "Begijnenpad",
            ),
        ),
        Quarter(
            "Hoogveld",
            HAMLET,
            way("-5200,560 -3300,640 -3200,1500 -4100,1750 -5100,1450"),
            230,
            (500, 1100),
            ("Vlamingstraat", "Bosstraat", "Galgenveld", "Zandstraat"),
        ),
    ),
)
