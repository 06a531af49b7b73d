"""The members of a network: who waits for a welcome, who is one, and whether one can join."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from models.area import Area
from models.case import FoundingCase
from models.charter import Charter
from models.consent import ChannelConsent
from models.enrolment import Enrolment
from models.network import NeighbourhoodNetwork
from models.queries.cases.facts import settings_of
from models.queries.networks.consents import present_consents
from models.queries.networks.contributions import contribution_asked
from models.queries.networks.coordinators import reachable_coordinators
from models.queries.records.shared import case_record
from models.rules.area import Segment, is_in_area
from models.rules.charter_text import CharterText, from_canonical
from models.rules.enrolments import PRESENT
from models.rules.names import comparable
from models.rules.records.enrolments import EnrolmentFormRecord
from models.rules.scope import Scope
from models.rules.streets import HouseNumber, plain_name


@dataclass(frozen=True)
class EnrolmentLine:
    """One person in the list. `is_second`: somebody else of the dwelling is a member or waits, where the municipality
    takes one member per dwelling. `came_from`: the network that they joined, where that merged into this one.
    `is_outside`: their dwelling lies outside the area that holds now."""

    row: Enrolment
    dwelling: str
    is_second: bool
    came_from: str = ""
    is_outside: bool = False

    @property
    def consents(self) -> list[ChannelConsent]:
        """By which channels they agree to be reached now."""
        return present_consents(self.row)


def joinable(session: Session, slug: str) -> tuple[NeighbourhoodNetwork, FoundingCase] | None:
    """The network and its case, where one can join online: it goes on, and has a coordinator who can be reached."""
    network = session.scalars(select(NeighbourhoodNetwork).where(NeighbourhoodNetwork.slug == slug)).one_or_none()
    if network is None or network.case_id is None or network.state != "active":
        return None
    if not reachable_coordinators(session, slug):
        return None
    return network, session.get_one(FoundingCase, network.case_id)


def signed_text(session: Session, case_id: int, version: int) -> CharterText:
    """The text of a version that everybody signed: its house rules are what a member accepts."""
    charter = session.scalars(select(Charter).where(Charter.case_id == case_id, Charter.version == version)).one()
    return from_canonical(charter.frozen_text)


def enrolment_form_record(session: Session, case: FoundingCase, rules_version: int, on: date,
                          base_url: str) -> EnrolmentFormRecord:  # fmt: skip
    """The form on paper of the network of this case."""
    reference = case_record(session, case, base_url)
    return EnrolmentFormRecord(reference, on, rules_version, f"{reference.public_url}/lid-worden",
                               contribution_asked(case))  # fmt: skip


def network_of_case(session: Session, case_id: int) -> NeighbourhoodNetwork | None:
    """The network that a case gave."""
    return session.scalars(select(NeighbourhoodNetwork).where(NeighbourhoodNetwork.case_id == case_id)).one_or_none()


def enrolments_of(session: Session, case: FoundingCase) -> tuple[EnrolmentLine, ...]:
    """Who is a member or waits to be one, by name; first who waits."""
    rows = session.scalars(
        select(Enrolment)
        .join(NeighbourhoodNetwork, NeighbourhoodNetwork.id == Enrolment.network_id)
        .where(NeighbourhoodNetwork.case_id == case.id, Enrolment.state.in_(PRESENT))
        .options(selectinload(Enrolment.consents), joinedload(Enrolment.contribution))
        .order_by(Enrolment.state != "waiting", Enrolment.name, Enrolment.id)
    ).all()
    homes = Counter(_home(row) for row in rows)
    one_each = settings_of(case).one_member_per_dwelling
    merged = _names_of(session, {row.joined_network_id for row in rows if row.joined_network_id is not None})
    away = {row.id for row in outside(rows, _area_of(session, case))}
    return tuple(
        EnrolmentLine(row, dwelling_of(row), one_each and homes[_home(row)] > 1,
                      merged.get(row.joined_network_id, ""), row.id in away)
        for row in rows
    )  # fmt: skip


def _area_of(session: Session, case: FoundingCase) -> Area:
    """The area of the network: while its charter is amended the case has another one."""
    network = network_of_case(session, case.id)
    return network.area if network is not None else case.area


def outside(rows: Iterable[Enrolment], area: Area) -> list[Enrolment]:
    """Those with a dwelling that lies outside the area; nobody where an area has no streets."""
    if area.scope != Scope.STREETS:
        return []
    known = [row for row in rows if row.house_number is not None]
    inside = {row.id for row in within(known, [one.as_rule for one in area.segments])}
    return [row for row in known if row.id not in inside]


def within(rows: Iterable[Enrolment], segments: Collection[Segment]) -> list[Enrolment]:
    """Those whose dwelling lies in these streets."""
    return [one for one in rows if one.house_number and is_in_area(segments, one.street_id, one.house_number)]


def _names_of(session: Session, network_ids: Collection[int]) -> dict[int | None, str]:
    if not network_ids:
        return {}
    asked = select(NeighbourhoodNetwork.id, NeighbourhoodNetwork.name).where(NeighbourhoodNetwork.id.in_(network_ids))
    return {row.id: row.name for row in session.execute(asked)}


def _home(row: Enrolment) -> tuple[object, ...]:
    """Two people of one dwelling have one; who works there or has no dwelling has one of their own."""
    if row.house_number is None or row.connection == "works":
        return (row.id,)
    return (row.street_id, row.house_number, row.suffix_key)


def dwelling_of(row: Enrolment) -> str:
    """Street and number as people say it; empty where a network has no dwellings."""
    if row.street is None or row.house_number is None:
        return ""
    return f"{plain_name(row.street.name)} {HouseNumber(row.house_number, row.suffix)}"


def namesakes(session: Session, row: Enrolment) -> Sequence[Enrolment]:
    """Who is a member or waits to be one under the same name at the same address; where a network has no dwellings,
    under the same name with the same number or mail address."""
    rows = session.scalars(
        select(Enrolment).where(
            Enrolment.network_id == row.network_id, Enrolment.state.in_(PRESENT),
            Enrolment.street_id.is_not_distinct_from(row.street_id),
            Enrolment.house_number.is_not_distinct_from(row.house_number), Enrolment.suffix_key == row.suffix_key,
        )
    ).all()  # fmt: skip
    alike = [one for one in rows if comparable(one.name) == comparable(row.name)]
    if row.house_number is not None:
        return alike
    return [one for one in alike if (row.email and one.email == row.email) or (row.phone and one.phone == row.phone)]


def members_of_dwelling(session: Session, row: Enrolment) -> Sequence[Enrolment]:
    """The other members of this dwelling."""
    if row.house_number is None or row.connection == "works":
        return ()
    return session.scalars(
        select(Enrolment).where(
            Enrolment.network_id == row.network_id, Enrolment.street_id == row.street_id,
            Enrolment.house_number == row.house_number, Enrolment.suffix_key == row.suffix_key,
            Enrolment.connection == "lives", Enrolment.state.in_(("member", "paused")), Enrolment.id != row.id,
        )
    ).all()  # fmt: skip
