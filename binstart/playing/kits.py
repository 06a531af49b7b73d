"""The launch kit: its texts, its moment, the approvals of both sides, and the quote by a link."""

from binstart.playing.browsing import Browser, Page
from binstart.playing.forms import Form
from binstart.playing.mail import links_to
from binstart.playing.play import Failed, Play, fine
from binstart.playing.scenario import Step

_KIT, _LINK = "lanceringskit", "/citaat/"


def edit_launch_kit(play: Play, step: Step, person: str) -> None:
    """Other words for one text."""
    browser = play.browser_of(person)
    page = fine(browser.open(play.case_address(step, f"{_KIT}/tekst/{step.values['piece']}")))
    fine(browser.submit(page, {"text": step.values["text"]}))


def plan_launch_kit(play: Play, step: Step, person: str) -> None:
    """When it leaves, and to which papers."""
    values = dict(step.values)
    if "press" in values:
        values["press"] = "\n".join(values["press"])
    browser = play.browser_of(person)
    fine(browser.submit(fine(browser.open(play.case_address(step, f"{_KIT}/moment"))), values))


def approve_launch_kit(play: Play, step: Step, person: str) -> None:
    """The button of one's own side."""
    browser = play.browser_of(person)
    page = fine(browser.open(play.case_address(step, _KIT)))
    fine(browser.submit(page, {}, form=_approval(page)))


def _approval(page: Page) -> Form:
    for form in page.forms:
        if "/goedkeuren/" in form.action:
            return form
    raise Failed("the launch kit has nothing to approve for this person")


def ask_quote(play: Play, step: Step, person: str) -> None:
    """Ask somebody by mail."""
    values = dict(step.values)
    values["email"] = play.person(values.pop("person")).email
    browser = play.browser_of(person)
    fine(browser.submit(fine(browser.open(play.case_address(step, f"{_KIT}/citaat"))), values))


def give_quote(play: Play, step: Step, person: str) -> None:
    """The link of the newest mail to this person, opened in a browser in which nobody is signed in."""
    email = play.person(step.values["person"]).email
    browser = Browser(play.connect())
    what = f"the mail with a link for {email}"
    link = play.patience.wait_for(lambda: next(links_to(browser, email, _LINK), None), what)
    fine(browser.submit(fine(browser.open(link)), {"text": step.values["text"]}))
