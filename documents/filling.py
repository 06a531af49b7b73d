"""From a record of facts to what a document prints: wording that depends on facts stands here. No rows, no clock."""

from collections.abc import Callable, Mapping
from typing import Any

from documents.contexts import (
    AgendaItem,
    Answer,
    Attendance,
    DecisionContext,
    Expectation,
    InvitationContext,
    MeetingApproval,
    MinutesContext,
    MinutesItem,
    ReceiptContext,
    Task,
)
from documents.filling_evaluation import evaluation_report
from documents.filling_federal import federal_letter, house_rules
from documents.filling_invitation import HELP_TO_COME, listed
from documents.filling_launch import launch_announcement
from documents.filling_launch_kit import KIT_FILLINGS
from documents.filling_shared import (
    EXPECTED,
    addressee,
    case_reference,
    contact,
    hour,
    line,
    municipality_name,
    sender,
    sentence,
    signers,
    text,
)
from documents.filling_support import support_sheet
from documents.limits import Printed
from documents.standard_texts import AGENDA
from documents.wording import long_date
from models.rules.procedure import AGENDA_ITEMS
from models.rules.records.info_evening import EveningRecord, MinutesRecord
from models.rules.records.request import DecisionRecord, RequestRecord
from models.rules.records.shared import VotesRecord

ORIGINS = {
    "resident": "Bewoner van de buurt",
    "trader": "Handelaar of zelfstandige",
    "association": "Vereniging",
    "municipality": "Gemeente",
    "police": "Politie",
}
KINDS = {
    "bin": "Buurtinformatienetwerk (BIN)",
    "bin_z": "Buurtinformatienetwerk voor zelfstandigen (BIN-Z)",
    "sector": "Sectorinformatienetwerk (SIN)",
}
SEATS = {
    "coordinator": ("één coördinator", "{} coördinatoren"),
    "deputy_coordinator": ("één plaatsvervangend coördinator", "{} plaatsvervangend coördinatoren"),
    "steering_group_member": ("één lid van de stuurgroep", "{} leden van de stuurgroep"),
}
DECLARATION = "Ik weet dat een BIN geen burgerwacht is, niet patrouilleert en niet aan partijpolitiek doet."
TITLES = dict(zip(AGENDA_ITEMS, (title for title, _ in AGENDA), strict=True))


def receipt(record: RequestRecord) -> ReceiptContext:
    """The receipt of a request, with all that was asked."""
    case, desk = record.case, municipality_name(record.case.municipality)
    expectations = record.expectations
    answers = (
        ("In welke hoedanigheid vraagt u dit?", ORIGINS[record.origin]),
        ("Welk netwerk wilt u oprichten?", KINDS[case.kind]),
        ("Hoe zou het netwerk heten?", case.name),
        *_area_answers(record),
        ("Waarom wilt u een BIN?", record.motives),
        ("Wat verwacht u van de politie?", expectations.get("police", "")),
        ("Wat verwacht u van de gemeente?", expectations.get("municipality", "")),
        ("Wat verwacht u van de buren?", expectations.get("residents", "")),
        ("Welke doelstellingen ziet u?", "\n".join(sentence(one) for one in record.objectives)),
        ("Wie zijn de kandidaat-coördinatoren?", "\n".join(record.candidate_coordinators)),
        ("Was er al een eerdere poging?", record.earlier_attempts),
        ("Verklaring", DECLARATION),
    )
    return ReceiptContext(
        case=case_reference(case),
        sender=sender(case),
        addressee=addressee(record.applicant_name, record.applicant_address),
        received_on=record.received_on,
        follow_url=case.case_url,
        answers=tuple(Answer(question, text(answer)) for question, answer in answers),
        next_steps=(
            Task("Uw aanvraag nakijken: is ze volledig?", desk),
            Task("Overleg over uw aanvraag, en een beslissing van elk", "Politie en gemeente"),
            Task("De infoavond voor alle bewoners, als het overleg gunstig is", "U, de politie en de gemeente"),
        ),
        contact=contact(case),
    )


def _area_answers(record: RequestRecord) -> tuple[tuple[str, str], ...]:
    """What was asked about the area, in the words that fit a street, a whole municipality or a sector."""
    households = str(record.households)
    if record.scope == "members":
        return (("Wie zijn de leden?", record.boundary_text), ("Hoeveel leden zijn er ongeveer?", households))
    if record.scope == "municipality":
        area = "\n".join((*record.area, *filter(None, [record.boundary_text])))
        return (("Welk gebied?", area), ("Hoeveel zaken zijn er ongeveer?", households))
    explained = record.overlap_explanation
    return (
        ("Welke straten?", "\n".join(record.area)),
        ("Hoe loopt de grens?", record.boundary_text),
        *((("Waarom een gebied waar al iets is?", explained),) if explained else ()),
        ("Hoeveel huishoudens wonen er ongeveer?", households),
    )


