"""One example per action page of desk, police and case: a case that is ready, who does it, and what they type."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from typing import Any

from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.clock import day_of
from models.operations.charters import checking_federally
from models.operations.consultation import advising, consulting, contacting
from models.operations.evaluations import evaluating
from models.operations.evenings import informing
from models.operations.launches import launching
from models.person import Person
from models.rules.access import Role
from models.rules.procedure import AGENDA_ITEMS, Stage
from tests.advice_steps import answer, ask_outside
from tests.factories import (
    COORDINATOR_VIEW,
    MUNICIPALITY_VIEW,
    POLICE_VIEW,
    Place,
    accept_seats,
    acting,
    advance_to,
    coordinator_of,
    later,
    submitted,
)
from tests.files import PDF
from tests.support_steps import answer as voice
from tests.support_steps import confirmed, enter_sheet

D, M, P, C = Role.DESK_OFFICER, Role.MAYOR, Role.MANDATED_OFFICER, Role.POLICE_CHIEF
REASON = "De buurt is er klaar voor, na twee gesprekken met de bewoners."


class WithFile(Mapping[str, Any]):
    """Values of a form with one file, fresh at each use: sending a file closes it."""

    def __init__(self, values: Mapping[str, Any], field_name: str, name: str, content: bytes) -> None:
        self.values_, self.field_name, self.file = dict(values), field_name, (name, content)

    def __getitem__(self, key: str) -> Any:
        if key == self.field_name:
            return [(BytesIO(self.file[1]), self.file[0])]
        return self.values_[key]

    def __iter__(self) -> Iterator[str]:
        return iter([*self.values_, self.field_name])

    def __len__(self) -> int:
        return len(self.values_) + 1


@dataclass(frozen=True)
class Example:
    """One action page. `needed`: a field that must be filled in and its fault, empty when there is none.
    `event`: what the journal then tells. `more`: what stands behind the action in the address."""

    code: str
    ready: Callable[[Session, Place], FoundingCase]
    role: Role
    other_role: Role
    values: Mapping[str, Any]
    event: str
    needed: str = ""
    typed: Mapping[str, str] = field(default_factory=dict)
    more: str = ""

    def address(self, number: str) -> str:
        """Where the page is."""
        return f"/dossier/{number}/{self.code.replace('_', '-')}{self.more}"

    def person(self, session: Session, place: Place, case: FoundingCase) -> Person:
        """Who does it."""
        if self.role is Role.INITIATOR:
            assert place.resident is not None
            return place.resident
        return coordinator_of(session, case) if self.role is Role.COORDINATOR else place.people[self.role]


def at_stage(stage: Stage) -> Callable[[Session, Place], FoundingCase]:
    """A case that just reached a stage."""
    return lambda session, place: advance_to(session, place, stage)


def with_contact(session: Session, place: Place) -> FoundingCase:
    """In consultation; the judicial authority was asked something."""
    case = advance_to(session, place, Stage.CONSULTATION)
    at = later(case)
    contacting.record_judicial_contact(session, case.id, acting(session, place.people[P], at), at, means="e-mail",
                                       contacted_on=day_of(at), question="Is er bezwaar?")  # fmt: skip
    return case


def with_opinion_asked(session: Session, place: Place) -> FoundingCase:
    """In consultation, waiting for one opinion."""
    case = advance_to(session, place, Stage.CONSULTATION)
    at = later(case)
    advising.ask_opinion(session, case.id, acting(session, place.people[D], at), at, adviser="de wijkinspecteur")
    return case


def with_police_approval(session: Session, place: Place) -> FoundingCase:
    """In consultation; the chief approved just now."""
    case = advance_to(session, place, Stage.CONSULTATION)
    now = datetime.now(UTC)
    consulting.decide_as_police(session, case.id, acting(session, place.people[C], now), now, is_approved=True,
                                reason=REASON)  # fmt: skip
    return case


def with_adviser_who_asks(session: Session, place: Place) -> FoundingCase:
    """In consultation; the public prosecutor's office got a link, and wants to know more."""
    case = advance_to(session, place, Stage.CONSULTATION)
    at = later(case)
    opinion = ask_outside(session, place, case, at)
    answer(session, opinion, at, "more_information", "Hoeveel woningen doen mee?")
    return case


def with_a_voice(session: Session, place: Place) -> FoundingCase:
    """In consultation; number 3 gave its voice."""
    case = advance_to(session, place, Stage.CONSULTATION)
    confirmed(session, case, later(case), voice(place, 3))
    return case


def with_sheet_to_check(session: Session, place: Place) -> FoundingCase:
    """In consultation; the desk entered a paper sheet of two lines."""
    case = advance_to(session, place, Stage.CONSULTATION)
    at = later(case)
    enter_sheet(session, place, case, acting(session, place.people[D], at), at, houses=(3, 4))
    return case


