"""The charter: filling in its sections, each on its own page, and the signatures under it."""

from binstart.playing.acting import action_path, with_empty_rows
from binstart.playing.browsing import Browser, Page
from binstart.playing.place_reading import EVERYONE
from binstart.playing.play import Failed, Play, fine, links_near
from binstart.playing.scenario import Step
from models.rules.access import Role

SCAN = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
SIGNING_STAFF = {Role.MAYOR, Role.POLICE_CHIEF, Role.MANDATED_OFFICER}


def edit_charter(play: Play, step: Step, person: str) -> None:
    """Open each section, fill in what the scenario gives and leave the rest as it stands."""
    browser = play.browser_of(person)
    for code, content in step.values["sections"].items():
        page = fine(browser.open(play.case_address(step, f"charter/{action_path(code)}")))
        values = {name: with_empty_rows(page, name, value) for name, value in content.items()}
        fine(browser.submit(page, values))


def freeze_charter(play: Play, step: Step, person: str) -> None:
    """Fix the text, with the same reason for everything that the page calls unusual."""
    page = fine(play.browser_of(person).open(play.case_address(step, action_path(step.verb))))
    form = page.form_with("csrf_token")
    asked = [name for name, control in form.controls.items() if control.kind == "textarea"]
    reason = step.values.get("reason")
    fine(play.browser_of(person).submit(page, {name: reason for name in asked if reason}))


def sign_charter(play: Play, step: Step, person: str) -> None:
    """Somebody signs every line that is theirs; `everyone`: all who can. Raises Failed when nobody could."""
    people = _signatories(play, step) if person == EVERYONE else [person]
    if sum(_sign(play, step, key) for key in people) == 0:
        raise Failed("there was nothing to sign")


def _signatories(play: Play, step: Step) -> list[str]:
    here = (play.scenario.municipality.name, play.scenario.municipality.zone)
    staff = [
        key
        for key, person in play.scenario.people.items()
        if any(role in SIGNING_STAFF and place in here for role, place in person.mandates)
    ]
    return [*play.seated.get(step.case, []), *staff]


def _sign(play: Play, step: Step, person: str) -> int:
    """How many lines this person signed."""
    browser = play.browser_of(person)
    start = play.case_address(step, "sign-charter/")
    links = links_near(fine(browser.open(play.case_address(step, "charter"))), start)
    for link in links:
        values = {"name": play.person(person).name, "place": _place(play, step)}
        fine(browser.submit(fine(browser.open(link)), values))
    return len(links)


def _place(play: Play, step: Step) -> str:
    return str(step.values.get("place", play.scenario.municipality.name))


def record_ink_signature(play: Play, step: Step, person: str) -> None:
    """The desk notes the signature on the line of this capacity."""
    browser = play.browser_of(person)
    values = {name: value for name, value in step.values.items() if name != "capacity"}
    values["place"] = _place(play, step)
    start = play.case_address(step, "record-ink-signature/")
    page = fine(browser.open(start.rstrip("/")))
    links = links_near(page, start, step.values["capacity"])
    if not links:
        raise Failed(f"no line of the charter waits for '{step.values['capacity']}'")
    fine(
        browser.submit(fine(browser.open(links[0])), values, files={"scan": ("bladzijde.pdf", SCAN, "application/pdf")})
    )


def check_ink_signature(play: Play, step: Step, person: str) -> None:
    """Compare what waits, one after the other; with a reason the first goes back. Raises Failed when nothing waits."""
    browser, address = play.browser_of(person), play.case_address(step, action_path(step.verb))
    page = fine(browser.open(address))
    reason = step.values.get("reason", "")
    if reason:
        fine(browser.submit(page, {"outcome": "back", "reason": reason}))
        return
    while not page.is_refused:
        fine(browser.submit(page, {"outcome": "right"}))
        page = browser.open(address)


def comment_charter(play: Play, step: Step, person: str) -> None:
    """Say something at the piece with these words. Raises Failed when no piece has them."""
    browser, page, start = _comments(play, step, person)
    links = links_near(page, f"{start}/nieuw", step.values.get("about", ""))
    if not links:
        raise Failed(f"no piece of '{step.values['section']}' says '{step.values['about']}'")
    said = {name: step.values[name] for name in ("text", "suggestion") if name in step.values}
    fine(browser.submit(fine(browser.open(links[0])), said))


def answer_comment(play: Play, step: Step, person: str) -> None:
    """Answer the first open comment of a section. Raises Failed when there is none."""
    browser, page, _start = _comments(play, step, person)
    links = links_near(page, play.case_address(step, "reacties/"))
    if not links:
        raise Failed(f"nothing is said about '{step.values['section']}'")
    values = {"text": step.values.get("text", ""), "outcome": step.values.get("outcome", "open")}
    fine(browser.submit(fine(browser.open(links[0])), values))


def _comments(play: Play, step: Step, person: str) -> tuple[Browser, Page, str]:
    browser = play.browser_of(person)
    start = play.case_address(step, f"charter/{action_path(step.values['section'])}/reacties")
    return browser, fine(browser.open(start)), start


def settle_remark(play: Play, step: Step, person: str) -> None:
    """Answer the remarks that wait, one after the other. Raises Failed when none does."""
    browser, address = play.browser_of(person), play.case_address(step, action_path(step.verb))
    page = fine(browser.open(address))
    values = {"is_followed": "yes" if step.values.get("is_followed", True) else "no", "answer": step.values["answer"]}
    done: set[str] = set()
    while (remark := page.form_with("remark_id").value("remark_id")) not in done:
        done.add(remark)
        fine(browser.submit(page, values))
        page = browser.open(address)


def refuse_signature(play: Play, step: Step, person: str) -> None:
    """Say on one's own line why one does not sign."""
    browser = play.browser_of(person)
    page = fine(browser.open(play.case_address(step, action_path(step.verb))))
    fine(browser.submit(page, {"reason": step.values["reason"]}))
