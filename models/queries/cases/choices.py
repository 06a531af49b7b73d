"""What one person can do with a case now: what is waited for first, and what keeps each of the others closed."""

from collections.abc import Callable
from dataclasses import dataclass

from models.clock import day_of
from models.queries.cases.case_page import CasePage
from models.queries.cases.case_parts import Decision
from models.queries.cases.cases import OfferedAction
from models.queries.cases.facts import settings_of
from models.rules.access import SOMEBODY_ELSE_CAN, TOO_CLOSE, Actor, Role, delegations_on, roles_on
from models.rules.advice import ANSWERABLE
from models.rules.agreement import LOCKED
from models.rules.corrections import Standing, why_not_corrected
from models.rules.minutes import FINAL
from models.rules.minutes import PARTIES as MINUTES_PARTIES
from models.rules.support_judgements import PARTIES, all_judge_not
from models.rules.whose_turn import own_turns

BOTH_SIDES = "Vier ogen: u besliste al namens de andere partij."
OWN_MINUTES = "Vier ogen: u noteerde het verslag zelf; een collega keurt het goed."
OWN_INK = "Vier ogen: u voerde de handtekening zelf in; een collega kijkt ze na."
OWN_SHEET = "Vier ogen: u voerde de lijst zelf in; een collega kijkt ze na."
TOO_CLOSE_HERE = {code: f"{why} {SOMEBODY_ELSE_CAN}" for code, why in TOO_CLOSE.items()}
OTHER_PARTY = "Vier ogen: u oordeelde al voor een andere partij."
OTHER_APPROVAL = "Vier ogen: u keurde het verslag al goed voor de andere partij."
FOUR_EYES = frozenset(
    {*TOO_CLOSE_HERE.values(), BOTH_SIDES, OWN_MINUTES, OWN_INK, OWN_SHEET, OTHER_PARTY, OTHER_APPROVAL}
)


@dataclass(frozen=True)
class Choice:
    """One action that this person's function allows in this stage. `obstacle`: why not now (empty: it can be done)."""

    code: str
    title: str
    obstacle: str = ""

    @property
    def is_four_eyes(self) -> bool:
        """Whether somebody else must do it."""
        return self.obstacle in FOUR_EYES


def choices(page: CasePage, actor: Actor) -> tuple[Choice, ...]:
    """Every action that this person's function allows: what can be done first, in the order of the procedure."""
    found = [
        Choice(offered.code, offered.title, _obstacle(offered, page, actor))
        for offered in page.offered
        if offered.code != "correct_decision" or _own_decision(page, actor)
    ]
    return tuple(sorted(found, key=lambda choice: bool(choice.obstacle)))


def main_choice(page: CasePage, actor: Actor, possible: tuple[Choice, ...]) -> Choice | None:
    """The one thing that is waited for from this person, or None."""
    open_now = {choice.code: choice for choice in possible if not choice.obstacle}
    if "stop_for_lack_of_support" in open_now and all_judge_not({p: j.judgement for p, j in page.judgements.items()}):
        return open_now["stop_for_lack_of_support"]
    place = page.case.place
    for turn in own_turns(page.turns, roles_on(actor, place), delegations_on(actor, place)):
        if turn.action in open_now:
            return open_now[turn.action]
    return None


def _obstacle(offered: OfferedAction, page: CasePage, actor: Actor) -> str:
    if offered.too_close:
        return TOO_CLOSE_HERE[offered.too_close]
    already = _ALREADY[offered.code](page, actor) if offered.code in _ALREADY else ""
    if already or not offered.blocked_by:
        return already
    return f"Eerst nodig: {offered.blocked_by[:1].lower()}{offered.blocked_by[1:]}."


def _decided(side: str, other: str) -> Callable[[CasePage, Actor], str]:
    def already(page: CasePage, actor: Actor) -> str:
        if getattr(page.facts, f"{side}_approved"):
            return "Hierover is al beslist."
        if getattr(page.facts, f"{other}_approved"):
            last = next(one for one in _standing(page) if one.action == f"decide_as_{other}")
            if last.by_id == actor.person_id:
                return BOTH_SIDES
        return ""

    return already


