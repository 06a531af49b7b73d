"""Who gets a mail: the people behind a role, the applicant, everyone who acted earlier in the case."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from models.absence import Absence
from models.address import Dwelling, Street
from models.authority import Authority
from models.case import FoundingCase
from models.charter import Charter, CharterSection
from models.charter_comment import CharterComment
from models.delegation import Delegation
from models.launch_kit import LaunchQuote
from models.mandate import Mandate
from models.opinion import Opinion
from models.person import Person
from models.queries.accounts.people import delegation_counts
from models.queries.authorities.absences import STAFF_ROLES, counts_on
from models.queries.cases.facts import settings_of
from models.queries.cases.ties import is_too_close
from models.request import FoundingRequest
from models.rules.access import CASE_ROLES, MUNICIPAL_ROLES, POLICE_ROLES, STAFF, Role
from models.rules.happenings import Happening
from models.rules.notices import SEATED, To
from models.rules.procedure import ACTIONS, Stage
from models.signature import Signature


@dataclass(frozen=True)
class Recipient:
    """Somebody to write to. `key` names them without personal data; `email` empty: only reachable on paper.

    `once`: what this person is told once only, however often the event comes back (a mandate); empty: each time.
    """

    key: str
    name: str
    email: str
    address: str = ""
    once: str = ""
    person_id: int | None = None
    language: str = ""  # of their choice; empty: that of the municipality


def recipients_of(session: Session, case: FoundingCase, to: Role | To, happening: Happening, on: date, *,
                  asks: str = "") -> list[Recipient]:  # fmt: skip
    """The people meant by `to`, for one event of one case, with what they hold on that day. `asks`: the action that
    they are asked to do; who is too close to the case for it is not asked."""
    if isinstance(to, Role):
        must_be_far = bool(asks) and ACTIONS[asks].four_eyes
        return _deciders(session, case, [to], on) if must_be_far else _holders(session, case, [to], on)
    return _FINDERS[to](session, case, happening, on)


def _deciders(session: Session, case: FoundingCase, roles: Iterable[Role], on: date) -> list[Recipient]:
    """The holders of a function whom the four eyes let decide; where there are none, their standing deputies, else the
    authority itself (bad story: the mayor is asked every week to decide about their own street)."""
    found: list[Recipient] = []
    for role in roles:
        able = _holders(session, case, [role], on) + _delegates(session, case, role, on)
        free = _far_enough(session, case, able)
        found += free or _standing_deputies(session, case, role, on, must_be_far=True) or _office(session, case, role)
    return found


def _delegates(session: Session, case: FoundingCase, role: Role, on: date) -> list[Recipient]:
    """Who decides by delegation what this role decides otherwise, while the case waits for that decision."""
    settings = settings_of(case)
    deciding = {settings.municipality_decider: case.municipality_id, settings.police_decider: case.zone_id}
    if case.stage != Stage.CONSULTATION or role.value not in deciding:
        return []
    people = session.scalars(
        select(Person)
        .join(Delegation, Delegation.person_id == Person.id)
        .join(Mandate, and_(Mandate.person_id == Person.id, Mandate.authority_id == Delegation.authority_id))
        .where(Delegation.authority_id == deciding[role.value], delegation_counts(on), _counts(on), Person.is_active)
        .where(Mandate.role.in_(STAFF_ROLES))
        .order_by(Person.id)
        .distinct()
    ).all()
    return [_person(session, person) for person in people]


def _far_enough(session: Session, case: FoundingCase, found: list[Recipient]) -> list[Recipient]:
    return [
        one
        for one in found
        if one.person_id is None or not is_too_close(session, case, session.get_one(Person, one.person_id))
    ]


def _holders(session: Session, case: FoundingCase, roles: Iterable[Role], on: date) -> list[Recipient]:
    found: list[Recipient] = []
    for role in roles:
        place = _place(case, role)
        people = session.scalars(
            select(Person)
            .join(Mandate, Mandate.person_id == Person.id)
            .where(Mandate.role == role.value, place, _counts(on), Person.is_active)
            .order_by(Person.id)
        ).all()
        found += [_person(session, person) for person in people]
        if role not in CASE_ROLES:
            found += [_person(session, deputy) for deputy in _deputies(session, case, role, on)]
            found += _office(session, case, role) if not people else []
    return found


def _deputies(session: Session, case: FoundingCase, role: Role, on: date) -> Sequence[Person]:
    """Who holds the function today in the name of somebody who is away."""
    authority_id = case.municipality_id if role in MUNICIPAL_ROLES else case.zone_id
    return session.scalars(
        select(Person)
        .join(Absence, Absence.deputy_id == Person.id)
        .where(Absence.authority_id == authority_id, Absence.role == role.value, counts_on(on), Person.is_active)
        .order_by(Person.id)
    ).all()


def _place(case: FoundingCase, role: Role):  # type: ignore[no-untyped-def]  # SQLAlchemy's clause types say less
    if role in CASE_ROLES:
        return Mandate.case_id == case.id
    return Mandate.authority_id == (case.municipality_id if role in MUNICIPAL_ROLES else case.zone_id)


def _counts(on: date):  # type: ignore[no-untyped-def]
    not_excluded = or_(Mandate.excluded_until.is_(None), Mandate.excluded_until < on)
    is_held = or_(Mandate.until.is_(None), Mandate.until >= on)
    return and_(Mandate.is_accepted, Mandate.since <= on, is_held, not_excluded)


def _office(session: Session, case: FoundingCase, role: Role) -> list[Recipient]:
    """Nobody holds the function: the mail goes to the address of the authority itself."""
    authority_id = case.municipality_id if role in MUNICIPAL_ROLES else case.zone_id
    authority = session.get(Authority, authority_id) if authority_id is not None else None
    if authority is None or not authority.email:
        return []
    return [Recipient(f"authority-{authority.id}", authority.name, authority.email)]


def _person(session: Session, person: Person, once: str = "") -> Recipient:
    return Recipient(f"person-{person.id}", person.name, person.email or "", _home(session, person), once, person.id,
                     person.language)  # fmt: skip


def _home(session: Session, person: Person) -> str:
    if person.email or person.dwelling_id is None:
        return ""
    row = session.execute(
        select(Street.name, Dwelling.number, Dwelling.suffix, Street.postcode, Authority.name)
        .join(Dwelling, Dwelling.street_id == Street.id)
        .join(Authority, Authority.id == Street.authority_id)
        .where(Dwelling.id == person.dwelling_id)
    ).one()
    street, number, suffix, postcode, municipality = row
    return f"{street} {number}{f' bus {suffix}' if suffix else ''}\n{postcode} {municipality}"


def _applicant(session: Session, case: FoundingCase, happening: Happening, on: date) -> list[Recipient]:
    """The applicant as the request names them; the initiator's account when the request gives no address."""
    request = session.scalars(select(FoundingRequest).where(FoundingRequest.case_id == case.id)).one()
    initiator = session.get(Person, case.initiator_id) if case.initiator_id is not None else None
    email = request.applicant_email or (initiator.email or "" if initiator is not None else "")
    key = f"person-{initiator.id}" if initiator is not None else "applicant"
    return [Recipient(key, request.applicant_name, email, request.applicant_address)]