def decision(record: DecisionRecord) -> DecisionContext:
    """The letter with a decision, to the applicant."""
    return DecisionContext(
        case=case_reference(record.case),
        sender=sender(record.case),
        addressee=addressee(record.applicant_name, record.applicant_address),
        dated_on=record.dated_on,
        outcome=record.outcome,
        stage=record.stage.lower(),
        decided_by=line(record.decided_by),
        decided_on=record.decided_on,
        reason=text(record.reason),
        conditions=tuple(text(one) for one in record.conditions),
        replaces_on=record.replaces_on,
        answer_until_on=record.answer_until_on,
        may_resubmit=record.may_come_again,
        follow_url=record.case.case_url,
        contact=contact(record.case),
        signed_by=signers(record.signed_by),
    )


def invitation(record: EveningRecord) -> InvitationContext:
    """The invitation of all inhabitants, for every letter box."""
    return InvitationContext(
        case=case_reference(record.case),
        sender=sender(record.case),
        dated_on=record.planned_on,
        evening_on=record.starts_at.date(),
        hour=hour(record.starts_at),
        place=line(record.place),
        place_address=line(record.address),
        accessibility=text(record.accessibility) or HELP_TO_COME,
        organisers=listed(record.organisers),
        speakers=line(record.speakers),
        area=tuple(line(one) for one in record.area),
        legal_basis=line(record.circular),
        agenda=_agenda(record),
        why=text(record.motives),
        expected=_expected(record),
        contact=contact(record.case),
        public_url=record.case.public_url,
        signed_by=signers(record.signed_by),
    )


def _agenda(record: EveningRecord) -> tuple[AgendaItem, ...]:
    """The mandatory items, the one about the objectives with those that were agreed; then those of this evening."""
    agreed = "; ".join(line(one) for one in record.objectives)
    proposed = f" Het voorstel: {agreed}." if agreed else ""
    if _expected(record):
        proposed += " Ook wat we van elkaar verwachten, bespreken we: het staat verder in deze uitnodiging."
    about = list(AGENDA_ITEMS).index("approval_of_network")
    mandatory = (
        AgendaItem(title, explanation + (proposed if number == about else ""))
        for number, (title, explanation) in enumerate(AGENDA)
    )
    return (*mandatory, *(AgendaItem(line(one)) for one in record.extra_items))


def _expected(record: EveningRecord) -> tuple[Expectation, ...]:
    """What the parties agreed to expect of each other; a party of whom nothing was said is left out."""
    typed = ((words, text(record.expectations.get(party, ""))) for party, words in EXPECTED.items())
    return tuple(Expectation(words, told) for words, told in typed if told.strip())


def minutes(record: MinutesRecord) -> MinutesContext:
    """The approved minutes."""
    evening = record.evening
    votes = {item.code: item.votes for item in record.items}
    network, group = votes.get("approval_of_network"), votes.get("involvement_and_steering_group")
    return MinutesContext(
        case=case_reference(evening.case),
        sender=sender(evening.case),
        evening_on=evening.starts_at.date(),
        hour=hour(evening.starts_at),
        place=line(evening.place),
        place_address=line(evening.address),
        chaired_by=line(record.chair),
        written_by=municipality_name(evening.case.municipality),
        written_on=record.approved_on,
        attendance=(Attendance("Aanwezigen", record.attendance),),
        interested=record.registered_dwellings,
        candidate_coordinators=record.seats.get("coordinator", 0),
        introduction=text(record.introduction),
        approved_by=tuple(f"namens {party} op {long_date(day)}" for party, day in record.approvals),
        items=_minutes_items(record),
        approvals=(
            _approval("Het buurtinformatienetwerk zelf", record.network_approved, network),
            _approval("De doelstellingen", record.objectives_approved, network),
            _approval("De leden van de stuurgroep", record.steering_group_approved, group),
        ),
        objectives=tuple(sentence(one) for one in record.objectives),
        steering_group=_seats(record.seats),
        follow_url=evening.case.case_url,
    )


def _minutes_items(record: MinutesRecord) -> tuple[MinutesItem, ...]:
    items = [
        MinutesItem(title=TITLES.get(item.code) or line(item.title), result=text(item.result), **_votes(item.votes))
        for item in record.items
    ]
    if record.remarks:
        items.append(MinutesItem(title="Opmerkingen", result=text(record.remarks)))
    return tuple(items)


def _approval(subject: str, is_approved: bool | None, votes: VotesRecord | None) -> MeetingApproval:
    return MeetingApproval(subject=subject, is_approved=is_approved, **_votes(votes or VotesRecord()))


def _votes(votes: VotesRecord) -> dict[str, int | None]:
    return {"in_favour": votes.votes_for, "against": votes.votes_against, "abstained": votes.abstentions}


def _seats(seats: Mapping[str, int]) -> tuple[str, ...]:
    return tuple(
        one if seats[role] == 1 else many.format(seats[role]) for role, (one, many) in SEATS.items() if role in seats
    )


# Per kind of document how its record becomes its context; the charter's stands in documents.filling_charter.
FILLINGS: dict[str, Callable[[Any], Printed]] = {
    "receipt": receipt,
    "support_sheet": support_sheet,
    "decision": decision,
    "invitation": invitation,
    "poster": invitation,
    "poster_a4": invitation,
    "flyer": invitation,
    "evening_news": invitation,
    "minutes": minutes,
    "federal_letter": federal_letter,
    "house_rules": house_rules,
    "launch_announcement": launch_announcement,
    **KIT_FILLINGS,
    "evaluation_report": evaluation_report,
}
