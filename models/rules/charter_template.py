"""The texts with which the sections of a charter begin: our own words, neutral and plain, for the partners to adapt.

They promise nothing about burglary figures (UGent 2020) and take no side in politics. The law of 29 July 1934 forbids
private militias: members never patrol. A municipality or zone puts its own in their
place (models.rules.standing_texts). The French ones stand in models.rules.charter_template_fr.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from models.rules import charter_template_fr as french
from models.rules.languages import SOURCE


@dataclass(frozen=True)
class Names:
    """What stands in the places that the texts leave open: 'BIN Kerkkwartier', 'Oosterbeke', the zone, the circular."""

    network: str
    municipality: str
    zone: str
    circular: str


def standing_contents(names: Names, language: str = SOURCE) -> dict[str, dict[str, Any]]:
    """The content with which each section of a first version begins; sections without a text of ours are not in it.
    `language`: of the case; in one that has no texts it begins in Dutch."""
    is_french = language == "fr"
    places = {
        "network": names.network,
        "municipality": names.municipality,
        "zone": names.zone,
        "circular": french.CIRCULARS.get(names.circular, names.circular) if is_french else names.circular,
    }
    contents = french.CONTENTS if is_french else _CONTENTS
    return {code: _filled(content, places) for code, content in contents.items()}


def _filled(value: Any, places: Mapping[str, str]) -> Any:
    if isinstance(value, Mapping):
        return {name: _filled(part, places) for name, part in value.items()}
    if isinstance(value, list):
        return [_filled(part, places) for part in value]
    return value.format(**places) if isinstance(value, str) else value


_TITLE = {
    "subtitle": "Afspraken tussen de buurt, de politie en de gemeente over informatie en preventie in {municipality}.",
    "in_short": """\
Wie iets verdachts ziet, belt altijd eerst zelf de politie: 101, of 112 bij gevaar of brand.
Alleen de politie beslist of er een bericht naar de leden vertrekt.
Leden patrouilleren niet en komen niet tussen. Een BIN is geen burgerwacht.
Meedoen is vrijwillig. U kunt op elk moment stoppen, zonder uitleg te geven.""",
}

_LEGAL_BASIS = """\
Dit charter steunt op de {circular} over de buurtinformatienetwerken.

De partners houden zich ook aan deze wetten:

- de wet van 29 juli 1934 die private milities verbiedt: leden patrouilleren niet en voeren geen politietaken uit
- de wet van 5 augustus 1992 op het politieambt
- de wet van 10 mei 2007 tegen discriminatie
- de Europese verordening over gegevensbescherming (AVG) en de wet van 30 juli 2018 over persoonsgegevens"""

_WHAT_IT_IS = """\
Een buurtinformatienetwerk (BIN) is een vaste samenwerking tussen bewoners, de lokale politie en de gemeente, binnen \
een afgebakend gebied. Ze wisselen informatie uit volgens afspraken die vooraf vastliggen. Bewoners melden wat hun \
opvalt. De politie bezorgt hun nuttige berichten en tips over preventie.

Een BIN is geen burgerwacht. Leden:

- patrouilleren niet, bewaken niets en achtervolgen niemand
- treden nooit op in naam van de politie
- delen geen namen, herkenbare foto’s of nummerplaten van mensen
- krijgen geen voorrechten bij de politie

Het BIN is onafhankelijk. Het dient geen enkele politieke partij."""

_COORDINATOR_TASKS = """\
De coördinator is het aanspreekpunt van het BIN. De coördinator is vrijwilliger en is geen verlengstuk van de politie.

De coördinator:

- legt aan bewoners uit wat een BIN is en wat het niet is
- onthaalt nieuwe leden en beheert de ledenlijst
- moedigt leden aan om zelf en meteen aan de politie te melden
- stelt samen met de politie het communicatieplan op en volgt het op
- bezorgt de berichten van de politie aan de leden, zonder ze te veranderen
- houdt bij welke berichten verstuurd zijn
- bespreekt met de politie wat beter kan

De stuurgroep helpt de coördinator, verdeelt het werk en vervangt de coördinator bij afwezigheid. De stuurgroep komt \
minstens één keer per jaar samen met de politie en de gemeente."""

_POLICE_TASKS = """\
De korpschef van {zone} wijst een gemandateerde politiebeambte aan. Die begeleidt het BIN en vertegenwoordigt er de \
politie en de overheid.

De politie:

- beoordeelt elke melding, en beslist als enige of er een bericht naar de leden vertrekt
- stelt de dringende berichten op, bij heterdaad of kort na de feiten
- bezorgt via de coördinator niet-dringende berichten en tips over preventie
- laat weten wat er met een melding of een bericht gebeurd is, en waarom er soms geen bericht vertrekt
- houdt geheim wie een melding deed
- volgt op hoe en hoe vaak er gemeld wordt
- screent de coördinator"""

_MUNICIPALITY_TASKS = """\
De gemeente {municipality}:

- steunt het BIN met een lokaal voor vergaderingen, drukwerk en stickers, zoals beschreven in het budget
- maakt het BIN bekend bij alle bewoners van het gebied
- bezorgt het ondertekende charter en elke wijziging aan de FOD Binnenlandse Zaken
- bewaart het dossier
- doet mee aan de evaluatie

De gemeente kiest de inhoud van de berichten niet."""

_MEMBERS = """\
Elke meerderjarige die in het gebied woont of werkt, kan lid worden. Meedoen is vrijwillig. Een lid kan op elk moment \
stoppen, zonder uitleg te geven.

Leden:

- melden verdachte situaties zelf en meteen aan de politie, via 101 of 112
- volgen de raad op die in een bericht van de politie staat
- doen niet meer dan wat in het bericht staat
- gebruiken informatie van het BIN alleen voor het BIN
- laten weten wanneer hun adres of telefoonnummer verandert

Leden patrouilleren niet en komen niet tussen. Lid zijn geeft geen voorrechten."""

_TOPICS = """\
De politie verstuurt een bericht als de informatie juist en concreet is en als bewoners er iets aan hebben. Een \
bericht bevat geen namen, herkenbare foto’s of nummerplaten van verdachten.

- Dringende berichten gaan over feiten die nu gebeuren of net gebeurd zijn.
- Niet-dringende berichten gaan over preventie of over feiten die vaker voorkomen.
- Terugkoppeling vertelt hoe iets afliep, ook als er geen bericht vertrok."""

_PLAN_SENDER = "de politie"
_PLAN_APPROVER = "de officier van dienst"
_MESSAGES = {
    "urgent": {"sender": _PLAN_SENDER, "approver": _PLAN_APPROVER, "recipients": "alle leden in het gebied",
               "delay": "zo snel mogelijk", "feedback_owner": "de gemandateerde politiebeambte"},
    "non_urgent": {"sender": _PLAN_SENDER, "approver": "de gemandateerde politiebeambte",
                   "recipients": "alle leden, via de coördinator", "delay": "binnen een week",
                   "feedback_owner": "de gemandateerde politiebeambte"},
    "feedback": {"sender": _PLAN_SENDER, "approver": "de gemandateerde politiebeambte",
                 "recipients": "wie het bericht kreeg of de melding deed", "delay": "binnen een week",
                 "feedback_owner": "de gemandateerde politiebeambte"},
}  # fmt: skip

_PRIVACY = """\
De ledenlijst dient alleen voor de werking van het BIN. Ze bevat niet meer dan naam, adres, telefoonnummer en \
e-mailadres. Wie de lijst beheert, staat in het communicatieplan. De lijst staat op een beveiligde plaats.

Niemand geeft gegevens door zonder de uitdrukkelijke toestemming van het lid.

Elk lid kan zijn gegevens gratis inkijken, laten verbeteren of laten wissen, op eenvoudige vraag aan de coördinator of \
de gemeente. De gegevens van wie stopt, worden binnen dertig dagen gewist. Met een klacht kunt u terecht bij de \
Gegevensbeschermingsautoriteit.

In berichten en groepen van het BIN staan geen namen, herkenbare foto’s of nummerplaten van mensen."""

_FOLLOW_UP = """\
De coördinator en de gemandateerde politiebeambte spreken elkaar geregeld. De coördinator houdt een logboek van de \
berichten bij: tijdstip, inhoud, terugkoppeling en gevolg.

Elk jaar evalueren leden, coördinator, politie en gemeente het BIN samen. Ze beantwoorden drie vragen:

- Zijn de afspraken nagekomen?
- Heeft het BIN bijgedragen aan de doelstellingen?
- Hoe ervaren de leden het BIN?

De evaluatie steunt nooit alleen op criminaliteitscijfers."""

_HOUSE_RULES = {
    "what_it_is": (
        "Een BIN is een vaste samenwerking tussen bewoners, de lokale politie en de gemeente. Zij wisselen informatie "
        "uit om samen aan een veilige en aangename buurt te werken."
    ),
    "what_it_is_not": """\
Een BIN is geen burgerwacht en geen private militie (wet van 29 juli 1934).