def with_evening_planned(session: Session, place: Place) -> FoundingCase:
    """An evening of the past spring, of which nothing is noted yet."""
    case = advance_to(session, place, Stage.INFO_EVENING)
    at = later(case)
    informing.plan_info_evening(
        session, case.id, acting(session, place.people[D], at), at, starts_at=at + timedelta(days=21),
        place="Zaal De Linde", address="Markt 2", organisers="Gemeente en politie", contact="02 000 00 00",
    )  # fmt: skip
    return case


def with_evening_today(session: Session, place: Place) -> FoundingCase:
    """An evening that began an hour ago on the clock of the web app."""
    case = advance_to(session, place, Stage.INFO_EVENING)
    at = later(case)
    informing.plan_info_evening(
        session, case.id, acting(session, place.people[D], at), at, starts_at=datetime.now(UTC) - timedelta(hours=1),
        place="Zaal De Linde", address="Markt 2", organisers="Gemeente en politie", contact="02 000 00 00",
    )  # fmt: skip
    return case


def with_evening_to_come(session: Session, place: Place) -> FoundingCase:
    """An evening that is still to come on the clock of the web app."""
    case = advance_to(session, place, Stage.INFO_EVENING)
    at = later(case)
    informing.plan_info_evening(
        session, case.id, acting(session, place.people[D], at), at, starts_at=datetime.now(UTC) + timedelta(days=40),
        place="Zaal De Linde", address="Markt 2", organisers="Gemeente en politie", contact="02 000 00 00",
    )  # fmt: skip
    return case


def with_evening_held(session: Session, place: Place) -> FoundingCase:
    """The desk noted the results and the stuurgroep; the minutes are not approved."""
    case = with_evening_planned(session, place)
    at = later(case, 30)
    desk = acting(session, place.people[D], at)
    informing.record_info_evening(
        session, case.id, desk, at, chair="Dirk Balie", attendance=40, registered_dwellings=25,
        items={code: informing.ItemResult("Besproken.", 38, 1, 1) for code in AGENDA_ITEMS},
        network_approved=True, objectives_approved=True, steering_group_approved=True,
    )  # fmt: skip
    seat = informing.Seat("Cora Coördinator", f"cora@{place.municipality.slug}.example", Role.COORDINATOR.value)
    informing.appoint_steering_group(session, case.id, desk, at, seats=[seat])
    accept_seats(session, case, at)
    return case


def with_charter_sent(session: Session, place: Place) -> FoundingCase:
    """Waiting for the answer of the ministry."""
    case = advance_to(session, place, Stage.FEDERAL_CHECK)
    at = later(case)
    checking_federally.send_to_federal_interior(session, case.id, acting(session, place.people[D], at), at,
                                                sent_on=day_of(at), channel="e-mail")  # fmt: skip
    return case


def with_checklist_done(session: Session, place: Place) -> FoundingCase:
    """Only the decision to launch is waited for."""
    case = advance_to(session, place, Stage.LAUNCH)
    at = later(case)
    for item in ("charter_conform", "alert_area_loaded", "test_message_sent", "member_list_handed_over",
                 "signs_ordered", "privacy_notice_given"):  # fmt: skip
        launching.check_launch_item(session, case.id, acting(session, place.people[P], at), at, item=item)
    return case


def with_evaluation_open(session: Session, place: Place) -> FoundingCase:
    """The evaluation was opened; nobody filled it in yet."""
    case = advance_to(session, place, Stage.EVALUATION)
    at = later(case)
    evaluating.open_evaluation(session, case.id, acting(session, place.people[D], at), at)
    return case


def with_evaluation_filled(session: Session, place: Place) -> FoundingCase:
    """All three views are in."""
    case = with_evaluation_open(session, place)
    at = later(case, 2)
    cora = acting(session, coordinator_of(session, case), at)
    evaluating.fill_evaluation_as_coordinator(session, case.id, cora, at, view=COORDINATOR_VIEW)
    officer, desk = (acting(session, place.people[role], at) for role in (P, D))
    evaluating.fill_evaluation_as_police(session, case.id, officer, at, view=POLICE_VIEW)
    evaluating.fill_evaluation_as_municipality(session, case.id, desk, at, view=MUNICIPALITY_VIEW)
    return case


def with_evaluation_discussed(session: Session, place: Place) -> FoundingCase:
    """The partners sat together."""
    case = with_evaluation_filled(session, place)
    at = later(case, 3)
    evaluating.record_discussion(session, case.id, acting(session, place.people[D], at), at, discussed_on=day_of(at),
                                 discussed_by="alle partners", conclusions="Goed bezig.")  # fmt: skip
    return case


