"""The actions of the procedure, each on its own page of the case: open it, fill it in, send it."""

from collections.abc import Callable, Mapping
from typing import Any

from binstart.playing.browsing import Page
from binstart.playing.forms import Form, is_rows
from binstart.playing.place_reading import EVERYONE
from binstart.playing.play import Failed, Play, fine, links_near
from binstart.playing.scenario import Step
from models.rules.access import Role

CHOICES = ("role", "side", "kind", "frequency", "payer")  # parts of a row that always have a value
# On which page one finds whose opinion or screening it is.
_CHOOSING = {
    "give_opinion": ("",),
    "answer_adviser": ("",),
    "withdraw_opinion": ("",),
    "record_screening": ("record-screening",),
}
INVITATION = "/stuurgroep/uitnodiging/"
Perform = Callable[[Play, Step, str], None]


def act(play: Play, step: Step, person: str, values: Mapping[str, Any], tail: str = "") -> Page:
    """Carry out the step's action with these values. `tail`: what follows the action in its address.

    Raises Refused when the page can't be opened or is not accepted.
    """
    browser = play.browser_of(person)
    if step.on_open_page:
        page = play.opened.pop((person, step.verb))
    else:
        page = fine(browser.open(play.case_address(step, action_path(step.verb) + tail)))
    return fine(browser.submit(page, values))


def action_path(action: str) -> str:
    """How an action stands in an address."""
    return action.replace("_", "-")


def simply(play: Play, step: Step, person: str) -> None:
    """Fill in the fields by their names, and send."""
    act(play, step, person, step.values)


def record_screening(play: Play, step: Step, person: str) -> None:
    """The screening of one coordinator, who has a page of their own."""
    values = dict(step.values)
    name = play.person(values.pop("person")).name
    act(play, step, person, values, tail_near(play, step, person, name))


def appoint_steering_group(play: Play, step: Step, person: str) -> None:
    """The whole list, with the names and addresses of the scenario's people; rows of before are overwritten."""
    seats = [_seat(play, seat) for seat in step.values["seats"]]
    browser = play.browser_of(person)
    page = fine(browser.open(play.case_address(step, action_path(step.verb))))
    fine(browser.submit(page, {"seats": with_empty_rows(page, "seats", seats)}))
    by_mail = {plan.email: key for key, plan in play.scenario.people.items()}
    play.seated[step.case] = [
        by_mail[seat["email"]]
        for seat in seats
        if seat["email"] in by_mail and seat["role"] != Role.STEERING_GROUP_MEMBER.value
    ]


def answer_seat(play: Play, step: Step, person: str) -> None:
    """Answer the invitation to the stuurgroep. The page of the case leads to it, or has the link for who sees it."""
    if person == EVERYONE:
        raise Failed("name who answers: each has an invitation of their own")
    browser = play.browser_of(person)
    page = fine(browser.open(play.case_address(step)))
    if not page.path.startswith(INVITATION):
        found = links_near(page, INVITATION)
        if not found:
            raise Failed(f"{play.person(person).name} was not asked for the stuurgroep, or has answered")
        page = fine(browser.open(found[0]))
    fine(browser.submit(page, {"answer": step.values.get("answer", "accept"), "is_of_age": True}))


def with_empty_rows(page: Page, name: str, value: Any) -> Any:
    """Rows, with those that stand on the page beyond them emptied: the scenario gives the whole list."""
    if not is_rows(value) or not value:
        return value
    left_over = page.form_with(name).rows(name) - len(value)
    return [*value, *[dict.fromkeys((part for part in value[0] if part not in CHOICES), "")] * left_over]


def _seat(play: Play, seat: Mapping[str, Any]) -> dict[str, Any]:
    if "person" not in seat:
        return {"phone": "", **seat}
    plan = play.person(seat["person"])
    return {"name": plan.name, "email": plan.email, "phone": plan.phone, "role": seat["role"]}


def check_launch_items(play: Play, step: Step, person: str) -> None:
    """Tick off each of the items (or untick), one after the other; each has its own button on the page."""
    browser = play.browser_of(person)
    address = play.case_address(step, action_path(step.verb))
    forms = _forms_of_items(fine(browser.open(address)))
    wanted = "yes" if step.values.get("is_done", True) else "no"
    items = step.values["items"] or [item for item, form in forms.items() if form.value("is_done") == wanted]
    for item in items:
        page = fine(browser.open(address))
        form = _forms_of_items(page).get(item)
        if form is None:
            raise Failed(f"the launch list has no '{item}'; it has {', '.join(forms)}")
        fine(browser.submit(page, {"is_done": wanted}, form=form))


def close_evaluation(play: Play, step: Step, person: str) -> None:
    """Fill in the decision; a network to merge into is chosen by the name of its case in the scenario, and streets that
    leave by their names."""
    values = dict(step.values)
    if "leaving" in values:
        page = fine(play.browser_of(person).open(play.case_address(step, action_path(step.verb))))
        offered = page.form_with("leaving").controls["leaving"].options
        values["leaving"] = [value for value, label in offered.items() if label.partition(" (")[0] in values["leaving"]]
    if "successor" in values:
        number = play.numbers.get(values["successor"])
        if number is None:
            raise Failed(f"the case '{values['successor']}' was never submitted")
        values["successor"] = number.lower()
    act(play, step, person, values)


def _forms_of_items(page: Page) -> dict[str, Form]:
    return {form.value("item"): form for form in page.forms if "item" in form.controls}


def open_page(play: Play, step: Step, person: str) -> None:
    """Open the page of an action, and leave it open."""
    action = step.values["action"]
    page = fine(play.browser_of(person).open(play.case_address(step, action_path(action))))
    play.opened[person, action] = page


def tail_near(play: Play, step: Step, person: str, words: str) -> str:
    """What follows the action in the address of the link that stands with these words: on the page of the action, which
    lets one choose, or else on the case page. Raises Refused when the action's page is refused."""
    start = play.case_address(step, f"{action_path(step.verb)}/")
    for tail in _CHOOSING[step.verb]:
        page = fine(play.browser_of(person).open(play.case_address(step, tail)))
        found = links_near(page, start, words)
        if found:
            return "/" + found[0].removeprefix(start)
    raise Failed(f"no link to {start}… stands with '{words}' for {play.person(person).name}")
