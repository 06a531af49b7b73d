"""Each outcome is told: members once each by the way they agreed to, partners with the report, the ministry at once."""

from collections import Counter
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.clock import day_of
from models.enrolment import Enrolment
from models.evaluation import Evaluation
from models.member_notice import MemberNotice
from models.operations.effects.planning_effects import plan_effects
from models.operations.networks.consenting import keep_consents
from models.operations.networks.joining import pause
from models.operations.networks.telling_members import KIND, outgoing_notice
from models.outbox import Effect
from models.queries.networks.member_notices import paper_notices
from models.queries.networks.successors import area_parts
from models.rules.access import Role
from models.rules.procedure import MINISTRY_TOLD, OUTCOMES
from tests.factories import Place, acting, coordinator_of, later
from tests.message_steps import a_member
from tests.outcome_steps import active, close, discussed, network, on_paper, told

GOES_ON = sorted(set(OUTCOMES) - {"merge", "split"})


def _decide(session: Session, place: Place, case: FoundingCase, outcome: str, **more: Any) -> None:
    discussed(session, place, case, later(case, 370))
    if outcome == "merge":
        more = {"successor": network(session, active(session, place)).slug, **more}
    if outcome == "split":
        more = {"leaving": [area_parts(session, case)[1][0]], "new_name": "BIN Molen", **more}
    close(session, place, case, later(case, 371), outcome, **more)
    session.flush()


def _mailed(session: Session) -> Counter[tuple[str, str]]:
    """Name and kind of what leaves by mail to members."""
    found = (outgoing_notice(session, one) for one in session.scalars(select(Effect).where(Effect.kind == KIND)))
    return Counter((one.name, one.kind) for one in found if one is not None)


def _papers(session: Session, case: FoundingCase) -> set[tuple[str, str]]:
    return {(name, one.notice.kind) for one in paper_notices(session, case) for name, _dwelling in one.people}


@pytest.fixture
def case(session: Session, place: Place) -> FoundingCase:
    return active(session, place)


@pytest.mark.parametrize("outcome", GOES_ON)
def test_each_member_hears_once_what_was_decided_by_mail_or_on_paper(
    session: Session, place: Place, case: FoundingCase, outcome: str
) -> None:
    a_member(session, place, case, "Anna Mail")
    on_paper(session, place, case, "Paula Papier", "5")
    called = on_paper(session, place, case, "Bert Belt", "6", email="bert@binstart.example")
    keep_consents(called, ("call",), later(case))  # has an address and does not agree to mail
    back = a_member(session, place, case, "Terug Mail", email="terug@binstart.example")
    back.bounced_at = later(case)
    pause(session, a_member(session, place, case, "Pia Pauze"), is_pausing=True)

    _decide(session, place, case, outcome)

    pausing = {("Pia Pauze", outcome)} if outcome == "terminate" else set()
    assert _mailed(session) == Counter({("Anna Mail", outcome), *pausing})
    assert _papers(session, case) == {(name, outcome) for name in ("Paula Papier", "Bert Belt", "Terug Mail")}
    (notice,) = session.scalars(select(MemberNotice)).all()
    assert (notice.facts["reason"], notice.facts["body"]) == ("Besproken met de leden.", "de gemeentelijke dienst")
    closed = session.scalars(select(Evaluation).where(Evaluation.outcome == outcome)).one()
    assert closed.closed_at is not None
    assert notice.facts["decided_on"] == day_of(closed.closed_at).isoformat()
    assert told(session, case, "members:told")[0]["papers"] == 3


def test_members_of_both_networks_hear_of_a_merger_each_once(
    session: Session, place: Place, case: FoundingCase
) -> None:
    other = active(session, place)
    a_member(session, place, case, "Anna Komt")
    pause(session, a_member(session, place, case, "Pia Pauze"), is_pausing=True)
    a_member(session, place, case, "Dora Dubbel")
    a_member(session, place, other, "Dora Dubbel")
    a_member(session, place, other, "Otto Was")

    _decide(session, place, case, "merge", successor=network(session, other).slug)

    assert _mailed(session) == Counter({("Anna Komt", "merge"), ("Pia Pauze", "merge"), ("Dora Dubbel", "merge"),
                                        ("Otto Was", "joined")})  # fmt: skip