- Leden patrouilleren niet, bewaken niets en komen niet tussen.
- Leden treden niet op in naam van de politie.
- Het BIN dient geen enkele politieke partij.
- Lid zijn geeft geen voorrechten.""",
    "objectives": "De doelstellingen van het BIN staan in het charter. De leden werken eraan mee.",
    "role_of_members": """\
- Een lid is een vrijwilliger van 18 jaar of ouder die in het gebied woont of werkt.
- Een lid meldt verdachte situaties zelf en meteen aan de politie, via 101 of 112.
- Een lid volgt de raad op die in een bericht staat, en doet niet meer dan dat.
- Een lid gebruikt informatie van het BIN alleen voor het BIN.""",
    "role_of_coordinator": """\
- De coördinator is het aanspreekpunt voor leden, politie en gemeente.
- De coördinator geeft berichten van de politie door zonder ze te veranderen.
- De coördinator beoordeelt geen meldingen: dat doet alleen de politie.
- De coördinator beheert de ledenlijst volgens de privacyverklaring.""",
    "joining_and_leaving": (
        "Lid worden is vrijwillig. Een lid kan op elk moment stoppen met een eenvoudig bericht aan de coördinator, "
        "zonder uitleg te geven. Niemand wordt om geld geweigerd."
    ),
    "messages": """\
- Dringend? Bel 101. Gevaar voor mensen of brand? Bel 112. Doe dat nooit via de coördinator of de burgemeester.
- De politie houdt geheim wie een melding deed.
- Alleen de politie beoordeelt informatie en beslist of er een bericht naar de leden vertrekt.
- De politie laat weten hoe het afliep, ook als er geen bericht vertrok.""",
    "privacy": (
        "Het BIN bewaart alleen de gegevens die nodig zijn, en gebruikt ze alleen voor het BIN. Elk lid kan zijn "
        "gegevens inkijken, laten verbeteren of laten wissen. In berichten en groepen staan geen namen, herkenbare "
        "foto’s of nummerplaten van mensen."
    ),
    # besafe.be, FAQ: the ladder of four; the three sanctions of the older page are its rungs two to four.
    "measures": """\
Wie de afspraken niet naleeft, krijgt een maatregel. Die volgen elkaar op:

- Eerst is er een gesprek met de coördinator en de gemandateerde politiebeambte.
- Daarna kan de korpschef een schriftelijke berisping geven, op advies van de gemandateerde politiebeambte.
- Bij strafbare feiten maakt de politie een proces-verbaal op voor het parket. Het lid kan tijdelijk geschorst worden.
- Ten slotte kan een lid definitief uitgesloten worden. Die beslissing wordt schriftelijk gemotiveerd.

De coördinator en de gemandateerde politiebeambte tekenen de definitieve uitsluiting van een lid; de korpschef \
bekrachtigt ze. Over de definitieve uitsluiting van een coördinator beslist de burgemeester, als bestuurlijke \
overheid. De FOD Binnenlandse Zaken krijgt een kopie. De coördinator kan binnen drie weken in beroep gaan, met een \
aangetekende brief of per e-mail.""",
}

_CHANGES_AND_END = """\
Veranderen contactgegevens of het communicatieplan, dan passen de partners dit charter aan. Elke wijziging krijgt een \
nieuw versienummer en wordt opnieuw ondertekend. De partners en de FOD Binnenlandse Zaken krijgen tijdig bericht.

De politie kan de berichten tijdelijk schorsen als de afspraken niet nageleefd worden. Elke partner kan de \
samenwerking stopzetten, met een gemotiveerde brief aan de andere partners. Bij het einde worden de gegevens van de \
leden gewist en de borden verwijderd, en krijgt de FOD Binnenlandse Zaken bericht."""

_STATEMENT = """\
De ondertekenaars hebben dit charter gelezen. Zij gaan akkoord met de afspraken en werken mee aan de uitvoering."""

_CONTENTS: dict[str, dict[str, Any]] = {
    "title": _TITLE,
    "legal_basis": {"text": _LEGAL_BASIS},
    "what_it_is": {"text": _WHAT_IT_IS},
    "coordinator_tasks": {"text": _COORDINATOR_TASKS},
    "police_tasks": {"text": _POLICE_TASKS},
    "municipality_tasks": {"text": _MUNICIPALITY_TASKS},
    "members": {"text": _MEMBERS},
    "communication_plan": {"topics": _TOPICS, "messages": _MESSAGES},
    "privacy": {"text": _PRIVACY},
    "follow_up": {"text": _FOLLOW_UP},
    "house_rules": _HOUSE_RULES,
    "changes_and_end": {"text": _CHANGES_AND_END},
    "entry_into_force": {"duration": "indefinite"},
    "signatures": {"statement": _STATEMENT},
}
