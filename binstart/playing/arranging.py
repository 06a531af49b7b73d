"""What staff arrange among themselves: who has a case in hand, notes, absences, delegations, closing days."""

from binstart.playing.browsing import Page
from binstart.playing.play import Failed, Play, fine, links_near
from binstart.playing.scenario import Step


def take_case(play: Play, step: Step, person: str) -> None:
    """Take the case in hand."""
    browser = play.browser_of(person)
    page = fine(browser.open(play.case_address(step, "behandeling")))
    form = next((one for one in page.forms if one.action.endswith("/nemen")), None)
    if form is None:
        raise Failed(f"{play.person(person).name} has the case in hand already")
    fine(browser.submit(page, {}, form=form))


def hand_over_case(play: Play, step: Step, person: str) -> None:
    """Hand the case over to a colleague."""
    colleague = play.person(step.values["to"]).name
    page = fine(play.browser_of(person).open(play.case_address(step, "behandeling/doorgeven")))
    values = {"colleague_id": colleague, "explanation": step.values["explanation"]}
    fine(play.browser_of(person).submit(page, values))


def write_note(play: Play, step: Step, person: str) -> None:
    """Note something for one's own side."""
    page = fine(play.browser_of(person).open(play.case_address(step, "behandeling/nota")))
    mentioned = [play.person(key).name for key in step.values.get("mentions", [])]
    values = {"text": step.values["text"], **({"colleague_ids": mentioned} if mentioned else {})}
    fine(play.browser_of(person).submit(page, values))


def enter_absence(play: Play, step: Step, person: str) -> None:
    """One's own absence, from the first of one's functions."""
    browser = play.browser_of(person)
    links = links_near(fine(browser.open("/account/afwezigheden")), "/account/afwezigheden/")
    if not links:
        raise Failed(f"{play.person(person).name} has no function to be away from")
    values = {**step.values, "deputy_id": play.person(step.values["deputy"]).name}
    del values["deputy"]
    fine(browser.submit(fine(browser.open(links[0])), values))


def enter_delegation(play: Play, step: Step, person: str) -> None:
    """An act of delegation, noted by the administrator."""
    values = {**step.values, "person_id": play.person(step.values["to"]).name}
    del values["to"]
    fine(play.browser_of(person).submit(_of_own_authority(play, person, "delegaties"), values))


def add_closing_day(play: Play, step: Step, person: str) -> None:
    """A closing day, noted by the administrator."""
    fine(play.browser_of(person).submit(_of_own_authority(play, person, "sluitingsdagen"), step.values))


def answer_asked_opinion(play: Play, step: Step, person: str) -> None:
    """The first opinion in one's own work list, answered signed in."""
    browser = play.browser_of(person)
    links = links_near(fine(browser.open("/werklijst")), "/adviezen/")
    if not links:
        raise Failed(f"no opinion is asked of {play.person(person).name}")
    fine(browser.submit(fine(browser.open(links[0])), step.values))


def _of_own_authority(play: Play, person: str, what: str) -> Page:
    """The page on which an administrator adds one of these for the first authority that they administer."""
    browser = play.browser_of(person)
    links = [one for one in links_near(fine(browser.open("/beheer")), "/beheer/") if one.endswith(f"/{what}")]
    if not links:
        raise Failed(f"{play.person(person).name} administers nothing")
    return fine(browser.open(f"{links[0]}/nieuw"))