def _earlier(session: Session, case: FoundingCase, happening: Happening, on: date) -> list[Recipient]:
    ids = {one.by_id for one in happening.earlier if one.by_id is not None} - {happening.by_id}
    people = session.scalars(select(Person).where(Person.id.in_(ids), Person.is_active).order_by(Person.id))
    return [_person(session, person) for person in people]


def _steering_group(session: Session, case: FoundingCase, happening: Happening, on: date) -> list[Recipient]:
    return _holders(session, case, (Role(role) for role in SEATED), on)


def _invited(session: Session, case: FoundingCase, happening: Happening, on: date) -> list[Recipient]:
    """Who is noted for the stuurgroep and has not answered yet."""
    rows = session.execute(
        select(Mandate.id, Person)
        .join(Person, Person.id == Mandate.person_id)
        .where(Mandate.case_id == case.id, Mandate.role.in_(SEATED), Mandate.until.is_(None), Person.is_active)
        .where(~Mandate.is_accepted)
        .order_by(Mandate.id)
    ).all()
    return [_person(session, person, once=f"mandate-{mandate_id}") for mandate_id, person in rows]


def _signatories(session: Session, case: FoundingCase, happening: Happening, on: date) -> list[Recipient]:
    """Who signs the version that the event is about; when it is frozen and signed in order, only who comes first."""
    rows = session.scalars(
        select(Signature)
        .join(Charter, Charter.id == Signature.charter_id)
        .where(Charter.case_id == case.id, Charter.version == happening.data["version"])
        .order_by(Signature.id)
    ).all()
    is_asked = happening.event == "charter:frozen"
    asked = rows[:1] if is_asked and settings_of(case).signs_in_order else rows
    found = _who_sign(session, case, asked, on)
    if is_asked:
        return found  # partners without an account get a link of their own
    return found + [Recipient(f"signature-{row.id}", row.name, row.email) for row in rows if row.email]


