"""What everybody may know of a version of a charter who has its fingerprint or its file: no names, no text."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.charter import Charter
from models.clock import day_of
from models.document import Document
from models.network import LaunchDecision, NeighbourhoodNetwork
from models.rules.charter_check import claimed_fingerprint


@dataclass(frozen=True)
class CheckedVersion:
    """One version. `state` is one of charter_check.STATES; `since` and `until` the days on which it came into force
    and no longer was; `next_version` which one came in its place."""

    network: str
    number: str
    municipality: str
    version: int
    fingerprint: str
    state: str
    frozen_on: date
    sealed_on: date | None = None
    since: date | None = None
    until: date | None = None
    next_version: int | None = None


@dataclass(frozen=True)
class CheckedFile:
    """What a file is: `is_ours` when not one byte differs from what was made; `version` the one that it is, or says
    that it is (None: none that we know)."""

    is_ours: bool
    version: CheckedVersion | None


def check_fingerprint(session: Session, fingerprint: str, on: date) -> CheckedVersion | None:
    """The version whose text has this fingerprint (64 hexadecimal digits); None when there is none."""
    charter = session.scalars(select(Charter).where(Charter.fingerprint == fingerprint)).one_or_none()
    return _told(session, charter, on) if charter is not None else None


def check_file(session: Session, content: bytes, on: date) -> CheckedFile:
    """What the file of a charter is. It is known by all of its bytes together, and by nothing less."""
    claimed = claimed_fingerprint(content)
    kept = session.scalars(
        select(Document).where(Document.kind == "charter", Document.sha256 == hashlib.sha256(content).hexdigest())
    ).first()
    if kept is None:
        return CheckedFile(False, check_fingerprint(session, claimed, on) if claimed else None)
    version = int(kept.version.split(".")[0])  # '2.1' is the first text of version 2 that was to be signed
    charter = session.scalars(select(Charter).where(Charter.case_id == kept.case_id, Charter.version == version)).one()
    told = _told(session, charter, on)
    if claimed and claimed != charter.fingerprint:
        told = replace(told, state="withdrawn", fingerprint=claimed, frozen_on=day_of(kept.produced_at))
    return CheckedFile(True, told)


def charter_in_force(session: Session, slug: str, on: date) -> CheckedVersion | None:
    """The version by which a network works on a day; None where it has no case, or is suspended or over."""
    case_id = session.scalar(select(NeighbourhoodNetwork.case_id).where(NeighbourhoodNetwork.slug == slug))
    if case_id is None:
        return None
    signed = session.scalars(
        select(Charter)
        .where(Charter.case_id == case_id, Charter.signed_at.is_not(None))
        .order_by(Charter.version.desc())
    )
    told = (_told(session, charter, on) for charter in signed)
    return next((one for one in told if one.state == "in_force"), None)


def _told(session: Session, charter: Charter, on: date) -> CheckedVersion:
    case = session.get_one(FoundingCase, charter.case_id)
    told = CheckedVersion(
        network=case.name,
        number=case.number,
        municipality=case.municipality.name,
        version=charter.version,
        fingerprint=charter.fingerprint,
        state="for_signature" if charter.state == "frozen" else "withdrawn",
        frozen_on=day_of(charter.frozen_at or charter.created_at),
    )
    if charter.signed_at is None:
        return told
    told = replace(told, sealed_on=day_of(charter.signed_at))
    return _in_its_time(told, _launched_versions(session, case), charter, _network(session, case), on)


def _launched_versions(session: Session, case: FoundingCase) -> list[tuple[int, date]]:
    """With which version the network was launched, each time, and from which day."""
    signed = session.execute(
        select(Charter.version, Charter.signed_at)
        .where(Charter.case_id == case.id, Charter.signed_at.is_not(None))
        .order_by(Charter.version)
    ).all()
    launches = session.execute(
        select(LaunchDecision.decided_at, LaunchDecision.active_on)
        .where(LaunchDecision.case_id == case.id)
        .order_by(LaunchDecision.id)
    ).all()
    known = ([row.version for row in signed if row.signed_at <= launch.decided_at] for launch in launches)
    return [(versions[-1], launch.active_on) for versions, launch in zip(known, launches, strict=True) if versions]


def _network(session: Session, case: FoundingCase) -> NeighbourhoodNetwork | None:
    return session.scalars(select(NeighbourhoodNetwork).where(NeighbourhoodNetwork.case_id == case.id)).one_or_none()


def _in_its_time(told: CheckedVersion, launched: Sequence[tuple[int, date]], charter: Charter,
                 network: NeighbourhoodNetwork | None, on: date) -> CheckedVersion:  # fmt: skip
    since = next((day for version, day in launched if version == told.version), None)
    later = next(((version, day) for version, day in launched if version > told.version), None)
    told = replace(told, since=since)
    if since is None:
        return replace(told, state="sealed" if charter.state == "signed" else "lapsed")
    if later is not None and later[1] <= on:
        return replace(told, state="replaced", next_version=later[0], until=later[1])
    if network is not None and network.state in ("terminated", "merged") and (network.ended_on or on) <= on:
        return replace(told, state="ended", until=network.ended_on)
    if network is not None and network.state == "suspended":
        return replace(told, state="suspended")
    return replace(told, state="in_force" if since <= on else "sealed")
