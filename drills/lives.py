"""The country that is played: cases in every stage, and what people still do with each, in order."""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.database import writing
from models.info_evening import InfoEvening
from models.invitation import Invitation
from models.operations.evenings import balloting, inviting
from models.rules.access import Role
from models.rules.procedure import Stage
from models.rules.procedure_settings import LAUNCH_ITEMS
from models.signature import Signature
from tests.charter_steps import freeze, ready_to_freeze, sign
from tests.factories import Place, acting, advance_to, charter_of, coordinator_of, later, submitted
from tests.pages.action_examples import BY_CODE, in_boxes, with_evaluation_filled, with_evening_today

D, M, P, C = Role.DESK_OFFICER, Role.MAYOR, Role.MANDATED_OFFICER, Role.POLICE_CHIEF
NOBODY = ""  # a resident at a phone, without account
ITEMS = ("charter_conform", "alert_area_loaded", "test_message_sent", "member_list_handed_over", "signs_ordered",
         "privacy_notice_given")  # fmt: skip


@dataclass(frozen=True)
class Act:
    """One thing that one person does on one page. `mark`: a word of its own in what is typed; `event`: what the journal
    then tells; `code`: of the dwelling that votes."""

    role: str
    path: str
    values: dict[str, Any] = field(default_factory=dict)
    event: str = ""
    mark: str = ""
    code: str = ""

    def address(self, number: str) -> str:
        """Where the page is."""
        return self.path if self.path.startswith("/") else f"/dossier/{number}/{self.path}"


@dataclass(frozen=True)
class Life:
    """A case, and what is done with it, one after the other."""

    case_id: int
    number: str
    acts: tuple[Act, ...]


def make_lives(engine: Engine, place: Place, number: int, seed: int) -> list[Life]:
    """So many cases under way, spread over the stages as a country's are."""
    ways: tuple[tuple[int, Callable[[Session, Place], Life]], ...] = (
        (8, requested), (6, _consulted), (3, _voting), (4, _signing), (2, _sending), (3, _launching), (4, _evaluating),
    )  # fmt: skip
    lot = random.Random(seed)
    lives = []
    for _ in range(number):
        [make] = lot.choices([one for _, one in ways], [weight for weight, _ in ways])
        with writing(engine) as session:
            lives.append(make(session, place))
    return lives


def notes(lives: list[Life], seed: int) -> Iterator[tuple[Life, Act]]:
    """Notes on any case without end: what people do when nothing else is left."""
    lot, count = random.Random(seed), 0
    while True:
        life = lot.choice(lives)
        count += 1
        mark = f"nota-{seed}-{count}"
        yield life, Act(lot.choice((D, M, P, C)), "behandeling/nota", {"text": f"Gebeld met de buurt, {mark}."},
                        "", mark)  # fmt: skip


def _life(case: FoundingCase, *acts: Act) -> Life:
    return Life(case.id, case.number, acts)


def _example(code: str, mark: str = "", **changes: Any) -> Act:
    one = BY_CODE[code]
    marked = {"reason": f"De buurt is er klaar voor, {mark}."} if mark else {}
    return Act(one.role, code.replace("_", "-"), {**dict(one.values), **marked, **changes}, one.event, mark)


def requested(session: Session, place: Place) -> Life:
    """From the acceptance of the request to the info evening that is planned."""
    case = submitted(session, place)
    return _life(case, _example("accept_request"), *_consultation(case))


def _consulted(session: Session, place: Place) -> Life:
    case = advance_to(session, place, Stage.CONSULTATION)
    return _life(case, *_consultation(case))


def _consultation(case: FoundingCase) -> tuple[Act, ...]:
    earliest = date.today() + timedelta(days=40)  # noqa: DTZ011 - pages live in real time
    thursday = earliest + timedelta(days=(3 - earliest.weekday()) % 7)
    plan = _example("plan_info_evening", **in_boxes("starts_at", thursday))
    del plan.values["is_sure"]  # the page asks that about an unusual moment only
    return (
        _example("record_judicial_contact", note=f"Met de magistraat, contact-{case.number}."),
        _example("decide_as_police", f"politie-{case.number}"),
        replace(
            _example("decide_as_municipality", f"gemeente-{case.number}", is_approved="yes"), event="founding:approved"
        ),
        plan,
    )


def _voting(session: Session, place: Place) -> Life:
    """The evening goes on, and each dwelling votes with the code of its letter."""
    case = with_evening_today(session, place)
    at = later(case)
    desk = acting(session, place.people[D], at)
    inviting.invite_dwellings(session, case.id, desk, at)
    evening = session.scalars(select(InfoEvening).where(InfoEvening.case_id == case.id)).one()
    inviting.make_invitations(session, evening.id, at)
    now = datetime.now(UTC)
    balloting.open_ballot_on(session, case.id, acting(session, place.people[D], now), now, evening_id=evening.id,
                             about="network", question="Keurt u de oprichting goed?", way="phone")  # fmt: skip
    codes = session.scalars(select(Invitation.code).where(Invitation.evening_id == evening.id)).all()
    votes = (Act(NOBODY, f"/stem/{evening.id}", {"code": code, "choice": "for"}, code=code) for code in codes)
    return _life(case, *votes)


def _signing(session: Session, place: Place) -> Life:
    """Everybody signed but mayor and chief; after them come ministry and launch."""
    case = ready_to_freeze(session, place)
    freeze(session, place, case)
    for row in session.scalars(select(Signature).where(Signature.charter_id == charter_of(session, case).id)).all():
        if row.person_id:
            sign(session, case, coordinator_of(session, case), row.capacity, signature_id=row.id, identified_by="link")
    rows = session.scalars(select(Signature).where(Signature.charter_id == charter_of(session, case).id)).all()
    signed = (Act(row.role, "sign-charter", {"name": str(place.people[Role(row.role)].name)}, "charter:signed",
                  row.capacity) for row in rows if row.role and not row.person_id)  # fmt: skip
    return _life(case, *signed, *_after_signing())


def _after_signing() -> tuple[Act, ...]:
    return (_example("send_to_federal_interior"), _example("record_federal_answer", result="conform", remarks=""))


def _sending(session: Session, place: Place) -> Life:
    return _life(advance_to(session, place, Stage.FEDERAL_CHECK), *_after_signing())


def _launching(session: Session, place: Place) -> Life:
    case = advance_to(session, place, Stage.LAUNCH)
    checks = (Act(P, "check-launch-item", {"item": item}, "launch_item:checked", LAUNCH_ITEMS[item]) for item in ITEMS)
    return _life(case, *checks, _example("decide_launch"))


def _evaluating(session: Session, place: Place) -> Life:
    case = with_evaluation_filled(session, place)
    return _life(case, _example("record_discussion"), _example("close_evaluation", f"evaluatie-{case.number}"))
