"""An active network as people live it: members who join, messages, meetings, and the surveys of the members."""

from binstart.playing.browsing import Browser, Page
from binstart.playing.forms import Form
from binstart.playing.mail import links_to
from binstart.playing.play import Failed, Play, fine, links_near
from binstart.playing.scenario import Step
from binstart.playing.supporting import address_of, houses

_WISHES = {"connection": "lives", "channel": "mail", "is_adult": True, "accepts_rules": True, "agrees": True}
_MEMBER, _SURVEY = "/lid/", "/vragenlijst/"


def join_network(play: Play, step: Step, person: str) -> None:
    """Somebody of each dwelling fills in the form, and presses the button behind the link of their mail."""
    number = play.numbers.get(step.case)
    if number is None:
        raise Failed(f"the case '{step.case}' was never submitted")
    street = step.values["street"]
    for house in houses(step.values["numbers"]):
        browser, email = Browser(play.connect()), address_of(street, house)
        page = fine(browser.open(f"/netwerken/{number.lower()}/lid-worden"))
        values = {"name": f"Lid van nummer {house}", "street_id": street, "number": house, "email": email}
        fine(browser.submit(page, {**values, **_WISHES}))
        fine(browser.submit(_behind_link(play, browser, email, _MEMBER), {}))


def welcome_members(play: Play, step: Step, person: str) -> None:
    """Everybody who waits, one after the other."""
    browser = play.browser_of(person)
    page = fine(browser.open(play.case_address(step, "leden")))
    waiting = len(_ending(page, "/verwelkomen"))
    if not waiting:
        raise Failed("nobody waits for a welcome")
    for _one in range(waiting):
        page = fine(browser.open(play.case_address(step, "leden")))
        fine(browser.submit(page, {}, form=_ending(page, "/verwelkomen")[0]))


def write_message(play: Play, step: Step, person: str) -> None:
    """Nothing leaves yet."""
    _fill_in(play, step, person, "berichten/nieuw")


def enter_message(play: Play, step: Step, person: str) -> None:
    """What left by another way."""
    _fill_in(play, step, person, "berichten/invoeren")


def release_message(play: Play, step: Step, person: str) -> None:
    """The button below a message, with a word of the coordinator."""
    _press_below(play, step, person, "/versturen", {"foreword": step.values.get("foreword")})


def turn_second_key(play: Play, step: Step, person: str) -> None:
    """The button of the second person."""
    _press_below(play, step, person, "/tweede-sleutel", {})


def plan_meeting(play: Play, step: Step, person: str) -> None:
    """A meeting, on the page of all meetings."""
    page = fine(play.browser_of(person).open(play.case_address(step, "bijeenkomsten")))
    fine(play.browser_of(person).submit(page, step.values, form=page.form_with("starts_at")))


def open_survey(play: Play, step: Step, person: str) -> None:
    """Ask the members, before the clock does."""
    _fill_in(play, step, person, "bevraging/openen")


def answer_survey(play: Play, step: Step, person: str) -> None:
    """Each member follows the link of their own mail, signed in nowhere."""
    for house in houses(step.values["numbers"]):
        browser = Browser(play.connect())
        page = _behind_link(play, browser, address_of(step.values["street"], house), _SURVEY)
        fine(browser.submit(page, step.values["answers"]))


def close_survey(play: Play, step: Step, person: str) -> None:
    """Close it before its last day."""
    _fill_in(play, step, person, "bevraging/sluiten")


def _fill_in(play: Play, step: Step, person: str, tail: str) -> None:
    browser = play.browser_of(person)
    fine(browser.submit(fine(browser.open(play.case_address(step, tail))), step.values))


def _press_below(play: Play, step: Step, person: str, ending: str, values: dict[str, str | None]) -> None:
    """A button on the page of the message with this subject."""
    browser, subject = play.browser_of(person), step.values["subject"]
    start = play.case_address(step, "berichten/")
    links = links_near(fine(browser.open(play.case_address(step, "berichten"))), start, subject)
    if not links:
        raise Failed(f"there is no message '{subject}'")
    page = fine(browser.open(links[0]))
    forms = _ending(page, ending)
    if not forms:
        raise Failed(f"{play.person(person).name} can't let '{subject}' go now")
    fine(browser.submit(page, {name: value for name, value in values.items() if value}, form=forms[0]))


def _ending(page: Page, ending: str) -> list[Form]:
    return [form for form in page.forms if form.action.endswith(ending)]


def _behind_link(play: Play, browser: Browser, email: str, start: str) -> Page:
    """The page of the newest link of this kind that can still be used."""
    return play.patience.wait_for(lambda: _usable(browser, email, start), f"the mail with a link for {email}")


def _usable(browser: Browser, email: str, start: str) -> Page | None:
    for link in links_to(browser, email, start):
        page = browser.open(link)
        if page.status == 200 and page.forms:
            return page
    return None
