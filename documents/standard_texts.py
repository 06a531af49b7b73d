"""Texts that are the same in every municipality: what a BIN is and is not, the call to 101, the agenda, the questions.

They promise nothing about crime figures: research found more trust and better contact, not fewer burglaries
(UGent 2020, domain.md section 4).
"""

WHAT_A_BIN_IS = (
    "Een buurtinformatienetwerk (BIN) is een vaste afspraak tussen de bewoners van een buurt, de lokale politie en de "
    "gemeente. Bewoners melden verdachte situaties meteen aan de politie. De politie bezorgt de leden nuttige "
    "berichten en tips over preventie, en laat weten wat er met een melding is gebeurd."
)

# Law of 29 July 1934 on private militias; circular of 2019 (domain.md, sections 0 and 3).
WHAT_A_BIN_IS_NOT = (
    "geen burgerwacht: leden patrouilleren niet en komen niet tussen",
    "geen politiewerk: alleen de politie onderzoekt en beslist of er een bericht vertrekt",
    "geen plaats om namen, foto’s of nummerplaten van mensen te delen",
    "geen partijpolitiek, en leden krijgen geen voorrechten bij de politie",
)

REMINDER_101 = "Ziet u iets verdachts? Bel meteen 101. Is er gevaar voor mensen of brand? Bel 112."
REMINDER_101_WHY = "Wacht nooit op een bericht van het BIN: de politie kan alleen komen als zij het weet."

WHO_MAY_JOIN = "Iedereen vanaf 18 jaar die in het gebied woont of werkt. U kunt op elk moment weer uitstappen."

# The seven mandatory items of the info evening (seed 000; domain.md section 2.4): title, explanation.
AGENDA = (
    ("Wat een BIN is", "Wat het netwerk doet en niet doet, en welke wettelijke regels gelden."),
    ("De partners", "Kennismaking met de initiatiefnemers, de politie en de gemeente."),
    ("Het BIN en zijn doelstellingen", "Bespreking, en de vraag aan de aanwezigen om ze goed te keuren."),
    ("Communicatie en kosten", "Wie wie verwittigt, met welke middelen, en wat dat kost aan geld en tijd."),
    ("Wie doet mee?", "Oproep aan vrijwilligers, en de erkenning en goedkeuring van de leden van de stuurgroep."),
    ("Gegevens van de deelnemers", "Wie wil, laat adres en telefoonnummer achter. Hoe de stuurgroep bereikbaar is."),
    ("Verdere afspraken", "Hoe het netwerk verder vorm krijgt, hoe het werkt en hoe we het samen evalueren."),
)

# The three questions of every evaluation (domain.md section 4).
EVALUATION_QUESTIONS = (
    "Zijn de afspraken nagekomen?",
    "Heeft het BIN bijgedragen aan de doelstellingen, en hoeveel?",
    "Hoe ervaren de leden het BIN?",
)

CHARTER_SUBTITLE = (
    "Afspraken tussen de buurt, de politie en de gemeente over informatie, preventie en goed nabuurschap."
)

NETWORK_KINDS = {
    "BIN": "Buurtinformatienetwerk",
    "BIN-Z": "Buurtinformatienetwerk voor zelfstandigen",
    "SIN": "Sectorinformatienetwerk",
}
