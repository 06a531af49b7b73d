"""What must be so after a step: looked at on the pages, again and again until it is so or patience ends."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from binstart.playing.browsing import Page
from binstart.playing.mail import mails
from binstart.playing.papers import kinds_there
from binstart.playing.place_reading import EVERYONE
from binstart.playing.play import Failed, Play
from binstart.playing.scenario import Step
from binstart.playing.waiting import WaitedInVain
from models.rules.access import STAFF


@dataclass(frozen=True)
class Standing:
    """Where a case stands, from its export."""

    stage: str
    end: str
    waiting_for: tuple[str, ...]
    events: tuple[str, ...]


def witness(play: Play, step: Step) -> str:
    """Somebody who may see the case and whose browser is open, or else a member of staff of the place."""
    here = (play.scenario.municipality.name, play.scenario.municipality.zone)
    staff = [
        key
        for key, person in play.scenario.people.items()
        if any(role in STAFF and place in here for role, place in person.mandates)
    ]
    if not staff:
        raise Failed("nobody in this scenario may see the case: it needs somebody of the municipality or the police")
    return next((key for key in step.who if key in staff), staff[0])


def journal(play: Play, step: Step) -> tuple[dict[str, Any], Page]:
    """The export of the step's case. Raises Failed when it can't be read."""
    page = play.browser_of(witness(play, step)).open(play.case_address(step, "journal.json"))
    if page.status != 200:
        raise Failed(f"{page.path} answers {page.status}: {page.refusal}")
    return json.loads(page.content), page


def standing(play: Play, step: Step) -> Standing:
    """Where the step's case stands now."""
    found, _ = journal(play, step)
    events = tuple(entry["event"] for entry in found["journal"])
    return Standing(found["stage"], found["end"] or "", tuple(found["waiting_for"]), events)


class Mailbox:
    """Which mails were there before a step."""

    def __init__(self, play: Play) -> None:
        self._play = play
        self._before = {mail.path for mail in mails(play.visitor())}

    def is_without_new_mail_to(self, key: str) -> bool:
        """Whether nothing came for this person since."""
        email = self._play.person(key).email
        return not any(mail.path not in self._before and mail.is_to(email) for mail in mails(self._play.visitor()))


def check(play: Play, step: Step, mailbox: Mailbox | None) -> None:
    """Everything that the step expects. Raises Failed with the first that does not become so."""
    for name, wanted in step.expected.items():
        _wait(play, name, partial(_LOOKS[name], play, step, wanted, mailbox))


def _wait(play: Play, name: str, look: Callable[[], str]) -> None:
    """`look` says what is wrong still; '' when all is well."""
    said = [""]

    def good() -> bool | None:
        said[0] = look()
        return None if said[0] else True

    try:
        play.patience.wait_for(good, name)
    except WaitedInVain as vain:  # for this, or inside it for a sign-in mail
        raise Failed(f"expected {name}: {said[0] or vain} (waited {play.patience.seconds:g} s)") from None


def _stage(play: Play, step: Step, wanted: str, mailbox: Mailbox | None) -> str:
    now = standing(play, step)
    if now.end:
        return f"the case ended ({now.end})"
    if now.stage == wanted:
        return ""
    return f"the case is in {now.stage}, not in {wanted}; it waits for {_list(now.waiting_for)}"


def _end(play: Play, step: Step, wanted: str, mailbox: Mailbox | None) -> str:
    now = standing(play, step)
    return "" if now.end == wanted else f"the case did not end so ({now.end or f'it is in {now.stage}'})"


def _waiting(play: Play, step: Step, wanted: list[str], mailbox: Mailbox | None) -> str:
    now = standing(play, step)
    missing = [code for code in wanted if code not in now.waiting_for]
    return f"{_list(missing)} is not waited for; {now.stage} waits for {_list(now.waiting_for)}" if missing else ""


def _not_waiting(play: Play, step: Step, wanted: list[str], mailbox: Mailbox | None) -> str:
    now = standing(play, step)
    left = [code for code in wanted if code in now.waiting_for]
    return f"{_list(left)} is still waited for" if left else ""


def _documents(play: Play, step: Step, wanted: list[str], mailbox: Mailbox | None) -> str:
    there = kinds_there(play, step, witness(play, step))
    missing = [kind for kind in wanted if kind not in there]
    return f"{_list(missing)} is not there; there are {_list(sorted(there))}" if missing else ""


def _mail(play: Play, step: Step, wanted: list[str], mailbox: Mailbox | None) -> str:
    assert mailbox is not None
    without = [play.person(key).email for key in wanted if mailbox.is_without_new_mail_to(key)]
    return f"no mail came for {_list(without)}" if without else ""


def _journal(play: Play, step: Step, wanted: list[str], mailbox: Mailbox | None) -> str:
    events = standing(play, step).events
    missing = [event for event in wanted if event not in events]
    return f"the journal does not hold {_list(missing)}" if missing else ""


def _page_shows(play: Play, step: Step, wanted: list[str], mailbox: Mailbox | None) -> str:
    key = next((key for key in step.who if key != EVERYONE), witness(play, step))
    page = play.browser_of(key).open(play.case_address(step))
    missing = [words for words in wanted if words not in page.says]
    return f"the case page of {play.person(key).name} does not show {_list(missing)}" if missing else ""


def _hidden(play: Play, step: Step, wanted: list[str], mailbox: Mailbox | None) -> str:
    seen = [key for key in wanted if play.browser_of(key).open(play.case_address(step)).status != 404]
    return f"the case is not hidden from {_list(seen)}" if seen else ""


def _list(words: Any) -> str:
    return ", ".join(words) or "nothing"


Look = Callable[[Play, Step, Any, Mailbox | None], str]
_LOOKS: Mapping[str, Look] = {
    "stage": _stage,
    "end": _end,
    "waiting_for": _waiting,
    "not_waiting_for": _not_waiting,
    "documents": _documents,
    "mail_to": _mail,
    "journal": _journal,
    "page_shows": _page_shows,
    "hidden_from": _hidden,
}
