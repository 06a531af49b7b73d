"""Performs a scenario from the first step to the last, and says at each what came of it."""

from collections.abc import Mapping
from pathlib import Path

from binstart.playing import (
    acting,
    advising,
    arranging,
    attending,
    chartering,
    kits,
    living,
    looking,
    nominating,
    requesting,
    supporting,
)
from binstart.playing.acting import Perform
from binstart.playing.browsing import Broken, Page
from binstart.playing.expecting import Mailbox, check, journal, standing, witness
from binstart.playing.forms import CannotFill
from binstart.playing.papers import keep, papers
from binstart.playing.play import Failed, Play, Refused
from binstart.playing.reporting import Tell, introduction, line_of, stage_name
from binstart.playing.scenario import Refusal, Step
from binstart.playing.waiting import WaitedInVain
from models.queries.cases.export import first_broken_entry
from models.rules.procedure import End

SPECIAL: Mapping[str, Perform] = {
    "submit_request": requesting.submit_request,
    "give_opinion": advising.on_opinion,
    "answer_adviser": advising.on_opinion,
    "withdraw_opinion": advising.on_opinion,
    "give_advice": advising.give_advice,
    "record_screening": acting.record_screening,
    "appoint_steering_group": acting.appoint_steering_group,
    "answer_seat": acting.answer_seat,
    "give_voices": supporting.give_voices,
    "enter_support_sheet": supporting.enter_support_sheet,
    "check_support_sheet": supporting.check_support_sheet,
    "reply_to_letter": attending.reply_to_letter,
    "check_in": attending.check_in,
    "note_item": attending.note_item,
    "give_data": attending.give_data,
    "nominate": nominating.nominate,
    "recognise": nominating.recognise,
    "open_ballot": attending.open_ballot,
    "vote_by_phone": attending.vote_by_phone,
    "close_ballot": attending.close_ballot,
    "check_launch_item": acting.check_launch_items,
    "close_evaluation": acting.close_evaluation,
    "edit_launch_kit": kits.edit_launch_kit,
    "plan_launch_kit": kits.plan_launch_kit,
    "approve_launch_kit": kits.approve_launch_kit,
    "ask_quote": kits.ask_quote,
    "give_quote": kits.give_quote,
    "join_network": living.join_network,
    "welcome_members": living.welcome_members,
    "write_message": living.write_message,
    "release_message": living.release_message,
    "turn_second_key": living.turn_second_key,
    "enter_message": living.enter_message,
    "plan_meeting": living.plan_meeting,
    "open_survey": living.open_survey,
    "answer_survey": living.answer_survey,
    "close_survey": living.close_survey,
    "edit_charter": chartering.edit_charter,
    "freeze_charter": chartering.freeze_charter,
    "sign_charter": chartering.sign_charter,
    "comment_charter": chartering.comment_charter,
    "answer_comment": chartering.answer_comment,
    "record_ink_signature": chartering.record_ink_signature,
    "settle_remark": chartering.settle_remark,
    "check_ink_signature": chartering.check_ink_signature,
    "refuse_signature": chartering.refuse_signature,
    "take_case": arranging.take_case,
    "hand_over_case": arranging.hand_over_case,
    "write_note": arranging.write_note,
    "enter_absence": arranging.enter_absence,
    "enter_delegation": arranging.enter_delegation,
    "add_closing_day": arranging.add_closing_day,
    "answer_asked_opinion": arranging.answer_asked_opinion,
    "open_page": acting.open_page,
    "look_up_street": looking.look_up_street,
    "wait": looking.nothing,
    "check": looking.nothing,
}
ENDS = {
    End.REFUSED: "geweigerd",
    End.WITHDRAWN: "ingetrokken",
    End.NOT_ENOUGH_SUPPORT: "gestopt wegens onvoldoende draagvlak",
    End.TERMINATED: "stopgezet",
    End.MERGED: "samengevoegd",
}


class StepFailed(Exception):
    """A step did not go as the scenario says; `line` counts from 1."""

    def __init__(self, step: Step, reason: str) -> None:
        who = f" by {', '.join(step.who)}" if step.who else ""
        super().__init__(f"{step.verb}{who}: {reason}")
        self.line = step.line


def perform(play: Play, tell: Tell) -> None:
    """Play every step. Raises StepFailed with the line, what was expected and what the page said."""
    for line in introduction(play.scenario):
        tell(line)
    for step in play.scenario.steps:
        try:
            result = _perform_step(play, step)
        except (Failed, CannotFill, Broken, WaitedInVain) as error:
            raise StepFailed(step, str(error)) from error
        except Refused as refused:
            raise StepFailed(step, f"was refused: {_shown(refused.page)}") from refused
        tell(line_of(play.scenario, step, step.moment, result))
        if step.note:
            tell(f"{' ' * 18}{step.note}")


def keep_papers(play: Play, folder: Path) -> list[Path]:
    """Leave the documents and the journal of the last case in a folder. Returns what was written."""
    step = play.scenario.steps[-1]
    if play.numbers.get(step.case) is None:
        return []
    export, page = journal(play, step)
    broken = first_broken_entry(export)
    if broken is not None:
        raise StepFailed(step, f"the chain of the journal is broken at entry {broken}")
    return [folder / name for name in keep(folder, papers(play, step, witness(play, step)), page.content)]


def _perform_step(play: Play, step: Step) -> str:
    play.move_clock_to(step.moment)
    mailbox = _mailbox(play, step)
    if step.refusal is not None:
        result = _refused(play, step, step.refusal)
    else:
        for key in step.who or ("",):
            SPECIAL.get(step.verb, acting.simply)(play, step, key)
        result = ""
    check(play, step, mailbox)
    return result or _where(play, step)


def _mailbox(play: Play, step: Step) -> Mailbox | None:
    """Which mails are there already; who acts signs in first, so that the sign-in mail does not count."""
    if "mail_to" not in step.expected:
        return None
    for key in step.who:
        if key in play.scenario.people:
            play.browser_of(key)
    return Mailbox(play)


def _refused(play: Play, step: Step, expected: Refusal) -> str:
    said = ""
    for key in step.who or ("",):
        try:
            SPECIAL.get(step.verb, acting.simply)(play, step, key)
        except Refused as refused:
            _compare(refused.page, expected)
            said = refused.page.refusal
            continue
        raise Failed("should have been refused, but was done")
    return f"geweigerd, zoals verwacht: {said}"


def _compare(page: Page, expected: Refusal) -> None:
    if expected.status is not None and page.status != expected.status:
        raise Failed(f"should have been refused with {expected.status}; {_shown(page)}")
    if expected.text and expected.text not in page.says:
        raise Failed(f"should have been refused with '{expected.text}'; {_shown(page)}")
    fields = [name for name, _ in page.faults]
    if expected.field and not any(_is_at(name, expected.field) for name in fields):
        raise Failed(f"should have been refused at the field '{expected.field}', not at {fields}; {_shown(page)}")


def _is_at(target: str, field: str) -> bool:
    return target == field or target.startswith(f"{field}-")


def _shown(page: Page) -> str:
    return f"the page {page.path} answered {page.status}: {page.refusal}"


def _where(play: Play, step: Step) -> str:
    if play.numbers.get(step.case) is None or step.verb == "look_up_street":
        return ""
    now = standing(play, step)
    where = f"dossier {ENDS[End(now.end)]}" if now.end else stage_name(now.stage)
    return f"{play.numbers[step.case]}, {where}"
