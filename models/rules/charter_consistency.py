"""Does the charter agree with itself and with what the case knows? What contradicts is told with its source.

None of it blocks: who freezes the text writes down why it may stay. What blocks is in charter_completeness, and in the
checks of `drafting_charter.freeze_charter`.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from models.rules.area import Segment, describe_segment, overlap, simplify
from models.rules.charter_completeness import Lack
from models.rules.charter_sections import MESSAGE_CLASSES, OUTLINE, PARTY_ROLES
from models.rules.names import comparable
from models.rules.streets import Side

Content = Mapping[str, Any]

ONE_OF_EACH = ("mayor", "police_chief", "mandated_officer")  # one body, one holder
OF_STEERING_GROUP = ("coordinator", "deputy_coordinator", "steering_group_member")
# Who proposes and guides is not who decides and supervises (seed 000: the coordinator is a volunteer).
KEPT_APART = ("coordinator", "mayor", "police_chief", "mandated_officer", "deputy_coordinator")
POLICE_WORDS = (
    "politi", "officier", "korps", "zone", "gemandateerd", "wachtdienst", "inspecteur", "meldkamer",
    "polic", "corps", "mandaté", "garde", "inspectrice", "dispatching",
)  # fmt: skip
ON_POLICE = "Kenniscentrum BIN: alleen de politie beslist over berichten"


@dataclass(frozen=True)
class Around:
    """What a charter is held against: the agreed area, with the names of the streets in it and in the charter; the
    stuurgroep of today as (role, name); and the day."""

    area: tuple[Segment, ...]
    streets: Mapping[int, str]
    seats: tuple[tuple[str, str], ...]
    on: date


def contradictions_of(section: str, content: Content, around: Around) -> tuple[Lack, ...]:
    """What one section says that it says otherwise elsewhere, or that the case contradicts."""
    check = _CHECKS.get(section)
    return tuple(check(content, around)) if check else ()


def can_contradict(section: str) -> bool:
    """Whether anything that a section says is held against something else."""
    return section in _CHECKS


def reason_key(lack: Lack) -> str:
    """What one reason answers for: every contradiction of one kind in one section ('area-street_outside_area')."""
    return f"{lack.section}-{lack.code}"


def _advice(section: str, code: str, sentence: str, source: str, place: str) -> Lack:
    return Lack(section, code, sentence, source, blocks=False, place=place)


def _parties(content: Content, around: Around) -> Iterator[Lack]:
    parties = [(index, row) for index, row in enumerate(content.get("parties") or ()) if row.get("role")]
    held = Counter(row["role"] for _, row in parties)
    for role in ONE_OF_EACH:
        if held[role] > 1:
            place = next(f"parties-{index}-role" for index, row in reversed(parties) if row["role"] == role)
            sentence = f"Er staan {held[role]} partners als {PARTY_ROLES[role].lower()}."
            yield _advice("parties", f"{role}_twice", sentence,
                          "besafe.be, procedure: wie het charter ondertekent", place)  # fmt: skip
    yield from _same_person(parties)
    seated = {(role, comparable(name)) for role, name in around.seats}
    for index, row in parties:
        name = str(row.get("name") or "")
        if row["role"] in OF_STEERING_GROUP and name and (row["role"], comparable(name)) not in seated:
            sentence = f"{name} staat hier als {PARTY_ROLES[row['role']].lower()}, en is dat niet in het dossier."
            yield _advice("parties", "not_in_steering_group", sentence, "stuurgroep in het dossier",
                          f"parties-{index}-name")  # fmt: skip


def _same_person(parties: list[tuple[int, Content]]) -> Iterator[Lack]:
    first: dict[str, str] = {}
    for index, row in parties:
        name, role = str(row.get("name") or ""), row["role"]
        if not name or role not in KEPT_APART:
            continue
        other = first.setdefault(comparable(name), role)
        if other != role:
            sentence = f"{name} staat als {PARTY_ROLES[other].lower()} en als {PARTY_ROLES[role].lower()}."
            yield _advice("parties", "same_person", sentence, f"{OUTLINE}: de coördinator is een vrijwilliger",
                          f"parties-{index}-name")  # fmt: skip


def _area(content: Content, around: Around) -> Iterator[Lack]:
    rows = [(index, _segment(row)) for index, row in enumerate(content.get("segments") or ()) if row.get("street_id")]
    written = tuple(segment for _, segment in rows)
    if not written or not around.area:
        return  # a whole sector or municipality: the boundary in words says how far it reaches
    for index, segment in rows:
        if not _lies_in(segment, around.area):
            sentence = f"{_told(segment, around)} ligt niet (helemaal) in het afgesproken gebied."
            yield _advice("area", "street_outside_area", sentence, "gebied van het dossier", f"segments-{index}-street")
        if overlap([segment], [other for number, other in rows if number < index]):
            sentence = f"{_told(segment, around)} staat er al, of overlapt met een andere rij."
            yield _advice("area", "street_twice", sentence, "besafe.be: een afgelijnd gebied",
                          f"segments-{index}-street")  # fmt: skip
    for segment in around.area:
        if not _lies_in(segment, written):
            sentence = f"{_told(segment, around)} hoort bij het afgesproken gebied en staat niet (helemaal) hier."
            yield _advice("area", "street_left_out", sentence, "gebied van het dossier", "segments")


def _segment(row: Content) -> Segment:
    return Segment(row["street_id"], row.get("side") or Side.ALL.value, row.get("from_number"), row.get("to_number"))


def _lies_in(segment: Segment, area: tuple[Segment, ...]) -> bool:
    return simplify(overlap([segment], area)) == simplify([segment])


def _told(segment: Segment, around: Around) -> str:
    return describe_segment(segment, around.streets.get(int(str(segment.street)), "een straat"))


def _communication_plan(content: Content, around: Around) -> Iterator[Lack]:
    for code, row in (content.get("messages") or {}).items():
        approver = str(row.get("approver") or "").lower()
        if approver and not any(word in approver for word in POLICE_WORDS):
            sentence = f"{MESSAGE_CLASSES[code]}: ‘{row['approver']}’ keurt het goed, en dat lijkt niet de politie."
            yield _advice("communication_plan", "approver_not_police", sentence, ON_POLICE,
                          f"messages-{code}-approver")  # fmt: skip


def _budget(content: Content, around: Around) -> Iterator[Lack]:
    asked = content.get("member_contribution_cents")
    lines = [row for row in content.get("lines") or () if row.get("amount_cents")]
    from_members = [row for row in lines if row.get("payer") == "member"]
    if from_members and asked == 0:
        yield _advice("budget", "members_pay_nothing", "De leden betalen een kost, en hun bijdrage is 0 euro.",
                      "besafe.be, financieel", "member_contribution")  # fmt: skip
    if asked and not any(row.get("payer") in ("member", "network") for row in lines):
        yield _advice("budget", "contribution_unused", "De leden betalen een bijdrage, en geen enkele kost is voor de "
                      "leden of het BIN zelf.", "besafe.be, financieel", "member_contribution")  # fmt: skip
    if lines and content.get("support_is_temporary") == "yes" and not _supported(lines):
        yield _advice("budget", "no_support", "De steun is tijdelijk, en de gemeente noch de politie betaalt een kost.",
                      "besafe.be, financieel", "support_is_temporary")  # fmt: skip


def _supported(lines: list[Content]) -> bool:
    return any(row.get("payer") in ("municipality", "police_zone") for row in lines)


def _entry_into_force(content: Content, around: Around) -> Iterator[Lack]:
    starts_on = str(content.get("starts_on") or "")
    if content.get("starts") == "on_day" and starts_on and starts_on < around.on.isoformat():
        yield _advice("entry_into_force", "starts_in_past", "De dag waarop het charter begint te gelden, is voorbij.",
                      "datum van vandaag", "starts_on")  # fmt: skip
    if content.get("duration") == "until" and "" < str(content.get("until_on") or "") < around.on.isoformat():
        yield _advice("entry_into_force", "ends_in_past", "De laatste dag van het charter is al voorbij.",
                      "datum van vandaag", "until_on")  # fmt: skip


_CHECKS: dict[str, Callable[[Content, Around], Iterator[Lack]]] = {
    "parties": _parties,
    "area": _area,
    "communication_plan": _communication_plan,
    "budget": _budget,
    "entry_into_force": _entry_into_force,
}
