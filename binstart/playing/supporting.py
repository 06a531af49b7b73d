"""Giving voices: dwellings on the support page with the link in their mail, and paper sheets that staff enter."""

import re

from binstart.playing.acting import act
from binstart.playing.browsing import Browser
from binstart.playing.chartering import SCAN
from binstart.playing.mail import links_in, mails
from binstart.playing.play import Failed, Play, fine
from binstart.playing.scenario import Step

_LINK = "/steun/stem/"


def give_voices(play: Play, step: Step, person: str) -> None:
    """Each dwelling fills in the form, opens its mail, and presses the button."""
    number = play.numbers.get(step.case)
    if number is None:
        raise Failed(f"the case '{step.case}' was never submitted")
    for house in houses(step.values["numbers"]):
        browser, email = Browser(play.connect()), address_of(step.values["street"], house)
        earlier = {mail.path for mail in mails(browser)}
        page = fine(browser.open(f"/steun/{number}"))
        values = {"street_id": step.values["street"], "number": house, "choice": step.values.get("choice", "for"),
                  "name": f"Bewoner van nummer {house}", "email": email}  # fmt: skip
        fine(browser.submit(page, values))
        if step.values.get("confirm", True):
            link = play.patience.wait_for(lambda: _new_link(browser, email, earlier), f"the mail for {email}")  # noqa: B023
            fine(browser.submit(fine(browser.open(link)), {}))


def enter_support_sheet(play: Play, step: Step, person: str) -> None:
    """A line per dwelling, and the scan."""
    lines = [
        {"street_id": step.values["street"], "number": house, "name": f"Bewoner van nummer {house}",
         "choice": step.values.get("choice", "for")}
        for house in houses(step.values["numbers"])
    ]  # fmt: skip
    browser = play.browser_of(person)
    page = fine(browser.open(play.case_address(step, "enter-support-sheet")))
    fine(browser.submit(page, {"lines": lines}, files={"scan": ("steunlijst.pdf", SCAN, "application/pdf")}))


def check_support_sheet(play: Play, step: Step, person: str) -> None:
    """The lines of the sample as they stand on the page; or the sheet goes back."""
    reason = step.values.get("reason", "")
    act(play, step, person, {"outcome": "back", "reason": reason} if reason else {"outcome": "counts"})


def houses(text: str) -> list[str]:
    """House numbers as they are written: '1 to 9', or '3, 5, 12A'."""
    found: list[str] = []
    for part in text.split(","):
        run = re.fullmatch(r"\s*(\d+)\s+to\s+(\d+)\s*", part)
        found += [str(number) for number in range(int(run[1]), int(run[2]) + 1)] if run else [part.strip()]
    return found


def address_of(street: str, house: str) -> str:
    """The mail address of a dwelling in a play."""
    return f"{re.sub('[^a-z0-9]+', '.', f'{street} {house}'.lower())}@bewoners.example"


def _new_link(browser: Browser, email: str, earlier: set[str]) -> str | None:
    fresh = [mail for mail in mails(browser) if mail.path not in earlier and mail.is_to(email)]
    links = (link for mail in fresh for link in links_in(browser, mail) if link.startswith(_LINK))
    return next(links, None)
