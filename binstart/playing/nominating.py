"""Candidates as the desk notes them: who stands up in the room or proposed themselves, and what the meeting decided."""

from typing import Any

from binstart.playing.browsing import Page
from binstart.playing.play import Failed, Play, fine, links_near
from binstart.playing.scenario import Step


def nominate(play: Play, step: Step, person: str) -> None:
    """Note a candidate. Of who gave their data as a participant, the page knows name and address."""
    values = _named(play, step)
    browser = play.browser_of(person)
    found = links_near(_candidates(play, step, person), play.case_address(step, "kandidaten/noteren?"), values["name"])
    if found:
        known = {name: value for name, value in values.items() if name not in ("name", "email", "phone")}
        fine(browser.submit(fine(browser.open(found[0])), known))
    else:
        fine(browser.submit(fine(browser.open(play.case_address(step, "kandidaten/noteren"))), values))


def recognise(play: Play, step: Step, person: str) -> None:
    """Note what the meeting decided about one candidate."""
    values = _named(play, step)
    name = values.pop("name")
    start = play.case_address(step, "kandidaten/")
    links = [one for one in links_near(_candidates(play, step, person), start, name)
             if one.removeprefix(start).isdigit()]  # fmt: skip
    if not links:
        raise Failed(f"{name} is no candidate about whom can be decided")
    browser = play.browser_of(person)
    wanted = {field: values[field] for field in values if field not in ("email", "phone")}
    fine(browser.submit(fine(browser.open(links[0])), wanted))


def _candidates(play: Play, step: Step, person: str) -> Page:
    return fine(play.browser_of(person).open(play.case_address(step, "kandidaten")))


def _named(play: Play, step: Step) -> dict[str, Any]:
    """The values with a name: that of somebody of the scenario, or the one that is given."""
    values = dict(step.values)
    if "person" in values:
        plan = play.person(values.pop("person"))
        return {"name": plan.name, "email": plan.email, **values}
    if "name" not in values:
        raise Failed("give a person of the scenario, or a name")
    return values