def _signatory(session: Session, case: FoundingCase, happening: Happening, on: date) -> list[Recipient]:
    """Whose signature the event is about."""
    row = session.get(Signature, happening.data["signature_id"])
    if row is None:
        return []
    if row.role is None:
        return [Recipient(f"signature-{row.id}", row.name, row.email)] if row.email else []
    return _who_sign(session, case, [row], on)


def _who_sign(session: Session, case: FoundingCase, rows: Sequence[Signature], on: date) -> list[Recipient]:
    found: list[Recipient] = []
    for row in rows:
        person = session.get(Person, row.person_id) if row.person_id is not None else None
        if person is not None:
            found.append(_person(session, person))
        elif row.role:
            found += _holders(session, case, [Role(row.role)], on)
    return found


def _police_decider(session: Session, case: FoundingCase, happening: Happening, on: date) -> list[Recipient]:
    return _deciders(session, case, [Role(settings_of(case).police_decider)], on)


def _municipality_decider(session: Session, case: FoundingCase, happening: Happening, on: date) -> list[Recipient]:
    return _deciders(session, case, [Role(settings_of(case).municipality_decider)], on)


def _section_owner(session: Session, case: FoundingCase, happening: Happening, on: date) -> list[Recipient]:
    owner_id = session.scalar(
        select(CharterSection.owner_id)
        .join(Charter, Charter.id == CharterSection.charter_id)
        .where(Charter.case_id == case.id, CharterSection.code == happening.data["code"])
        .order_by(Charter.version.desc())
        .limit(1)
    )
    return _somebody_else(session, owner_id, happening)


def _commenter(session: Session, case: FoundingCase, happening: Happening, on: date) -> list[Recipient]:
    one = session.get(CharterComment, happening.data["comment_id"])
    return _somebody_else(session, one.written_by_id if one is not None else None, happening)


def _somebody_else(session: Session, person_id: int | None, happening: Happening) -> list[Recipient]:
    """Nobody gets a mail about what they did themselves."""
    person = session.get(Person, person_id) if person_id not in (None, happening.by_id) else None
    return [_person(session, person)] if person is not None and person.is_active else []


def _asker(session: Session, case: FoundingCase, happening: Happening, on: date) -> list[Recipient]:
    opinion = session.get(Opinion, happening.data["opinion_id"])
    person = session.get(Person, opinion.asked_by_id) if opinion is not None else None
    return [_person(session, person)] if person is not None and person.is_active else []


def _adviser(session: Session, case: FoundingCase, happening: Happening, on: date) -> list[Recipient]:
    """Without a name: 'Beste het parket' is no way to begin a letter."""
    opinion = session.get(Opinion, happening.data["opinion_id"])
    if opinion is None or not opinion.email:
        return []  # staff note the answer
    if opinion.person_id is not None:
        person = session.get_one(Person, opinion.person_id)
        return [_person(session, person)] if person.is_active else []
    return [Recipient(f"adviser-{opinion.id}", "", opinion.email)]


def _quoted(session: Session, case: FoundingCase, happening: Happening, on: date) -> list[Recipient]:
    row = session.get(LaunchQuote, happening.data["quote_id"])
    return [Recipient(f"quote-{row.id}", row.name, row.email)] if row is not None and row.email else []


