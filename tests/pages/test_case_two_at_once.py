"""Two people at the same moment, each on a connection of their own: one wins, the other is told."""

from collections.abc import Callable
from threading import Barrier, Thread

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from models.approval import Approval
from models.database import writing
from models.journal import JournalEntry
from models.network import LaunchItem
from models.person import Person
from models.request import FoundingRequest
from models.rules.access import Role
from models.rules.procedure import Stage
from tests.factories import Place, advance_to, give_role, make_person
from tests.pages.conftest import SignedIn
from tests.pages.visiting import Page

REASON = "Goed voorbereid, en de buurt staat erachter."


@pytest.fixture
def colleague(engine: Engine, place: Place) -> Callable[[Role], Person]:
    """A second person with the same function."""

    def make(role: Role) -> Person:
        with writing(engine) as session:
            person = make_person(session, "Karin Collega")
            where = place.zone if role in (Role.POLICE_CHIEF, Role.MANDATED_OFFICER) else place.municipality
            give_role(session, person, role, where)
            return person

    return make


def _at_the_same_moment(*acts: Callable[[], Page]) -> list[Page]:
    """Do everything at once; the answers in the order of the acts."""
    together = Barrier(len(acts))
    answers: list[Page | None] = [None] * len(acts)

    def act(position: int) -> None:
        together.wait()
        answers[position] = acts[position]()

    threads = [Thread(target=act, args=(position,)) for position in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [answer for answer in answers if answer is not None]


def test_of_two_chiefs_who_decide_at_once_one_wins_and_the_other_is_told(
    place: Place, engine: Engine, signed_in: SignedIn, colleague: Callable[[Role], Person]
) -> None:
    with writing(engine) as session:
        case = advance_to(session, place, Stage.CONSULTATION)
    address = f"/dossier/{case.number}/decide-as-police"
    pages = [signed_in(one).read(address) for one in (place.people[Role.POLICE_CHIEF], colleague(Role.POLICE_CHIEF))]

    answers = _at_the_same_moment(
        lambda: pages[0].submit(is_approved="yes", reason=REASON),
        lambda: pages[1].submit(is_approved="yes", reason=REASON),
    )

    assert sorted(answer.status for answer in answers) == [302, 409]
    told = next(answer for answer in answers if answer.status == 409)
    assert "Iemand anders was u voor" in told.text
    assert REASON in told.text
    with Session(engine) as session:
        assert session.scalar(select(func.count()).select_from(Approval)) == 1


def test_accepting_and_asking_completion_at_once_leaves_one_of_both(
    place: Place, engine: Engine, signed_in: SignedIn, colleague: Callable[[Role], Person]
) -> None:
    with writing(engine) as session:
        case = advance_to(session, place, Stage.IDEA)
    mine = signed_in(place.people[Role.DESK_OFFICER]).read(f"/dossier/{case.number}/accept-request")
    theirs = signed_in(colleague(Role.DESK_OFFICER)).read(f"/dossier/{case.number}/ask-completion")

    answers = _at_the_same_moment(mine.submit, lambda: theirs.submit(reason="Welke huisnummers bedoelt u?"))

    assert sorted(answer.status for answer in answers) == [302, 409]
    with Session(engine) as session:
        request = session.scalars(select(FoundingRequest)).one()
        assert (request.accepted_at is not None) is not bool(request.completion_asked)


def test_police_and_mayor_who_decide_at_once_both_count(place: Place, engine: Engine, signed_in: SignedIn) -> None:
    with writing(engine) as session:
        case = advance_to(session, place, Stage.CONSULTATION)
    police = signed_in(place.people[Role.POLICE_CHIEF]).read(f"/dossier/{case.number}/decide-as-police")
    mayor = signed_in(place.people[Role.MAYOR]).read(f"/dossier/{case.number}/decide-as-municipality")

    answers = _at_the_same_moment(
        lambda: police.submit(is_approved="yes", reason=REASON), lambda: mayor.submit(is_approved="yes", reason=REASON)
    )

    assert [answer.status for answer in answers] == [302, 302]
    with Session(engine) as session:
        assert set(session.scalars(select(Approval.side))) == {"police", "municipality"}


def test_one_point_ticked_off_by_two_at_once_is_ticked_off_once(
    place: Place, engine: Engine, signed_in: SignedIn
) -> None:
    with writing(engine) as session:
        case = advance_to(session, place, Stage.LAUNCH)
    roles = (Role.DESK_OFFICER, Role.MANDATED_OFFICER)
    pages = [signed_in(place.people[role]).read(f"/dossier/{case.number}/check-launch-item") for role in roles]

    answers = _at_the_same_moment(*(page.submit for page in pages))

    assert sorted(answer.status for answer in answers) == [302, 409]
    with Session(engine) as session:
        done = select(func.count()).select_from(LaunchItem).where(LaunchItem.done_at.is_not(None))
        told = select(func.count()).select_from(JournalEntry).where(JournalEntry.event == "launch_item:checked")
        assert session.scalar(done) == session.scalar(told) == 1
