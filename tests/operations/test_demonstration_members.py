"""The demonstration shows a network as it lives: with members, and with people who wait for a welcome."""

from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from binstart.demonstration import fill
from models.case import FoundingCase
from models.former_street_name import FormerStreetName
from models.meeting import NetworkMeeting
from models.network import NeighbourhoodNetwork
from models.outbox import Effect
from models.queries.enrolments import EnrolmentLine, enrolments_of
from models.settings import settings


def _lines(session: Session, name: str) -> tuple[EnrolmentLine, ...]:
    network = session.scalars(select(NeighbourhoodNetwork).where(NeighbourhoodNetwork.name == name)).one()
    return enrolments_of(session, session.get_one(FoundingCase, network.case_id))


def test_an_active_network_of_the_demonstration_has_members_of_every_sort(
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