def _colleagues(session: Session, case: FoundingCase, happening: Happening, on: date) -> list[Recipient]:
    ids = happening.data["colleague_ids"]
    people = session.scalars(select(Person).where(Person.id.in_(ids), Person.is_active).order_by(Person.id))
    return [_person(session, person) for person in people]


def _ministry(session: Session, case: FoundingCase, happening: Happening, on: date) -> list[Recipient]:
    """By mail where the settings have an address; else the desk sends it on paper."""
    settings = settings_of(case)
    name, *address = (part.strip() for part in settings.federal_address.split(","))
    return [Recipient("ministry", name, settings.federal_email, "\n".join(address))]


def _who_must_act(session: Session, case: FoundingCase, happening: Happening, on: date) -> list[Recipient]:
    roles = [Role(role) for role in happening.data["roles"]]
    found = _applicant(session, case, happening, on) if Role.INITIATOR in roles else []
    for role in roles:
        if role is not Role.INITIATOR:
            find = _deciders if role in _deciding(happening) else _holders
            found += find(session, case, [role], on)
    return found


def _deciding(happening: Happening) -> set[Role]:
    """The roles of whom nothing is waited for but what needs four eyes."""
    return {Role(role) for role in happening.data.get("deciding", ())}


def _deputies_of_late(session: Session, case: FoundingCase, happening: Happening, on: date) -> list[Recipient]:
    """Standing deputies of the staff who must act."""
    found: list[Recipient] = []
    for role in _staff_roles(happening):
        found += _standing_deputies(session, case, role, on, must_be_far=role in _deciding(happening))
    return found


def _standing_deputies(session: Session, case: FoundingCase, role: Role, on: date, *,
                       must_be_far: bool) -> list[Recipient]:  # fmt: skip
    people = session.scalars(
        select(Person)
        .join(Mandate, Mandate.deputy_id == Person.id)
        .where(Mandate.role == role.value, _place(case, role), _counts(on), Person.is_active)
        .order_by(Person.id)
    )
    found = [_person(session, person) for person in people.all()]
    return _far_enough(session, case, found) if must_be_far else found


def _heads(session: Session, case: FoundingCase, happening: Happening, on: date) -> list[Recipient]:
    """Who leads those who must act: the head of the service, else mayor or chief. The desk follows residents."""
    roles = [Role(role) for role in happening.data["roles"]]
    found: list[Recipient] = []
    for kinds, highest in ((MUNICIPAL_ROLES, Role.MAYOR), (POLICE_ROLES, Role.POLICE_CHIEF)):
        if kinds.isdisjoint(roles):
            continue
        people = session.scalars(
            select(Person)
            .join(Mandate, Mandate.person_id == Person.id)
            .where(Mandate.is_head, _place(case, highest), _counts(on), Person.is_active)
            .order_by(Person.id)
        ).all()
        heads = [_person(session, person) for person in people] or _holders(session, case, [highest], on)
        if not _deciding(happening).isdisjoint(kinds):
            heads = _far_enough(session, case, heads) or _office(session, case, highest)
        found += heads
    return found if _staff_roles(happening) else _holders(session, case, [Role.DESK_OFFICER], on)


def _staff_roles(happening: Happening) -> list[Role]:
    return [Role(role) for role in happening.data["roles"] if Role(role) in STAFF]


_FINDERS: dict[To, Callable[[Session, FoundingCase, Happening, date], list[Recipient]]] = {
    To.APPLICANT: _applicant,
    To.EARLIER: _earlier,
    To.STEERING_GROUP: _steering_group,
    To.INVITED: _invited,
    To.SIGNATORIES: _signatories,
    To.SIGNATORY: _signatory,
    To.SIGNATORY_BY_LINK: _signatory,
    To.POLICE_DECIDER: _police_decider,
    To.MUNICIPALITY_DECIDER: _municipality_decider,
    To.SECTION_OWNER: _section_owner,
    To.COMMENTER: _commenter,
    To.ASKER: _asker,
    To.ADVISER: _adviser,
    To.QUOTED: _quoted,
    To.COLLEAGUES: _colleagues,
    To.MINISTRY: _ministry,
    To.WHO_MUST_ACT: _who_must_act,
    To.DEPUTIES: _deputies_of_late,
    To.HEADS: _heads,
}