def _standing(page: CasePage) -> list[Decision]:
    """The decisions on the founding of the present round, as they stand now."""
    return [one for one in page.decisions if one.round == page.case.round and one.replaced_at is None]


def _own_decision(page: CasePage, actor: Actor) -> Decision | None:
    """What this person decided, where decisions can be corrected at all."""
    if not settings_of(page.case).correction_term_days:
        return None
    return next((one for one in _standing(page) if one.by_id == actor.person_id), None)


def _correct(page: CasePage, actor: Actor) -> str:
    own, today = _own_decision(page, actor), day_of(page.at)
    standing = _with_what_came_after(own, page) if own else None
    return why_not_corrected(standing, actor.person_id, today, settings_of(page.case).correction_term_days)


def _with_what_came_after(own: Decision, page: CasePage) -> Standing:
    return Standing(
        own.is_approved,
        own.by_id or 0,
        day_of(own.at),
        any((one.approval_id or 0) > (own.approval_id or 0) for one in _standing(page)),
        page.case.end,
        page.asked.has_new_request,
    )


def _give_opinion(page: CasePage, actor: Actor) -> str:
    return "" if any(one.state in ANSWERABLE for one in page.opinions) else "Er wordt op geen advies gewacht."


def _answer_adviser(page: CasePage, actor: Actor) -> str:
    return "" if page.facts.adviser_questions else "Er is geen vraag van een adviseur."


def _contact_answer(page: CasePage, actor: Actor) -> str:
    waiting = any(contact.answered_on is None for contact in page.asked.contacts)
    return "" if waiting else "Er wordt op geen antwoord gewacht."


def _check_sheet(page: CasePage, actor: Actor) -> str:
    waiting = [sheet for sheet in (page.support.sheets if page.support else ()) if sheet.state == "entered"]
    if not waiting:
        return "Er is geen steunlijst om na te kijken."
    return "" if any(sheet.entered_by_id != actor.person_id for sheet in waiting) else OWN_SHEET


def _record_evening(page: CasePage, actor: Actor) -> str:
    if page.evening is None:
        return ""  # the gate says that it must be planned first
    if page.evening.minutes_approved_at is not None:
        return FINAL
    return "De infoavond moet nog plaatsvinden." if page.evening.starts_at > page.at else ""


def _judge(party: str) -> Callable[[CasePage, Actor], str]:
    def already(page: CasePage, actor: Actor) -> str:
        others = (one.given_by_id for name, one in page.judgements.items() if name != party)
        return OTHER_PARTY if actor.person_id in others else ""

    return already


def _edit_minutes(page: CasePage, actor: Actor) -> str:
    if page.minutes is None:
        return "Eerst nodig: de resultaten van de infoavond zijn genoteerd."
    return FINAL if page.evening is not None and page.evening.minutes_approved_at is not None else ""


def _approve_minutes(party: str) -> Callable[[CasePage, Actor], str]:
    def already(page: CasePage, actor: Actor) -> str:
        if party in page.facts.minutes_approved_by:
            return f"Het verslag is al goedgekeurd namens {MINUTES_PARTIES[party]}."
        if page.evening is not None and page.evening.recorded_by_id == actor.person_id:
            return OWN_MINUTES
        others = page.minutes.approvals.items() if page.minutes else ()
        return OTHER_APPROVAL if any(one.given_by_id == actor.person_id for _, one in others) else ""

    return already


def _frozen(page: CasePage, actor: Actor) -> str:
    return "De tekst van het charter ligt al vast." if page.facts.charter_frozen else ""


def _open_section(page: CasePage, actor: Actor) -> str:
    if page.charter is None or not page.charter.is_amendment:
        return "Alle onderdelen van het charter staan open."
    return _frozen(page, actor)