def test_of_a_split_who_lives_in_the_part_that_leaves_is_invited_and_the_others_hear_that_they_stay(
    session: Session, place: Place, case: FoundingCase
) -> None:
    a_member(session, place, case, "Anna Blijft")
    molen = a_member(session, place, case, "Bert Molen")
    molen.street_id, molen.house_number = place.streets[1].id, 7
    session.flush()

    _decide(session, place, case, "split")

    assert _mailed(session) == Counter({("Anna Blijft", "split"), ("Bert Molen", "split_part")})
    assert {one.facts["part"] for one in session.scalars(select(MemberNotice))} == {"BIN Molen"}


def _partner_mails(session: Session, case: FoundingCase) -> list[Effect]:
    """The mails that follow from the end of the evaluation."""
    effects = session.scalars(select(Effect).where(Effect.case_id == case.id)).all()
    closed = [one.payload["sequence"] for one in effects if one.payload.get("event") == "evaluation:closed"]
    return [one for one in effects if one.kind == "mail" and one.payload["sequence"] == max(closed)]


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_each_partner_gets_one_mail_with_outcome_reason_body_and_report_and_the_ministry_what_it_must_know(
    session: Session, place: Place, case: FoundingCase, outcome: str
) -> None:
    place.municipality.settings = {"federal_email": "netwerken@fod.example"}
    _decide(session, place, case, outcome)

    assert plan_effects(session, case.id, later(case, 371)) > 0
    assert plan_effects(session, case.id, later(case, 371)) == 0

    mails = _partner_mails(session, case)
    to = Counter(one.payload["to"] for one in mails)
    partners = {coordinator_of(session, case), *(place.people[role] for role in (
        Role.DESK_OFFICER, Role.MAYOR, Role.MANDATED_OFFICER, Role.POLICE_CHIEF))}  # fmt: skip
    assert {person.email for person in partners} <= set(to)
    assert set(to.values()) == {1}
    kinds = {one.payload["notice"] for one in mails} - {"federal_notice"}
    assert kinds == {"network_ended" if outcome in ("merge", "terminate") else "evaluation_closed"}
    assert ("netwerken@fod.example" in to) == (outcome in MINISTRY_TOLD)
    facts = mails[0].payload["facts"]
    assert (facts["reason"], facts["body"]) == ("Besproken met de leden.", "de gemeentelijke dienst")
    assert facts["outcome_code"] == outcome
    with_report = [one for one in mails if one.payload["attached"]]
    assert {person.email for person in partners} <= {one.payload["to"] for one in with_report}


def test_without_an_address_the_desk_sends_the_ministry_its_letter_on_paper(
    session: Session, place: Place, case: FoundingCase
) -> None:
    _decide(session, place, case, "terminate")
    plan_effects(session, case.id, later(case, 371))

    (mail,) = session.scalars(select(Effect).where(Effect.key.contains(":federal_notice:"))).all()
    assert mail.payload["to"] == place.people[Role.DESK_OFFICER].email
    assert mail.payload["on_paper"]["name"] == "FOD Binnenlandse Zaken"
    assert "1000 Brussel" in mail.payload["on_paper"]["address"]


def test_a_suspended_network_that_goes_on_tells_its_members_and_the_ministry(
    session: Session, place: Place, case: FoundingCase
) -> None:
    a_member(session, place, case, "Anna Mail")
    _decide(session, place, case, "suspend")
    _decide(session, place, case, "continue")
    plan_effects(session, case.id, later(case, 371))

    last = session.scalars(select(MemberNotice).order_by(MemberNotice.id.desc())).first()
    assert last is not None
    assert (last.kind, last.facts["was_suspended"]) == ("continue", True)
    assert len(session.scalars(select(Effect).where(Effect.key.contains(":federal_notice:"))).all()) == 2


def test_what_members_are_told_holds_nothing_of_the_views_or_the_discussion(
    session: Session, place: Place, case: FoundingCase
) -> None:
    a_member(session, place, case, "Anna Mail")
    _decide(session, place, case, "adjust_charter")

    (notice,) = session.scalars(select(MemberNotice)).all()
    said = str(notice.facts)
    assert "Meer meldingen." not in said  # of the police
    assert "Goed bezig." not in said
    assert session.scalars(select(Enrolment.email)).one() not in said
    assert acting(session, place.people[Role.DESK_OFFICER]).name not in said
