"""The words of the launch announcement: what happened, in facts. It promises nothing about burglaries (UGent 2020)."""

from documents.contexts import LaunchAnnouncementContext
from documents.filling_shared import case_reference, contact, line, municipality_name, network, sender, text
from documents.wording import counted, euro, long_date
from models.rules.records.launch import LaunchRecord

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
