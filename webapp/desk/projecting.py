"""The screen of the hall during the info evening: the agenda in large type, where the meeting is, and its votes.

It looks again by itself: whoever leads the evening moves it from their own laptop or phone (webapp.desk.leading).
"""

from datetime import timedelta
from typing import Any

from flask import Blueprint, abort, g, render_template
from flask_babel import gettext as _

from documents.look.qr import qr_code
from models.ballot import Ballot
from models.database import db
from models.info_evening import InfoEvening
from models.queries.evenings.ballots import ballots_of
from models.queries.evenings.evenings import present_evening
from models.rules.ballots import is_approved
from models.rules.procedure import agenda_of
from webapp.clock import now
from webapp.permissions import may
from webapp.voting_address import voting_address

blueprint = Blueprint("projecting", __name__)

AGAIN_AFTER = 5  # seconds until the screen looks again
RESULT_SHOWN = timedelta(minutes=10)  # after a vote; then the agenda has the screen for itself


@blueprint.get("/dossier/<number>/projector")
@may("check_in", case_argument="number")
def show_agenda(number: str) -> str:
    """The agenda with its present item, or the vote that is going on; buttons for who stands at this screen."""
    evening = present_evening(db.session(), g.case.id)
    if evening is None:
        abort(404)
    agenda = agenda_of(evening.extra_items)
    codes = list(agenda)
    place = codes.index(evening.present_item) if evening.present_item in agenda else 0
    return render_template("desk/project_agenda.html", case=g.case, evening=evening, titles=list(agenda.values()),
                           place=place, codes=codes, **_projected(evening))  # fmt: skip


def _projected(evening: InfoEvening) -> dict[str, Any]:
    """The open vote, with where one votes; else the last one, while its result is news."""
    address = voting_address(evening.id)
    return {
        "ballot": _ballot_now(evening),
        "is_approved": is_approved,
        "address": address,
        "code": qr_code(address, _("QR-code om te stemmen")),
        "again_after": AGAIN_AFTER,
    }


def _ballot_now(evening: InfoEvening) -> Ballot | None:
    last = next(iter(ballots_of(db.session(), evening.id)), None)
    if last is not None and last.closed_at is not None and last.closed_at < now() - RESULT_SHOWN:
        return None
    return last
