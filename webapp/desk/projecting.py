"""The screen of the hall during the info evening: the agenda in large type, and where the meeting is."""

from flask import Blueprint, abort, g, render_template, request

from models.database import db
from models.queries.evenings import present_evening
from models.rules.procedure import agenda_of
from webapp.permissions import may

blueprint = Blueprint("projecting", __name__)


@blueprint.get("/dossier/<number>/projector")
@may("check_in", case_argument="number")
def show_agenda(number: str) -> str:
    """The agenda with its present item: `?punt=` its number. Who stands at the laptop goes on with a link or a key."""
    evening = present_evening(db.session(), g.case.id)
    if evening is None:
        abort(404)
    titles = list(agenda_of(evening.extra_items).values())
    return render_template("desk/project_agenda.html", case=g.case, evening=evening, titles=titles,
                           present=_item_asked(len(titles)))  # fmt: skip


def _item_asked(count: int) -> int:
    """The number in the address, from 1; what is no number or too far is the nearest item."""
    asked = request.args.get("punt", "1")
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 4 else 1
    return max(1, min(number, count))
