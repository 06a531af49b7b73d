"""Voting by phone at an info evening: without an account, with the code of the letter, once per dwelling."""

from flask import Blueprint, abort, flash, redirect, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as AnyResponse
from wtforms import HiddenField, RadioField, SelectChoice, StringField
from wtforms.validators import InputRequired, Length

from models.database import db
from models.info_evening import InfoEvening
from models.operations.accounts.attempts import require_below_limit
from models.operations.evenings.balloting import vote_by_phone
from models.queries.evenings.ballots import open_ballot
from models.rules.ballots import CHOICES, is_voting_over
from models.rules.refusals import GateNotMet, Invalid
from webapp.clock import now
from webapp.forms import BinstartForm, number_of, refusal_to_form, render_form, trimmed
from webapp.link_pages import caller, count_wrong_code, private, private_answer
from webapp.permissions import may
from webapp.transaction import commit

blueprint = Blueprint("voting", __name__)

LIMIT = "wrong_voting_code"
AGAIN_AFTER = 15  # seconds until a page without a vote looks again


class VoteForm(BinstartForm):
    """The code of the letter, and the vote. `ballot_id`: the question that stood on the page."""

    ballot_id = HiddenField()
    code = StringField(
        _l("Code van uw brief"),
        description=_l("Ze staat op de uitnodiging, onder de QR-code. Per woning telt één stem."),
        filters=[trimmed],
        validators=[InputRequired(_l("Vul de code van uw brief in.")), Length(max=40, message=_l("Dit is te lang."))],
        render_kw={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"},
    )
    choice = RadioField(_l("Uw stem"), choices=[SelectChoice(code, name) for code, name in CHOICES.items()],
                        validators=[InputRequired(_l("Kies voor, tegen of onthouding."))])  # fmt: skip


@blueprint.route("/stem/<int:evening_id>", methods=["GET", "POST"])
@may("vote_by_phone")
def vote(evening_id: int) -> AnyResponse:
    """The question of the open vote; where there is none, the page looks again by itself."""
    evening = db.session.get(InfoEvening, evening_id)
    if evening is None:
        abort(404)
    form = VoteForm()
    if form.validate_on_submit() and _is_counted(form, evening_id):
        return private_answer(redirect(url_for("voting.vote", evening_id=evening_id)))
    ballot = open_ballot(db.session(), evening_id)
    is_shown = ballot is not None and ballot.way == "phone" and not is_voting_over(evening.starts_at, now())
    shown = str(ballot.id) if ballot and is_shown else ""
    if not form.is_submitted():
        form.ballot_id.data = shown
    elif form.ballot_id.data != shown:  # another question is open by now: nobody answers it by mistake
        raise GateNotMet("ballot_closed", _("Deze stemming is afgesloten. Uw stem is niet geteld."))
    return private(*render_form("public/vote.html", form, ballot=ballot if shown else None, evening_id=evening_id,
                                 again_after=AGAIN_AFTER))  # fmt: skip


def _is_counted(form: VoteForm, evening_id: int) -> bool:
    """Count the vote. A refusal stands on the page, with what was filled in; who tries many codes must wait."""
    require_below_limit(db.session(), LIMIT, caller(), now())
    try:
        vote_by_phone(db.session(), evening_id, now(), ballot_id=number_of(form.ballot_id.data),
                      code=form.code.data or "", choice=form.choice.data or "")  # fmt: skip
    except Invalid as refusal:
        refusal_to_form(form, refusal)
        if refusal.code == "unknown_code":
            count_wrong_code(LIMIT, now())
        return False
    commit()
    flash(_("Uw stem is geteld. Dank u."), "success")
    return True
