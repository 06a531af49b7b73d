"""The words of the launch announcement: what happened, in facts. It promises nothing about burglaries (UGent 2020)."""

from documents.contexts.procedure import LaunchAnnouncementContext
from documents.filling.shared import (
    area_line,
    case_reference,
    contact,
    line,
    municipality_name,
    network,
    sender,
    sentence,
    text,
)
from documents.language import in_language_of_case, ruled, said, said_of, spoken, to_say
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
from models.rules.records.shared import OfficeRecord

INITIATIVES = {
    "resident": to_say("Bewoners van de buurt dienden op {day} een aanvraag in."),
    "trader": to_say("Handelaars uit de buurt dienden op {day} een aanvraag in."),
    "association": to_say("Een vereniging uit de buurt diende op {day} een aanvraag in."),
    "municipality": to_say("De gemeente nam het initiatief op {day}."),
    "police": to_say("De lokale politie nam het initiatief op {day}."),
}
COORDINATOR = to_say(
    "De coördinator is het aanspreekpunt voor de leden, houdt de ledenlijst bij en bezorgt de berichten van de "
    "politie. Een stuurgroep helpt daarbij."
)
POLICE = to_say(
    "De gemandateerde politiebeambte begeleidt het netwerk. Alleen de politie beslist of er een bericht vertrekt, en "
    "zij laat weten wat er met een melding is gebeurd."
)
USUAL_MEANS = to_say("de kanalen uit het communicatieplan")
FREE = to_say("Lid worden is gratis.")


@in_language_of_case
def launch_announcement(record: LaunchRecord) -> LaunchAnnouncementContext:
    """The announcement for the press and the municipal paper."""
    case = record.case
    place = case.municipality.name
    return LaunchAnnouncementContext(
        case=case_reference(case),
        sender=sender(case),
        release_on=record.active_on,
        headline=_headline(record),
        lead=_lead(record),
        what_it_is=said(WHAT_A_BIN_IS),
        what_it_is_not=tuple(said(one) for one in WHAT_A_BIN_IS_NOT),
        legal_basis=line(ruled(record.circular)),
        history=_history(record),
        initiative=_initiative(record),
        boundaries=text(record.boundary_text) or said("Het gebied bestaat uit de straten hieronder."),
        streets=tuple(line(area_line(one)) for one in record.area),
        coordinator_role=said(COORDINATOR),
        police_contact=said(POLICE),
        households=record.households,
        members=record.members,
        means=_means(record),
        signed_on=record.signed_on or record.decided_on,
        signing_place=line(record.signing_place or place),
        active_on=record.active_on,
        cost=_cost(record.member_contribution_cents),
        who_may_join=said(WHO_MAY_JOIN),
        how_to_join=text(record.how_to_join),
        join_url=case.public_url,
        mayor_quote=text(record.quote),
        mayor_name=_mayor(record) if record.quote and record.mayor_name else "",
        contact_residents=contact(case),
    )


def _headline(record: LaunchRecord) -> str:
    name = network(record.case.name, record.case.kind)
    if record.is_first:
        return line(said("{network} gaat van start in {place}", network=name, place=record.case.municipality.name))
    return line(said("{network} werkt met een nieuw charter", network=name))


def _lead(record: LaunchRecord) -> str:
    news = (
        said("Vanaf {day} is {network} actief in {place}.", **_news(record))
        if record.is_first
        else said("Vanaf {day} geldt het gewijzigde charter van {network} in {place}.", **_news(record))
    )
    agreed = said(
        "Bewoners, politie en gemeente hebben afgesproken wie wie verwittigt, en hoe. Wie er woont of werkt, kan lid "
        "worden."
    )
    return f"{news} {agreed}"


def _news(record: LaunchRecord) -> dict[str, str]:
    case = record.case
    return {
        "day": long_date(record.active_on),
        "network": network(case.name, case.kind),
        "place": case.municipality.name,
    }


def _mayor(record: LaunchRecord) -> str:
    return line(said("{name}, burgemeester van {place}", name=record.mayor_name, place=record.case.municipality.name))


def _history(record: LaunchRecord) -> str:
    place = record.case.municipality.name
    if record.active_networks <= 1:
        return said("Het is het eerste actieve netwerk in {place}.", place=place)
    count = counted(record.active_networks, "actief netwerk", "actieve netwerken")
    return said("{place} heeft nu {networks}.", place=place, networks=count)


def _initiative(record: LaunchRecord) -> str:
    parts = [said(INITIATIVES[record.origin], day=long_date(record.submitted_on))]
    if record.evening_on is not None:
        parts.append(_approved_at(long_date(record.evening_on), record.evening_attendance or 0))
    parts.append(
        said(
            "De stuurgroep schreef daarna het charter, samen met de politie en {office}.",
            office=_office(record.case.municipality),
        )
    )
    return " ".join(parts)


def _approved_at(day: str, attendance: int) -> str:
    if not attendance:
        return said("Op de infoavond van {day} keurde de vergadering het netwerk goed.", day=day)
    people = counted(attendance, "aanwezige", "aanwezigen")
    return said(
        "Op de infoavond van {day}, met {people}, keurde de vergadering het netwerk goed.", day=day, people=people
    )


