"""The lines under the charter as somebody sees them: who must sign, who did, and what this person can do about it."""

from dataclasses import dataclass

from flask import url_for

from models.case import FoundingCase
from models.queries.cases.facts import settings_of
from models.queries.charters.charter_pages import CharterView, may_sign_here
from models.queries.charters.charters import organisation_of
from models.rules.access import Actor, roles_on
from models.rules.charter_text import SignatureState
from models.rules.procedure import ACTIONS, Stage


@dataclass(frozen=True)
class SignatureLine:
    """One line. `sign_href`: where this person signs it, `refuse_href`: where they say that they don't; `ink_href`:
    where they note that it was signed on paper. `waits_for`: who signs first, where it goes one after the other."""

    capacity: str
    organisation: str
    name: str
    signature: SignatureState | None
    sign_href: str = ""
    ink_href: str = ""
    refuse_href: str = ""
    waits_for: str = ""

    @property
    def is_signed(self) -> bool:
        """Whether the signature is there."""
        return self.signature is not None and self.signature.is_signed


def signature_lines(view: CharterView, case: FoundingCase, actor: Actor) -> tuple[SignatureLine, ...]:
    """The lines of a frozen text; of a draft those that are planned."""
    if not view.signatures:
        return tuple(SignatureLine(one.capacity, one.organisation, one.name, None) for one in view.text.signatories)
    can_act = view.state == "frozen" and case.stage == Stage.CHARTER.value and case.ended_at is None
    notes_ink = can_act and not roles_on(actor, case.place).isdisjoint(ACTIONS["record_ink_signature"].roles)
    waiting = [one for one in view.signatures if not one.is_signed]
    first = waiting[0] if can_act and waiting and settings_of(case).signs_in_order else None
    return tuple(_line(one, case, actor, can_act, notes_ink, first) for one in view.signatures)


def _line(one: SignatureState, case: FoundingCase, actor: Actor, can_act: bool, notes_ink: bool,
          first: SignatureState | None) -> SignatureLine:  # fmt: skip
    is_turn = first in (None, one)
    is_mine = can_act and may_sign_here(one, actor, case) and not one.is_entered
    is_open = notes_ink and not one.is_signed and not one.is_entered and is_turn

    def here(endpoint: str) -> str:
        return url_for(endpoint, number=case.number, signature_id=one.id)

    return SignatureLine(
        one.capacity,
        organisation_of(one.role, case),
        one.name,
        one,
        here("signing.sign_charter") if is_mine and is_turn else "",
        here("signing_on_paper.record_ink_signature") if is_open else "",
        here("signing.refuse_signature") if is_mine else "",
        "" if is_turn or one.is_signed or first is None else first.capacity,
    )
