"""A scenario can tell how a network lives: members join, messages leave or are entered, members are asked."""

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from binstart.playing.browsing import Browser
from binstart.playing.moments import shift_for
from binstart.playing.performing import StepFailed, perform
from binstart.playing.play import Play, clock_shown
from binstart.playing.reading import read_scenario
from binstart.playing.waiting import Patience
from models.database import writing
from models.enrolment import Enrolment
from models.meeting import NetworkMeeting
from models.message import Message
from models.operations.launches.launching import network_of
from models.queries.evaluations.surveys import figures_of
from models.rules.procedure import Stage
from tests.factories import advance_to, make_place
from tests.message_steps import ask_two_keys
from tests.stories.theatre import Theatre

SCENARIO = """\
title: Een netwerk leeft
story: Het netwerk van de Kerkstraat is actief.
zone: {name: Politiezone Proef}
municipality:
  name: Proefdorp
  code: PRO
  streets:
    - {name: Kerkstraat, houses: 10}
people:
  cora: {name: Cora Coördinator, email: cora@proefdorp.example}
  griet: {name: Griet Mandaat Proefdorp, email: griet.mandaat.proefdorp@binstart.example, roles: [mandated_officer]}
  karel: {name: Karel Korps Proefdorp, email: karel.korps.proefdorp@binstart.example, roles: [police_chief]}
area:
  - {street: Kerkstraat}
steps:
  - who: cora
    do: submit_request
    name: BIN Proef
    motives: Dit is al gebeurd, en wordt niet gespeeld.
    objectives: [prevention]
    households: 10
"""
MEMBERS = """\
  - do: join_network
    street: Kerkstraat
    numbers: 1 to 10
  - who: cora
    do: welcome_members
"""


def _play(theatre: Theatre, tmp_path: Path, steps: str, *, two_keys: bool = False) -> int:
    """Play these steps on an active network. Returns the id of its case."""
    with writing(theatre.engine) as session:
        place = make_place(session, "proefdorp", "PRO")
        case = advance_to(session, place, Stage.CHARTER)
        if two_keys:
            ask_two_keys(session, case, "urgent")
        advance_to(session, place, Stage.EVALUATION, case)
    file = tmp_path / "netwerk.yaml"
    file.write_text(SCENARIO + steps, encoding="utf-8")
    shift = shift_for(read_scenario(file).begins, clock_shown(Browser(theatre.connect())))
    scenario = read_scenario(file, shift)
    of_network = replace(scenario, steps=scenario.steps[1:])
    patience = Patience(10.0, between=theatre.let_engine_work)
    play = Play(of_network, theatre.connect, patience, numbers={"case 1": case.number})
    perform(play, theatre.told.append)
    return case.id


def test_members_join_and_are_asked_and_what_they_answer_is_counted(theatre: Theatre, tmp_path: Path) -> None:
    case_id = _play(theatre, tmp_path, MEMBERS + """\
  - who: cora
    do: open_survey
    kind: yearly
  - do: answer_survey
    street: Kerkstraat
    numbers: 1 to 10
    answers: {safety: safe, police: very, text: Fijn.}
  - who: cora
    do: close_survey
""")  # fmt: skip

    with Session(theatre.engine) as session:
        network = network_of(session, case_id)
        assert network is not None
        assert set(session.scalars(select(Enrolment.state))) == {"member"}
        [figures] = figures_of(session, network.id)
        assert (figures.answers, figures.counts["safety"]["safe"]) == (10, 10)


def test_an_urgent_message_needs_its_second_key_and_a_tip_its_coordinator(theatre: Theatre, tmp_path: Path) -> None:
    _play(theatre, tmp_path, MEMBERS + """\
  - who: griet
    do: write_message
    kind: prevention
    subject: Sluit uw achterdeur
    text: Dieven komen langs achter binnen.
  - who: cora
    do: release_message
    subject: Sluit uw achterdeur
    foreword: Dit komt van de politie.
  - who: griet
    do: write_message
    kind: urgent
    subject: Bestelwagen in de wijk
    text: Blijf binnen, doe niet open en bel meteen 101.
  - who: griet
    do: release_message
    subject: Bestelwagen in de wijk
  - who: karel
    do: turn_second_key
    subject: Bestelwagen in de wijk
  - who: griet
    do: enter_message
    kind: urgent
    subject: Nog een bestelwagen
    text: Blijf binnen, doe niet open en bel meteen 101.
    way: BE-Alert
    happened_at: -1 day 23:40
    reached: 9
  - who: cora
    do: plan_meeting
    starts_at: +30 days 20:00
    place: Zaal De Linde
    subject: Kennismaking
    audience: members
""", two_keys=True)  # fmt: skip

    with Session(theatre.engine) as session:
        messages = session.scalars(select(Message).order_by(Message.id)).all()
        assert [(one.kind, one.state, one.foreword) for one in messages] == [
            ("prevention", "released", "Dit komt van de politie."), ("urgent", "released", ""),
            ("urgent", "entered", ""),
        ]  # fmt: skip
        assert session.scalars(select(NetworkMeeting.subject)).all() == ["Kennismaking"]


@pytest.mark.parametrize(
    ("steps", "reason"),
    [
        ("  - {who: cora, do: welcome_members}\n", "nobody waits for a welcome"),
        ("  - {who: cora, do: open_survey, kind: yearly}\n", "was refused"),  # without members
        ("  - {who: cora, do: release_message, subject: Niets}\n", "there is no message 'Niets'"),
    ],
)
def test_what_can_not_be_done_ends_the_play_with_the_reason(
    theatre: Theatre, tmp_path: Path, steps: str, reason: str
) -> None:
    with pytest.raises(StepFailed, match=reason):
        _play(theatre, tmp_path, steps)
