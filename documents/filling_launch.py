"""The words of the launch announcement: what happened, in facts. It promises nothing about burglaries (UGent 2020)."""

from documents.contexts import LaunchAnnouncementContext
from documents.filling_shared import case_reference, contact, line, municipality_name, network, sender, sentence, text
from documents.look.word import reach
from documents.standard_texts import (
    REMINDER_101,
    REMINDER_101_WHY,
    WHAT_A_BIN_IS,
    WHAT_A_BIN_IS_NOT,
    WHO_MAY_JOIN,
)
from documents.wording import bare, counted, euro, joined, long_date
from models.rules.records.launch import KitFactsRecord, LaunchRecord, QuoteRecord

INITIATIVES = {
    "resident": "Bewoners van de buurt dienden op {day} een aanvraag in.",
    "trader": "Handelaars uit de buurt dienden op {day} een aanvraag in.",
    "association": "Een vereniging uit de buurt diende op {day} een aanvraag in.",
    "municipality": "De gemeente nam het initiatief op {day}.",
    "police": "De lokale politie nam het initiatief op {day}.",
}
COORDINATOR = (
    "De coördinator is het aanspreekpunt voor de leden, houdt de ledenlijst bij en bezorgt de berichten van de "
    "politie. Een stuurgroep helpt daarbij."
)
POLICE = (
    "De gemandateerde politiebeambte begeleidt het netwerk. Alleen de politie beslist of er een bericht vertrekt, en "
    "zij laat weten wat er met een melding is gebeurd."
)
USUAL_MEANS = ("de kanalen uit het communicatieplan",)


def launch_announcement(record: LaunchRecord) -> LaunchAnnouncementContext:
    """The announcement for the press and the municipal paper."""
    case = record.case
    name = network(case.name, case.kind)
    place = case.municipality.name
    return LaunchAnnouncementContext(
        case=case_reference(case),
        sender=sender(case),
        release_on=record.active_on,
        headline=line(
            f"{name} gaat van start in {place}" if record.is_first else f"{name} werkt met een nieuw charter"
        ),
        lead=_lead(record, name),
        legal_basis=line(record.circular),
        history=_history(record),
        initiative=_initiative(record),
        boundaries=text(record.boundary_text) or "Het gebied bestaat uit de straten hieronder.",
        streets=tuple(line(one) for one in record.area),
        coordinator_role=COORDINATOR,
        police_contact=POLICE,
        households=record.households,
        members=record.members,
        means=tuple(line(one) for one in record.means) or USUAL_MEANS,
        signed_on=record.signed_on or record.decided_on,
        signing_place=line(record.signing_place or place),
        active_on=record.active_on,
        cost=_cost(record.member_contribution_cents),
        how_to_join=text(record.how_to_join),
        join_url=case.public_url,
        mayor_quote=text(record.quote),
        mayor_name=line(f"{record.mayor_name}, burgemeester van {place}") if record.quote and record.mayor_name else "",
        contact_residents=contact(case),
    )


def _lead(record: LaunchRecord, name: str) -> str:
    day, place = long_date(record.active_on), record.case.municipality.name
    news = f"is {name} actief in {place}" if record.is_first else f"geldt het gewijzigde charter van {name} in {place}"
    return (
        f"Vanaf {day} {news}. Bewoners, politie en gemeente hebben afgesproken wie wie verwittigt, en hoe. Wie er "
        "woont of werkt, kan lid worden."
    )


def _history(record: LaunchRecord) -> str:
    if record.active_networks <= 1:
        return f"Het is het eerste actieve netwerk in {record.case.municipality.name}."
    count = counted(record.active_networks, "actief netwerk", "actieve netwerken")
    return f"{record.case.municipality.name} heeft nu {count}."


