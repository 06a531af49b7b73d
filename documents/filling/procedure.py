"""From a record of facts to what a document prints: wording that depends on facts stands here. No rows, no clock."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from documents.contexts.invitation import IS_FREE
from documents.contexts.procedure import (
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
from documents.filling.evaluation import evaluation_report
from documents.filling.federal import federal_letter, house_rules
from documents.filling.invitation import HELP_TO_COME, listed
from documents.filling.launch import launch_announcement
from documents.filling.launch_kit import KIT_FILLINGS
from documents.filling.shared import (
    EXPECTED,
    addressee,
    area_line,
    body,
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
from documents.filling.support import support_sheet
from documents.language import in_language_of_case, ruled, said, to_say
from documents.limits import Printed
from documents.standard_texts import AGENDA, WHO_MAY_JOIN
from documents.wording import apart, long_date
from models.rules.procedure import AGENDA_ITEMS
from models.rules.records.info_evening import EveningRecord, MinutesRecord
from models.rules.records.request import DecisionRecord, RequestRecord
from models.rules.records.shared import VotesRecord

ORIGINS = {
    "resident": to_say("Bewoner van de buurt"),
    "trader": to_say("Handelaar of zelfstandige"),
    "association": to_say("Vereniging"),
    "municipality": to_say("Gemeente"),
    "police": to_say("Politie"),
}
KINDS = {
    "bin": to_say("Buurtinformatienetwerk (BIN)"),
    "bin_z": to_say("Buurtinformatienetwerk voor zelfstandigen (BIN-Z)"),
    "sector": to_say("Sectorinformatienetwerk (SIN)"),
}
SEATS = {
    "coordinator": (to_say("één coördinator"), to_say("{number} coördinatoren")),
    "deputy_coordinator": (
        to_say("één plaatsvervangend coördinator"),
        to_say("{number} plaatsvervangend coördinatoren"),
    ),
    "steering_group_member": (to_say("één lid van de stuurgroep"), to_say("{number} leden van de stuurgroep")),
}
DECLARATION = to_say("Ik weet dat een BIN geen burgerwacht is, niet patrouilleert en niet aan partijpolitiek doet.")
TITLES = dict(zip(AGENDA_ITEMS, (title for title, _ in AGENDA), strict=True))


@in_language_of_case
def receipt(record: RequestRecord) -> ReceiptContext:
    """The receipt of a request, with all that was asked."""
    case, desk = record.case, municipality_name(record.case.municipality)
    expectations = record.expectations
    answers = (
        (said("In welke hoedanigheid vraagt u dit?"), said(ORIGINS[record.origin])),
        (said("Welk netwerk wilt u oprichten?"), said(KINDS[case.kind])),
        (said("Hoe zou het netwerk heten?"), case.name),
        *_area_answers(record),
        (said("Waarom wilt u een BIN?"), record.motives),
        (said("Wat verwacht u van de politie?"), expectations.get("police", "")),
        (said("Wat verwacht u van de gemeente?"), expectations.get("municipality", "")),
        (said("Wat verwacht u van de buren?"), expectations.get("residents", "")),
        (said("Welke doelstellingen ziet u?"), "\n".join(sentence(ruled(one)) for one in record.objectives)),
        (said("Wie zijn de kandidaat-coördinatoren?"), "\n".join(record.candidate_coordinators)),
        (said("Was er al een eerdere poging?"), record.earlier_attempts),
        (said("Verklaring"), said(DECLARATION)),
    )
    return ReceiptContext(
        case=case_reference(case),
        sender=sender(case),
        addressee=addressee(record.applicant_name, record.applicant_address),
        received_on=record.received_on,
        follow_url=case.case_url,
        answers=tuple(Answer(question, text(answer)) for question, answer in answers),
        next_steps=(
            Task(said("Uw aanvraag nakijken: is ze volledig?"), desk),
            Task(said("Overleg over uw aanvraag, en een beslissing van elk"), said("Politie en gemeente")),
            Task(
                said("De infoavond voor alle bewoners, als het overleg gunstig is"),
                said("U, de politie en de gemeente"),
            ),
        ),
        contact=contact(case),
    )


def _area_answers(record: RequestRecord) -> tuple[tuple[str, str], ...]:
    """What was asked about the area, in the words that fit a street, a whole municipality or a sector."""
    households = str(record.households)
    area = "\n".join(area_line(one) for one in record.area)
    if record.scope == "members":
        return (
            (said("Wie zijn de leden?"), record.boundary_text),
            (said("Hoeveel leden zijn er ongeveer?"), households),
        )
    if record.scope == "municipality":
        return (
            (said("Welk gebied?"), "\n".join(filter(None, [area, record.boundary_text]))),
            (said("Hoeveel zaken zijn er ongeveer?"), households),
        )
    explained = record.overlap_explanation
    return (
        (said("Welke straten?"), area),
        (said("Hoe loopt de grens?"), record.boundary_text),
        *(((said("Waarom een gebied waar al iets is?"), explained),) if explained else ()),
        (said("Hoeveel huishoudens wonen er ongeveer?"), households),
    )


@in_language_of_case
def decision(record: DecisionRecord) -> DecisionContext:
    """The letter with a decision, to the applicant."""
    return DecisionContext(
        case=case_reference(record.case),
        sender=sender(record.case),
        addressee=addressee(record.applicant_name, record.applicant_address),
        dated_on=record.dated_on,
        outcome=record.outcome,
        stage=ruled(record.stage).lower(),
        decided_by=line(body(record.decided_by)),
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


@in_language_of_case
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
        accessibility=text(record.accessibility) or said(HELP_TO_COME),
        organisers=listed(record.organisers),
        speakers=line(record.speakers),
        area=tuple(line(area_line(one)) for one in record.area),
        legal_basis=line(ruled(record.circular)),
        agenda=_agenda(record),
        why=text(record.motives),
        expected=_expected(record),
        who_may_join=said(WHO_MAY_JOIN),
        cost=said(IS_FREE),
        contact=contact(record.case),
        public_url=record.case.public_url,
        signed_by=signers(record.signed_by),
    )


def _agenda(record: EveningRecord) -> tuple[AgendaItem, ...]:
    """The mandatory items, the one about the objectives with those that were agreed; then those of this evening."""
    about = list(AGENDA_ITEMS).index("approval_of_network")
    mandatory = (
        AgendaItem(said(title), " ".join((said(explanation), *(_proposed(record) if number == about else ()))))
        for number, (title, explanation) in enumerate(AGENDA)
    )
    return (*mandatory, *(AgendaItem(line(one)) for one in record.extra_items))


def _proposed(record: EveningRecord) -> Iterator[str]:
    """What the meeting is asked to agree with, in sentences."""
    if record.objectives:
        yield said("Het voorstel: {objectives}.", objectives=apart(line(ruled(one)) for one in record.objectives))
    if _expected(record):
        yield said("Ook wat we van elkaar verwachten, bespreken we: het staat verder in deze uitnodiging.")


def _expected(record: EveningRecord) -> tuple[Expectation, ...]:
    """What the parties agreed to expect of each other; a party of whom nothing was said is left out."""
    typed = ((said(words), text(record.expectations.get(party, ""))) for party, words in EXPECTED.items())
    return tuple(Expectation(words, told) for words, told in typed if told.strip())


@in_language_of_case
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
        attendance=(Attendance(said("Aanwezigen"), record.attendance),),
        interested=record.registered_dwellings,
        candidate_coordinators=record.seats.get("coordinator", 0),
        introduction=text(record.introduction),
        approved_by=tuple(
            said("namens {party} op {day}", party=ruled(party), day=long_date(day)) for party, day in record.approvals
        ),
        items=_minutes_items(record),
        approvals=(
            _approval(said("Het buurtinformatienetwerk zelf"), record.network_approved, network),
            _approval(said("De doelstellingen"), record.objectives_approved, network),
            _approval(said("De leden van de stuurgroep"), record.steering_group_approved, group),
        ),
        objectives=tuple(sentence(ruled(one)) for one in record.objectives),
        steering_group=_seats(record.seats),
        follow_url=evening.case.case_url,
    )


def _minutes_items(record: MinutesRecord) -> tuple[MinutesItem, ...]:
    items = [
        MinutesItem(
            title=said(TITLES[item.code]) if item.code in TITLES else line(item.title),
            result=text(item.result),
            **_votes(item.votes),
        )
        for item in record.items
    ]
    if record.remarks:
        items.append(MinutesItem(title=said("Opmerkingen"), result=text(record.remarks)))
    return tuple(items)


def _approval(subject: str, is_approved: bool | None, votes: VotesRecord | None) -> MeetingApproval:
    return MeetingApproval(subject=subject, is_approved=is_approved, **_votes(votes or VotesRecord()))


def _votes(votes: VotesRecord) -> dict[str, int | None]:
    return {"in_favour": votes.votes_for, "against": votes.votes_against, "abstained": votes.abstentions}


def _seats(seats: Mapping[str, int]) -> tuple[str, ...]:
    return tuple(
        said(one) if seats[role] == 1 else said(many, number=seats[role])
        for role, (one, many) in SEATS.items()
        if role in seats
    )


# Per kind of document how its record becomes its context; the charter's stands in documents.filling.charter.
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