def in_boxes(name: str, on: date) -> dict[str, str]:
    """A day as a person types it."""
    return {f"{name}-day": str(on.day), f"{name}-month": str(on.month), f"{name}-year": str(on.year)}


def _evening_results() -> dict[str, Any]:
    items = {f"items-{code}-result": "Besproken en goedgekeurd." for code in AGENDA_ITEMS}
    votes = {f"items-{code}-votes_for": "38" for code in AGENDA_ITEMS}
    return {
        "chair": "Dirk Balie", "attendance": "40", "registered_dwellings": "25", "network_approved": "yes",
        "objectives_approved": "yes", "steering_group_approved": "no", "remarks": "Veel vragen over privacy.",
        **items, **votes,
    }  # fmt: skip


_PLAN = {
    **in_boxes("starts_at", date.today() + timedelta(days=40)),  # noqa: DTZ011  (pages live in real time)
    "starts_at-time": "19.30",
    "place": "Zaal De Linde",
    "address": "Markt 2, 9994 Oosterbeke",
    "is_sure": "y",  # whatever day of the week it is
}
_SEATS = {
    "seats-0-name": "Cora Coördinator", "seats-0-email": "cora.nieuw@binstart.example", "seats-0-role": "coordinator",
    "seats-1-name": "Stef Stuur", "seats-1-email": "stef@binstart.example", "seats-1-role": "steering_group_member",
}  # fmt: skip
_AS_TYPED = {"reason": REASON}

