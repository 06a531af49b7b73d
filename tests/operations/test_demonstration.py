"""The demonstration shows networks as they live: with members, messages and surveys; and one that fell silent."""

from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from binstart.demonstration import fill
from models.case import FoundingCase
from models.former_street_name import FormerStreetName
from models.meeting import NetworkMeeting
from models.message import Delivery, Message
from models.network import NeighbourhoodNetwork
from models.outbox import Effect
from models.queries.evaluations.surveys import answers_so_far, figures_of, open_survey_of
from models.queries.networks.dormancy import last_check
from models.queries.networks.enrolments import EnrolmentLine, enrolments_of
from models.settings import settings


def _lines(session: Session, name: str) -> tuple[EnrolmentLine, ...]:
    return enrolments_of(session, session.get_one(FoundingCase, _network(session, name).case_id))


def _network(session: Session, name: str) -> NeighbourhoodNetwork:
    return session.scalars(select(NeighbourhoodNetwork).where(NeighbourhoodNetwork.name == name)).one()


def test_networks_of_the_demonstration_have_members_messages_and_surveys_and_one_fell_silent(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BINSTART_DATA_DIR", str(tmp_path))
    settings.cache_clear()

    fill(session)

    lines = _lines(session, "BIN Kapelleveld")
    states = [one.row.state for one in lines]
    assert (states.count("member"), states.count("paused"), states.count("waiting")) == (33, 1, 3)
    assert {one.row.channel for one in lines} == {"mail", "sms", "call"}
    assert {one.row.way for one in lines} == {"online", "paper"}
    assert any(one.is_second for one in lines if one.row.state == "waiting")
    assert any(one.row.wants_street_contact for one in lines)
    assert all(one.row.email.endswith("@leden.example") for one in lines)
    assert len(_lines(session, "BIN Markt-Zuid")) == 17
    assert len(session.scalars(select(NetworkMeeting)).all()) == 4
    assert len(session.scalars(select(FormerStreetName)).all()) == 2
    assert session.scalars(select(Effect.id).where(Effect.key.startswith("join"))).all() == []
    _has_told_its_members(session, "BIN Kapelleveld")
    _has_surveys(session)
    _fell_silent_and_was_asked(session, "BIN Dorp-West")


def _has_told_its_members(session: Session, name: str) -> None:
    network = _network(session, name)
    messages = session.scalars(select(Message).where(Message.network_id == network.id)).all()
    assert [(one.kind, one.state) for one in messages] == [
        ("prevention", "released"), ("urgent", "entered"), ("feedback_on_activation", "released"),
        ("own_news", "released"),
    ]  # fmt: skip
    states = set(session.scalars(select(Delivery.state)))
    assert states == {"handed_over", "delivered", "called", "failed"}
    assert session.scalars(select(Effect.id).where(Effect.kind.in_(("member_mail", "member_sms")))).all() == []
    assert sum(one.row.bounced_at is not None for one in _lines(session, name)) == 1


def _has_surveys(session: Session) -> None:
    live, evaluated = _network(session, "BIN Kapelleveld"), _network(session, "BIN Markt-Zuid")
    assert [(one.kind, one.answers) for one in figures_of(session, live.id)] == [("baseline", 21)]
    assert [(one.kind, one.has_enough) for one in figures_of(session, evaluated.id)] == [
        ("baseline", True), ("yearly", True),
    ]  # fmt: skip
    running = open_survey_of(session, live.id)
    assert running is not None
    assert (answers_so_far(session, running), running.papers) == (20, 3)


def _fell_silent_and_was_asked(session: Session, name: str) -> None:
    network = _network(session, name)
    assert network.case_id is not None
    check = last_check(session, network.case_id)
    assert check is not None
    assert (check.signs, check.answer, check.closed_at) == (["no_message", "no_meeting"], "", None)