def _screen(page: CasePage, actor: Actor) -> str:
    if not any(seat.role == Role.COORDINATOR.value for seat in page.seats):
        return "Er is geen coördinator om te screenen: duid er eerst een aan."
    # A deputy is screened too, although the stage does not wait for it.
    screened = (Role.COORDINATOR.value, Role.DEPUTY_COORDINATOR.value)
    is_pending = any(seat.role in screened and seat.screening == "pending" for seat in page.seats)
    return "" if is_pending else "De screening is al afgerond."


def _sign(page: CasePage, actor: Actor) -> str:
    if page.charter is None or page.charter.state == "draft":
        return ""
    held = {role.value for role in roles_on(actor, page.case.place)}
    waiting = [
        row for row in page.charter.signatures
        if row.signed_on is None and row.role in held and row.person_id in (None, actor.person_id)
    ]  # fmt: skip
    if not waiting:
        return "Op uw handtekening wordt niet gewacht."
    first = next(row for row in page.charter.signatures if row.signed_on is None)
    is_turn = first in waiting or not settings_of(page.case).signs_in_order
    return "" if is_turn else f"Er wordt na elkaar getekend. Eerst tekent: {first.capacity}."


def _check_ink(page: CasePage, actor: Actor) -> str:
    if page.charter is None or page.charter.state != "frozen":
        return ""
    if not page.charter.entered:
        return "Er is geen handtekening op papier om na te kijken."
    return "" if set(page.charter.entered.values()) - {actor.person_id} else OWN_INK


def _ink(page: CasePage, actor: Actor) -> str:
    if page.charter is None or page.charter.state == "draft":
        return ""
    waiting = any(row.signed_on is None for row in page.charter.signatures)
    return "" if waiting else "Er wordt op geen handtekening gewacht."


def _federal_answer(page: CasePage, actor: Actor) -> str:
    if not page.federal_checks:
        return "Het charter is nog niet verstuurd."
    return "Het antwoord is al genoteerd." if all(one.result for one in page.federal_checks) else ""


# What the gate doesn't say: it was done already, or it is still too early.
_ALREADY: dict[str, Callable[[CasePage, Actor], str]] = {
    "ask_completion": lambda page, actor: "Er is al aanvulling gevraagd." if page.facts.completion_outstanding else "",
    "complete_request": lambda page, actor: (
        "" if page.facts.completion_outstanding else "Er is geen aanvulling gevraagd."
    ),
    "give_opinion": _give_opinion,
    "withdraw_opinion": _give_opinion,
    "answer_adviser": _answer_adviser,
    "edit_agreement": lambda page, actor: (
        LOCKED if page.facts.police_approved or page.facts.municipality_approved else ""
    ),
    "decide_as_police": _decided("police", "municipality"),
    "decide_as_municipality": _decided("municipality", "police"),
    "correct_decision": _correct,
    "record_contact_answer": _contact_answer,
    "check_support_sheet": _check_sheet,
    "record_info_evening": _record_evening,
    "edit_minutes": _edit_minutes,
    **{f"approve_minutes_as_{party}": _approve_minutes(party) for party in MINUTES_PARTIES},
    **{f"judge_as_{party}": _judge(party) for party in PARTIES},
    "record_screening": _screen,
    "edit_charter": _frozen,
    "comment_charter": _frozen,
    "settle_remark": lambda page, actor: (
        "" if page.charter and page.charter.has_remarks else "Er is geen opmerking om te beantwoorden."
    ),
    "open_section": _open_section,
    "add_signatory": _frozen,
    "freeze_charter": _frozen,
    "sign_charter": _sign,
    "refuse_signature": _sign,
    "record_ink_signature": _ink,
    "check_ink_signature": _check_ink,
    "send_to_federal_interior": lambda page, actor: "Het charter is al verstuurd." if page.facts.charter_sent else "",
    "record_federal_answer": _federal_answer,
    "open_evaluation": lambda page, actor: "De evaluatie is al geopend." if page.facts.evaluation_opened else "",
    "amend_charter": lambda page, actor: "Sluit eerst de lopende evaluatie af." if page.facts.evaluation_opened else "",
}
