"""What one person can do with a case now: the thing that is waited for first, and what keeps each of the others closed."""

from collections.abc import Callable
from dataclasses import dataclass

from models.queries.case_page import CasePage
from models.rules.access import Actor, roles_on
from models.rules.whose_turn import own_turns


@dataclass(frozen=True)
class Choice:
    """One action that this person's function allows in this stage. `obstacle`: why not now (empty: it can be done)."""

    code: str
    title: str
    obstacle: str = ""
    is_four_eyes: bool = False


def choices(page: CasePage, actor: Actor) -> tuple[Choice, ...]:
    """Every action that this person's function allows: what can be done first, in the order of the procedure."""
    found = [
        Choice(offered.code, offered.title, _obstacle(offered.code, offered.blocked_by, offered.four_eyes_blocks, page, actor),
               offered.four_eyes_blocks)
        for offered in page.offered
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda choice: bool(choice.obstacle)))


def main_choice(page: CasePage, actor: Actor, possible: tuple[Choice, ...]) -> Choice | None:
    """The one thing that is waited for from this person, or None."""
    open_now = {choice.code: choice for choice in possible if not choice.obstacle}
    for turn in own_turns(page.turns, roles_on(actor, page.case.place)):
        if turn.condition.action in open_now:
            return open_now[turn.condition.action]
    return None


def _obstacle(code: str, blocked_by: str, four_eyes: bool, page: CasePage, actor: Actor) -> str:
    if four_eyes:
        return "Vier ogen: wie de aanvraag deed of op hetzelfde adres woont, beslist er niet over."
    already = _ALREADY.get(code, _nothing)(page, actor)
    if already:
        return already
    return f"Eerst nodig: {blocked_by[:1].lower()}{blocked_by[1:]}." if blocked_by else ""


def _nothing(page: CasePage, actor: Actor) -> str:
    return ""


def _decided(side: str, other: str) -> Callable[[CasePage, Actor], str]:
    def already(page: CasePage, actor: Actor) -> str:
        if getattr(page.facts, f"{side}_approved"):
            return "Hierover is al beslist."
        if getattr(page.facts, f"{other}_approved"):
            last = next(one for one in page.decisions if one.is_approved and one.action == f"decide_as_{other}")
            if last.by_id == actor.person_id:
                return "Vier ogen: u besliste al namens de andere partij."
        return ""

    return already


def _give_opinion(page: CasePage, actor: Actor) -> str:
    return "" if any(opinion.state != "given" for opinion in page.opinions) else "Er wordt op geen advies gewacht."


def _record_evening(page: CasePage, actor: Actor) -> str:
    if page.evening is None:
        return ""  # the gate says that it must be planned first
    if page.evening.minutes_approved_at is not None:
        return "Het verslag is al goedgekeurd en verandert niet meer."
    return "De infoavond moet nog plaatsvinden." if page.evening.starts_at > page.at else ""


def _approve_minutes(page: CasePage, actor: Actor) -> str:
    if page.facts.minutes_approved:
        return "Het verslag is al goedgekeurd."
    if page.evening is not None and page.evening.recorded_by_id == actor.person_id:
        return "Vier ogen: u noteerde het verslag zelf; een collega keurt het goed."
    return ""


def _frozen(page: CasePage, actor: Actor) -> str:
    return "De tekst van het charter ligt al vast." if page.facts.charter_frozen else ""


def _sign(page: CasePage, actor: Actor) -> str:
    if page.charter is None or page.charter.state == "draft":
        return ""
    held = {role.value for role in roles_on(actor, page.case.place)}
    waiting = [
        row for row in page.charter.signatures
        if row.signed_on is None and row.role in held and row.person_id in (None, actor.person_id)
    ]  # fmt: skip
    return "" if waiting else "Op uw handtekening wordt niet gewacht."


def _ink(page: CasePage, actor: Actor) -> str:
    if page.charter is None or page.charter.state == "draft":
        return ""
    waiting = any(row.signed_on is None for row in page.charter.signatures)
    return "" if waiting else "Er wordt op geen handtekening gewacht."


def _federal_answer(page: CasePage, actor: Actor) -> str:
    if not page.federal_checks:
        return "Het charter is nog niet verstuurd."
    return "Het antwoord is al genoteerd." if page.federal_checks[0].result else ""


# What the gate doesn't say: it was done already, or it is still too early.
_ALREADY: dict[str, Callable[[CasePage, Actor], str]] = {
    "ask_completion": lambda page, actor: "Er is al aanvulling gevraagd." if page.facts.completion_outstanding else "",
    "complete_request": lambda page, actor: "" if page.facts.completion_outstanding else "Er wordt geen aanvulling gevraagd.",
    "give_opinion": _give_opinion,
    "decide_as_police": _decided("police", "municipality"),
    "decide_as_municipality": _decided("municipality", "police"),
    "record_info_evening": _record_evening,
    "approve_minutes": _approve_minutes,
    "record_screening": lambda page, actor: "De screening is al afgerond." if page.facts.coordinator_suitable else "",
    "edit_charter": _frozen,
    "add_signatory": _frozen,
    "freeze_charter": _frozen,
    "sign_charter": _sign,
    "record_ink_signature": _ink,
    "send_to_federal_interior": lambda page, actor: "Het charter is al verstuurd." if page.facts.charter_sent else "",
    "record_federal_answer": _federal_answer,
    "open_evaluation": lambda page, actor: "De evaluatie is al geopend." if page.facts.evaluation_opened else "",
    "amend_charter": lambda page, actor: "Sluit eerst de lopende evaluatie af." if page.facts.evaluation_opened else "",
}
