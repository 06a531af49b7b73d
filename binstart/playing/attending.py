"""The info evening as people live it: a letter in the box, a reply, the door, and the votes."""

from io import BytesIO
from urllib.parse import urlsplit

import pikepdf

from binstart.playing.browsing import Browser, Page
from binstart.playing.expecting import witness
from binstart.playing.play import Failed, Play, fine, links_near
from binstart.playing.scenario import Step
from binstart.playing.supporting import houses

LETTER = "/u/"  # how the short address of a letter begins


def reply_to_letter(play: Play, step: Step, person: str) -> None:
    """Each dwelling follows the short address of its letter, and fills in the form."""
    values = {name: value for name, value in step.values.items() if name not in ("street", "numbers")}
    for house in houses(step.values["numbers"]):
        browser = Browser(play.connect())
        page = fine(browser.open(_short_address(play, step, house)))
        fine(browser.submit(page, values))


def give_data(play: Play, step: Step, person: str) -> None:
    """Somebody goes on from the page of their letter, and consents to what is kept of them."""
    values = {name: value for name, value in step.values.items() if name not in ("street", "number")}
    browser = Browser(play.connect())
    page = fine(browser.open(f"{_short_address(play, step, step.values['number'])}/gegevens"))
    fine(browser.submit(page, {"reach": ["mail"], **values, "has_consented": True}))


def note_item(play: Play, step: Step, person: str) -> None:
    """Note what is said about an item, on the page of who leads the evening; then go on to the next one if asked."""
    browser = play.browser_of(person)
    page = fine(browser.open(play.case_address(step, f"leiden?punt={step.values['item']}")))
    press = ("next", "1") if step.values.get("go_on", False) else None
    fine(browser.submit(page, {"text": step.values["text"]}, press))


def check_in(play: Play, step: Step, person: str) -> None:
    """At the door each dwelling gives its street and number."""
    browser = play.browser_of(person)
    for house in houses(step.values["numbers"]):
        page = fine(browser.open(play.case_address(step, "check-in")))
        values = {"street_id": step.values["street"], "number": house, "people": step.values.get("people", 1)}
        fine(browser.submit(page, values))


def open_ballot(play: Play, step: Step, person: str) -> None:
    """Open a vote at the evening of today."""
    browser = play.browser_of(person)
    fine(browser.submit(fine(browser.open(play.case_address(step, "ballots"))), step.values))


def vote_by_phone(play: Play, step: Step, person: str) -> None:
    """Each dwelling opens the address that the big screen shows, and votes with the code of its letter."""
    staff = play.browser_of(witness(play, step))
    shown = fine(staff.open(play.case_address(step, "ballots"))).soup.select_one(".breakable")
    if shown is None:
        raise Failed("no vote by phone is open")
    for house in houses(step.values["numbers"]):
        browser, code = Browser(play.connect()), _short_address(play, step, house).removeprefix(LETTER)
        page = fine(browser.open(urlsplit(shown.get_text()).path))
        fine(browser.submit(page, {"code": code, "choice": step.values["choice"]}))


def close_ballot(play: Play, step: Step, person: str) -> None:
    """Close the vote that is open, with what was counted."""
    browser = play.browser_of(person)
    page = fine(browser.open(play.case_address(step, "ballots")))
    links = [one for one in links_near(page, play.case_address(step, "ballots/")) if one.endswith("/close")]
    if not links:
        raise Failed("no vote is open")
    fine(browser.submit(fine(browser.open(links[0])), step.values))


def _short_address(play: Play, step: Step, house: str) -> str:
    """The short address in the letter of a dwelling: read from the letter as staff give it to who lost it."""
    address = f"{step.values['street']} {house}"
    browser = play.browser_of(witness(play, step))
    page = fine(browser.open(play.case_address(step, "brieven/kopie")))
    letter = play.patience.wait_for(lambda: _letter(browser, page, address), f"the letter for {address}")
    with pikepdf.open(BytesIO(letter)) as pdf:
        links = [str(one.A.URI) for sheet in pdf.pages for one in sheet.get("/Annots", []) if "/A" in one]
    for link in links:
        if urlsplit(link).path.startswith(LETTER):
            return urlsplit(link).path
    raise Failed(f"the letter for {address} has no short address; it has {', '.join(links) or 'no links'}")


def _letter(browser: Browser, page: Page, address: str) -> bytes | None:
    answer = browser.submit(page, {"address": address})
    return None if answer.is_refused else answer.content