def _initiative(record: LaunchRecord) -> str:
    parts = [INITIATIVES[record.origin].format(day=long_date(record.submitted_on))]
    if record.evening_on is not None:
        people = (
            f", met {counted(record.evening_attendance, 'aanwezige', 'aanwezigen')},"
            if record.evening_attendance
            else ""
        )
        parts.append(
            f"Op de infoavond van {long_date(record.evening_on)}{people} keurde de vergadering het netwerk goed."
        )
    office = municipality_name(record.case.municipality)
    parts.append(f"De stuurgroep schreef daarna het charter, samen met de politie en {office[0].lower()}{office[1:]}.")
    return " ".join(parts)


def _cost(cents: int) -> str:
    return f"{euro(cents)} per lid en per jaar" if cents else "Lid worden is gratis."


MOST_STREETS, FEW_STREETS = 24, 4  # more would not fit on one page; the page of the network has all
WHAT_SHORT = (
    "In een buurtinformatienetwerk (BIN) melden bewoners verdachte situaties meteen aan de politie, en bezorgt de "
    "politie hun nuttige berichten."
)
NOT_SHORT = "Een BIN is geen burgerwacht: leden patrouilleren niet en komen niet tussen."
ALARM_SHORT = "Ziet u iets verdachts? Bel meteen 101."
JOIN = "U wordt lid via de bladzijde van het netwerk, of met een formulier bij de coördinator of de gemeente."


def kit_facts(record: KitFactsRecord) -> dict[str, str]:
    """The facts of the launch kit in words (models.rules.launch_kit.FACTS); what is not known yet is empty."""
    launch = record.launch
    case, place = launch.case, launch.case.municipality.name
    signed = launch.signed_on
    return {
        "netwerk": network(case.name, case.kind),
        "gebeurtenis": "gaat van start" if launch.is_first else "werkt met een nieuw charter",
        "gemeente": line(place),
        "politiezone": line(case.police_zone.name),
        "datum": long_date(record.active_on) if record.active_on else "",
        "gebied": _streets(launch, FEW_STREETS),
        "straten": _streets(launch, MOST_STREETS),
        "initiatief": _initiative(launch),
        "ondertekend": f"Alle partners ondertekenden het charter, het laatst op {long_date(signed)}." if signed else "",
        "geschiedenis": _history(launch),
        "grootte": _size(launch),
        "middelen": joined(tuple(line(one) for one in launch.means) or USUAL_MEANS),
        "wat_is": WHAT_A_BIN_IS,
        "wat_kort": WHAT_SHORT,
        "wat_niet": "Een BIN is " + ". Het is ".join(WHAT_A_BIN_IS_NOT) + ".",
        "niet_kort": NOT_SHORT,
        "wie": f"Lid worden kan {WHO_MAY_JOIN[0].lower()}{WHO_MAY_JOIN[1:]}",
        "prijs": _price(launch.member_contribution_cents),
        "lid_worden": sentence(text(launch.how_to_join)) or JOIN,
        "link": record.join_url,
        "link_kort": bare(record.join_url),
        "alarm": f"{REMINDER_101} {REMINDER_101_WHY}",
        "alarm_kort": ALARM_SHORT,
        "wettelijk": line(launch.circular),
        "contact": reach(contact(case)),
        "citaat": quoted(record.quote) if record.quote else "",
    }


def quoted(quote: QuoteRecord) -> str:
    """What somebody said, with who it was: for a piece of running text."""
    return f"“{text(quote.text)}” Dat zegt {line(quote.name)}, {line(quote.capacity)}."


def _streets(record: LaunchRecord, most: int) -> str:
    streets = tuple(line(one) for one in record.area)
    if len(streets) <= most:
        return joined(streets) or line(record.boundary_text) or line(record.case.municipality.name)
    more = len(streets) - most
    return f"{', '.join(streets[:most])} en {more} andere straten"


def _size(record: LaunchRecord) -> str:
    if not record.members:
        return ""
    people = counted(record.members, "woning", "woningen")
    return f"Na de infoavond deden {people} mee, in een gebied met {counted(record.households, 'woning', 'woningen')}."


def _price(cents: int) -> str:
    return f"Lid zijn kost {euro(cents)} per jaar." if cents else "Lid worden is gratis."