EXAMPLES = (
    Example("accept_request", submitted, D, P, {}, "request:accepted"),
    Example("ask_completion", submitted, D, M, {"reason": REASON}, "completion:asked", "reason"),
    Example("refuse_request", submitted, D, C, {"reason": REASON, "body": "de dienst"}, "request:refused", "reason",
            {"body": "het college"}),
    Example("record_judicial_contact", at_stage(Stage.CONSULTATION), P, D,
            {"means": "telefonisch", "note": "Met de magistraat."}, "judicial_authority:contacted", "means",
            {"note": "Gesproken met de magistraat."}),
    Example("record_administrative_contact", at_stage(Stage.CONSULTATION), P, D,
            WithFile({"contacted": "de arrondissementscommissaris", "means": "brief", "question": "Is er bezwaar?"},
                     "file", "brief.pdf", PDF),
            "administrative_authority:contacted", "means", {"question": "Is er bezwaar?"}),
    Example("record_contact_answer", with_contact, P, M, {"answer": "Geen bezwaar."}, "contact:answered", "answer"),
    Example("ask_opinion", at_stage(Stage.CONSULTATION), D, M, {"adviser": "het parket", "question": "Wat denkt u?"},
            "opinion:asked", "adviser", {"question": "Kent u de buurt?"}),
    Example("give_opinion", with_opinion_asked, P, M, {"tendency": "conditional", "text": "Goed, mits een opleiding."},
            "opinion:given", "text", {}, "/1"),
    Example("answer_adviser", with_adviser_who_asks, P, M, {"answer": "Dertig woningen doen mee."},
            "adviser_question:answered", "answer", {}, "/2"),
    Example("withdraw_opinion", with_opinion_asked, P, M, {"reason": "De wijkinspecteur is met pensioen."},
            "opinion:withdrawn", "reason", {}, "/3"),
    Example("edit_agreement", at_stage(Stage.CONSULTATION), D, M,
            {"motives": "Er wordt ingebroken in tuinhuizen. Wij willen elkaar kennen."}, "agreement:changed", "motives",
            {"police": "Snel antwoorden."}),
    Example("answer_agreement", at_stage(Stage.CONSULTATION), Role.INITIATOR, D, {"agrees": "yes", "word": "Prima."},
            "agreement:answered", "agrees", {"word": "Prima."}),
    Example("decide_as_police", at_stage(Stage.CONSULTATION), C, P, {"is_approved": "yes", "reason": REASON},
            "founding:approved", "is_approved", _AS_TYPED),
    Example("decide_as_municipality", at_stage(Stage.CONSULTATION), M, D, {"is_approved": "no", "reason": REASON},
            "founding:refused", "is_approved", _AS_TYPED),
    Example("correct_decision", with_police_approval, C, Role.INITIATOR,
            {"reason": "Ik las het verslag verkeerd.", "conditions": "Geen borden."}, "founding:corrected", "reason",
            {"conditions": "Geen borden."}),
    Example("send_back_to_idea", at_stage(Stage.CONSULTATION), M, Role.INITIATOR, {"reason": REASON},
            "case:sent_back", "reason", {"body": "de burgemeester zelf"}),
    Example("enter_support_sheet", at_stage(Stage.CONSULTATION), D, M,
            WithFile({"lines-0-number": "3", "lines-0-name": "Jan", "lines-1-number": "4", "lines-1-name": "An"},
                     "scan", "lijst.pdf", PDF),
            "support_sheet:entered", "lines-1-number", {"lines-1-name": "An"}),
    Example("strike_voice", with_a_voice, P, C, {"number": "3", "reason": REASON}, "voice:struck", "reason",
            {"number": "3"}),
    Example("check_support_sheet", with_sheet_to_check, P, C, {"outcome": "counts"}, "support_sheet:counted",
            "outcome", {"reason": "De scan is onscherp."}),
    Example("plan_info_evening", at_stage(Stage.INFO_EVENING), D, M, _PLAN, "info_evening:planned", "place",
            {"address": "Kerkplein 3"}),
    Example("cancel_info_evening", with_evening_to_come, D, M, {"reason": REASON}, "info_evening:called_off", "reason"),
    Example("invite_dwellings", with_evening_to_come, D, M, {"window": "left"}, "invitations:asked"),
    Example("record_info_evening", with_evening_planned, D, C, _evening_results(), "info_evening:recorded", "chair",
            {"remarks": "Rustig verlopen."}),
    Example("appoint_steering_group", with_evening_planned, D, M, _SEATS, "steering_group:appointed",
            "seats-1-email", {"seats-1-name": "Stef Stuur"}),
    Example("judge_as_initiator", with_evening_held, D, P, {"judgement": "enough"}, "support:judged", "judgement",
            {"words": "Elke straat doet mee."}),
    Example("judge_as_municipality", with_evening_held, M, P, {"judgement": "not", "words": "Eén straat doet mee."},
            "support:judged", "judgement", {"words": "Eén straat."}),
    Example("judge_as_police", with_evening_held, P, D, {"judgement": "not_yet", "words": "Nog één straat te kort."},
            "support:judged", "judgement", {"words": "Nog één straat."}),
    Example("edit_minutes", with_evening_held, P, Role.INITIATOR, {"introduction": "Een volle zaal."},
            "minutes:written"),
    Example("approve_minutes_as_chair", with_evening_held, M, P, {}, "minutes_approval:given"),
    Example("approve_minutes_as_police", with_evening_held, P, M, {}, "minutes_approval:given"),
    Example("stop_for_lack_of_support", with_evening_held, D, P, {"reason": REASON}, "support:judged_insufficient",
            "reason", {"body": "het college"}),
    Example("send_to_federal_interior", at_stage(Stage.FEDERAL_CHECK), D, M, {"channel": "e-mail"}, "charter:sent",
            "channel"),
    Example("record_federal_answer", with_charter_sent, D, C,
            {"result": "remarks", "remarks": "Artikel 4 ontbreekt.", "reference": "VP/12"}, "federal_answer:recorded",
            "result", {"remarks": "Artikel 4 ontbreekt."}),
    Example("check_launch_item", at_stage(Stage.LAUNCH), P, M, {}, "launch_item:checked"),
    Example("decide_launch", with_checklist_done, C, D, {"how_to_join": "Via de coördinator.", "quote": "Proficiat."},
            "launch:decided", "how_to_join", {"quote": "Proficiat aan alle buren."}),
    Example("open_evaluation", at_stage(Stage.EVALUATION), D, M, {}, "evaluation:opened"),
    Example("fill_evaluation_as_coordinator", with_evaluation_open, Role.COORDINATOR, D,
            {name: str(value) for name, value in COORDINATOR_VIEW.items()}, "evaluation:filled_in", "members",
            {"proposals": "Meer stickers."}),
    Example("fill_evaluation_as_police", with_evaluation_open, P, C,
            {name: str(value) for name, value in POLICE_VIEW.items()}, "evaluation:filled_in", "relation",
            {"proposals": "Vaker samenkomen."}),
    Example("fill_evaluation_as_municipality", with_evaluation_open, D, C,
            {name: str(value) for name, value in MUNICIPALITY_VIEW.items()}, "evaluation:filled_in", "support",
            {"signals": "Veel vragen over stickers."}),
    Example("record_discussion", with_evaluation_filled, P, M,
            {"discussed_by": "alle partners", "conclusions": "Goed bezig."}, "evaluation:discussed", "conclusions"),
    Example("close_evaluation", with_evaluation_discussed, D, P, {"outcome": "continue", "reason": REASON},
            "evaluation:closed", "outcome", _AS_TYPED),
    Example("amend_charter", at_stage(Stage.EVALUATION), D, C, {"sections": "parties", "reason": REASON},
            "charter_amendment:begun",
            "reason", {"body": "de stuurgroep"}),
)  # fmt: skip
BY_CODE = {example.code: example for example in EXAMPLES}
