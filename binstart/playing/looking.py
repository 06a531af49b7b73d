"""What anybody can do: look up a street on the public page. And what nobody does: waiting, checking."""

from binstart.playing.forms import forms_of
from binstart.playing.play import Failed, Play, fine
from binstart.playing.scenario import Step

START, BOX, PLACE = "/", "straat", "gemeente"


def nothing(play: Play, step: Step, person: str) -> None:
    """The clock has moved already; what is expected is looked at afterwards."""


def look_up_street(play: Play, step: Step, person: str) -> None:
    """The public page says which networks there are in a street, for everybody and without signing in."""
    visitor = play.visitor()
    start = fine(visitor.open(START))
    form = next((form for form in forms_of(start.soup) if BOX in form.controls), None)
    if form is None:
        raise Failed(f"the front page has no box '{BOX}' for a street")
    number = step.values.get("number")
    typed = f"{step.values['street']} {number}" if number else step.values["street"]
    form.fill({BOX: typed, **({PLACE: play.scenario.municipality.name} if PLACE in form.controls else {})})
    page = fine(visitor.ask(form))
    wanted, unwanted = step.values.get("shows", ""), step.values.get("shows_not", "")
    if wanted not in page.says:
        raise Failed(f"the page of {typed} does not show '{wanted}': {page.says}")
    if unwanted and unwanted in page.says:
        raise Failed(f"the page of {typed} shows '{unwanted}': {page.says}")
