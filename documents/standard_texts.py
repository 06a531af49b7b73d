"""Texts that are the same in every municipality: what a BIN is and is not, the call to 101, the agenda, the questions.

They promise nothing about crime figures: research found more trust and better contact, not fewer burglaries
(UGent 2020, domain.md section 4).
"""

from documents.language import to_say

WHAT_A_BIN_IS = to_say(
    "Een buurtinformatienetwerk (BIN) is een vaste afspraak tussen de bewoners van een buurt, de lokale politie en de "
    "gemeente. Bewoners melden verdachte situaties meteen aan de politie. De politie bezorgt de leden nuttige "
    "berichten en tips over preventie, en laat weten wat er met een melding is gebeurd."
)

# Law of 29 July 1934 on private militias; circular of 2019 (domain.md, sections 0 and 3).
WHAT_A_BIN_IS_NOT = (
    to_say("geen burgerwacht: leden patrouilleren niet en komen niet tussen"),
    to_say("geen politiewerk: alleen de politie onderzoekt en beslist of er een bericht vertrekt"),
    to_say("geen plaats om namen, foto’s of nummerplaten van mensen te delen"),
    to_say("geen partijpolitiek, en leden krijgen geen voorrechten bij de politie"),
)

REMINDER_101 = to_say("Ziet u iets verdachts? Bel meteen 101. Is er gevaar voor mensen of brand? Bel 112.")
REMINDER_101_WHY = to_say("Wacht nooit op een bericht van het BIN: de politie kan alleen komen als zij het weet.")

WHO_MAY_JOIN = to_say("Iedereen vanaf 18 jaar die in het gebied woont of werkt. U kunt op elk moment weer uitstappen.")

# The seven mandatory items of the info evening (seed 000; domain.md section 2.4): title, explanation.
AGENDA = (
    (to_say("Wat een BIN is"), to_say("Wat het netwerk doet en niet doet, en welke wettelijke regels gelden.")),
    (to_say("De partners"), to_say("Kennismaking met de initiatiefnemers, de politie en de gemeente.")),
    (
        to_say("Het BIN en zijn doelstellingen"),
        to_say("Bespreking, en de vraag aan de aanwezigen om ze goed te keuren."),
    ),
    (
        to_say("Communicatie en kosten"),
        to_say("Wie wie verwittigt, met welke middelen, en wat dat kost aan geld en tijd."),
    ),
    (
        to_say("Wie doet mee?"),
        to_say("Oproep aan vrijwilligers, en de erkenning en goedkeuring van de leden van de stuurgroep."),
    ),
    (
        to_say("Gegevens van de deelnemers"),
        to_say("Wie wil, laat adres en telefoonnummer achter. Hoe de stuurgroep bereikbaar is."),
    ),
    (
        to_say("Verdere afspraken"),
        to_say("Hoe het netwerk verder vorm krijgt, hoe het werkt en hoe we het samen evalueren."),
    ),
)

# The three questions of every evaluation (domain.md section 4).
EVALUATION_QUESTIONS = (
    to_say("Zijn de afspraken nagekomen?"),
    to_say("Heeft het BIN bijgedragen aan de doelstellingen, en hoeveel?"),
    to_say("Hoe ervaren de leden het BIN?"),
)

CHARTER_SUBTITLE = to_say(
    "Afspraken tussen de buurt, de politie en de gemeente over informatie, preventie en goed nabuurschap."
)

NETWORK_KINDS = {
    "BIN": "Buurtinformatienetwerk",
    "BIN-Z": "Buurtinformatienetwerk voor zelfstandigen",
    "SIN": "Sectorinformatienetwerk",
    "PLP": "Partenariat local de prévention",
    "PLP-I": "Partenariat local de prévention pour indépendants",
    "réseau de secteur": "Réseau d’information sectoriel",
}
