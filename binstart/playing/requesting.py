"""The founding request, page by page: each page is filled in with what it asks, until the answers can be checked."""

import re
from typing import Any

from binstart.playing.browsing import Browser, Page
from binstart.playing.play import Failed, Play, fine
from binstart.playing.scenario import PersonPlan, Step

START, ON_BEHALF = "/aanvraag", "/aanvraag/namens"
MOST_PAGES = 30
_PAGE = re.compile(r"/aanvraag/\d+/[\w-]+")
_NUMBER = re.compile(r"\b[A-Z]{3}-\d{4}-\d{4,}\b")
_EXPLANATION = "overlap_explanation"
_TRAP = "website"  # for programs that fill in everything; people leave it empty


def submit_request(play: Play, step: Step, person: str) -> None:
    """Begin, fill in every page, check and send; the number on the confirmation becomes that of the case."""
    browser = play.browser_of(person)
    answers = _answers(play, step, person)
    if play.person(person).mandates:
        page = fine(browser.submit(fine(browser.open(ON_BEHALF)), _asked(browser.open(ON_BEHALF), answers)))
    else:
        page = fine(browser.submit(fine(browser.open(START)), {}))
    page = _through_the_pages(browser, page, answers)
    found = _NUMBER.search(page.says)
    if found is None:
        raise Failed(f"the page after sending shows no case number: {page.path}: {page.says[:300]}")
    play.numbers[step.case] = found[0]


def _through_the_pages(browser: Browser, page: Page, answers: dict[str, Any]) -> Page:
    for _ in range(MOST_PAGES):
        if not _PAGE.match(page.path) or not page.forms:
            return page
        page = fine(_filled_in(browser, page, answers))
    raise Failed(f"the request does not end after {MOST_PAGES} pages; the last was {page.path}")


def _filled_in(browser: Browser, page: Page, answers: dict[str, Any]) -> Page:
    """The page after this one. Where something is already, this one comes back and asks why."""
    answer = browser.submit(page, _asked(page, answers))
    if answer.is_refused and answer.path == page.path and _EXPLANATION in answer.form_with(_EXPLANATION).names():
        return browser.submit(answer, {_EXPLANATION: answers[_EXPLANATION]})
    return answer


def _asked(page: Page, answers: dict[str, Any]) -> dict[str, Any]:
    """Those of the answers that this page asks."""
    form = page.form_with()
    names = set(form.names()) - {_TRAP}
    return {
        name: value
        for name, value in answers.items()
        if name in names or any(other.startswith(f"{name}-") for other in names)
    }


def _answers(play: Play, step: Step, person: str) -> dict[str, Any]:
    values = dict(step.values)
    area = values.pop("area", None) or [dict(part) for part in play.scenario.area or ()]
    applicant = play.person(values.pop("applicant", person))
    values.pop("as", None)
    on_behalf = bool(play.person(person).mandates)
    return {
        "kind": "bin",
        "declaration": True,
        _EXPLANATION: "De bewoners willen een netwerk dicht bij huis.",
        "channel": "counter" if on_behalf else "online",
        "municipality_id": play.scenario.municipality.name,
        **_applicant(applicant, play),
        **values,
        "segments": [_segment(part) for part in area],
    }


def _segment(part: dict[str, Any]) -> dict[str, Any]:
    return {
        "street": part["street"],
        "side": part.get("side", "all"),
        "from_number": part.get("from", ""),
        "to_number": part.get("to", ""),
    }


def _applicant(person: PersonPlan, play: Play) -> dict[str, Any]:
    place = next(place for place in play.scenario.municipalities if place.name == person.home_in)
    home = f"{person.home[0]} {person.home[1]}" if person.home else "Gemeentehuis, Dorpsplein 1"
    return {
        "applicant_name": person.name,
        "applicant_email": person.email,
        "applicant_phone": person.phone,
        "applicant_address": f"{home}, {place.postcode} {place.name}".replace(",  ", ", "),
    }