def _office(office: OfficeRecord) -> str:
    """The municipality in the middle of a sentence: 'gemeente Oosterbeke', in French 'la commune d’Oosterbeke'."""
    name = municipality_name(office)
    if spoken() != "fr":
        return name[0].lower() + name[1:]
    kind, _, _ = name.lower().partition(" ")
    article = {"commune": "la ", "ville": "la ", "administration": "l’"}.get(kind)
    return f"{article}{name[0].lower()}{name[1:]}" if article else name


def _means(record: LaunchRecord) -> tuple[str, ...]:
    return tuple(line(one) for one in record.means) or (said(USUAL_MEANS),)


def _cost(cents: int) -> str:
    return said("{amount} per lid en per jaar", amount=euro(cents)) if cents else said(FREE)


MOST_STREETS, FEW_STREETS = 24, 4  # more would not fit on one page; the page of the network has all
WHAT_SHORT = to_say(
    "In een buurtinformatienetwerk (BIN) melden bewoners verdachte situaties meteen aan de politie, en bezorgt de "
    "politie hun nuttige berichten."
)
NOT_SHORT = to_say("Een BIN is geen burgerwacht: leden patrouilleren niet en komen niet tussen.")
ALARM_SHORT = to_say("Ziet u iets verdachts? Bel meteen 101.")
JOIN = to_say("U wordt lid via de bladzijde van het netwerk, of met een formulier bij de coördinator of de gemeente.")
# WHAT_A_BIN_IS_NOT and WHO_MAY_JOIN as sentences of running text.
IS_NOT = to_say(
    "Een BIN is geen burgerwacht: leden patrouilleren niet en komen niet tussen. Het is geen politiewerk: alleen de "
    "politie onderzoekt en beslist of er een bericht vertrekt. Het is geen plaats om namen, foto’s of nummerplaten van "
    "mensen te delen. Het is geen partijpolitiek, en leden krijgen geen voorrechten bij de politie."
)
WHO_CAN_JOIN = to_say(
    "Lid worden kan iedereen vanaf 18 jaar die in het gebied woont of werkt. U kunt op elk moment weer uitstappen."
)


@in_language_of_case
def kit_facts(record: KitFactsRecord) -> dict[str, str]:
    """The facts of the launch kit in words (models.rules.launch_kit.FACTS), in the language of the case; what is not
    known yet is empty."""
    launch = record.launch
    case, place = launch.case, launch.case.municipality.name
    return {
        "netwerk": network(case.name, case.kind),
        "gebeurtenis": said("gaat van start") if launch.is_first else said("werkt met een nieuw charter"),
        "gemeente": line(place),
        "politiezone": line(case.police_zone.name),
        "datum": long_date(record.active_on) if record.active_on else "",
        "gebied": _streets(launch, FEW_STREETS),
        "straten": _streets(launch, MOST_STREETS),
        "initiatief": _initiative(launch),
        "ondertekend": _signed(launch),
        "geschiedenis": _history(launch),
        "grootte": _size(launch),
        "middelen": joined(_means(launch)),
        "wat_is": said(WHAT_A_BIN_IS),
        "wat_kort": said(WHAT_SHORT),
        "wat_niet": said(IS_NOT),
        "niet_kort": said(NOT_SHORT),
        "wie": said(WHO_CAN_JOIN),
        "prijs": _price(launch.member_contribution_cents),
        "lid_worden": sentence(text(launch.how_to_join)) or said(JOIN),
        "link": record.join_url,
        "link_kort": bare(record.join_url),
        "alarm": " ".join((said(REMINDER_101), said(REMINDER_101_WHY))),
        "alarm_kort": said(ALARM_SHORT),
        "wettelijk": line(ruled(launch.circular)),
        "contact": reach(contact(case)),
        "citaat": quoted(record.quote) if record.quote else "",
    }


def quoted(quote: QuoteRecord) -> str:
    """What somebody said, with who it was: for a piece of running text."""
    return said(
        "“{quote}” Dat zegt {name}, {capacity}.",
        quote=text(quote.text),
        name=line(quote.name),
        capacity=line(quote.capacity),
    )


def _streets(record: LaunchRecord, most: int) -> str:
    streets = tuple(line(area_line(one)) for one in record.area)
    if len(streets) <= most:
        return joined(streets) or line(record.boundary_text) or line(record.case.municipality.name)
    more, named = len(streets) - most, ", ".join(streets[:most])
    return said_of("{streets} en {count} andere straat", "{streets} en {count} andere straten", more,
                   streets=named, count=more)  # fmt: skip


def _signed(record: LaunchRecord) -> str:
    if record.signed_on is None:
        return ""
    return said("Alle partners ondertekenden het charter, het laatst op {day}.", day=long_date(record.signed_on))


def _size(record: LaunchRecord) -> str:
    if not record.members:
        return ""
    return said(
        "Na de infoavond deden {people} mee, in een gebied met {dwellings}.",
        people=counted(record.members, "woning", "woningen"),
        dwellings=counted(record.households, "woning", "woningen"),
    )


def _price(cents: int) -> str:
    return said("Lid zijn kost {amount} per jaar.", amount=euro(cents)) if cents else said(FREE)
