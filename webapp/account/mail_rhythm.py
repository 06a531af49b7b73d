"""How often staff get mails that only inform: each at once, or all of a day in one."""

from flask import Blueprint, flash, redirect, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms import RadioField, SelectChoice
from wtforms.validators import InputRequired

from models.database import db
from models.operations.effects.digesting import AT_ONCE, DAILY
from models.person import Person
from models.settings import settings
from webapp.forms import BinstartForm, render_form
from webapp.permissions import current_actor, may
from webapp.transaction import commit

blueprint = Blueprint("mail_rhythm", __name__)


class ChooseMailRhythmForm(BinstartForm):
    """Once a day or at once."""

    mail_rhythm = RadioField(
        _l("Wanneer wilt u berichten krijgen die alleen informeren?"),
        choices=[SelectChoice(DAILY, _l("één keer per dag, samen")), SelectChoice(AT_ONCE, _l("elk bericht meteen"))],
        validators=[InputRequired(_l("Kies een van de twee."))],
    )


@blueprint.route("/account/berichten", methods=["GET", "POST"])
@may("enter_absence")
def choose_mail_rhythm() -> tuple[str, int] | Response:
    """Choose. What must be done, decisions and sign-in mails always come at once."""
    actor = current_actor()
    assert actor is not None
    person = db.session.get_one(Person, actor.person_id)
    form = ChooseMailRhythmForm(data={"mail_rhythm": person.mail_rhythm})
    if form.validate_on_submit():
        person.mail_rhythm = form.mail_rhythm.data
        commit()
        flash(_("Uw keuze is bewaard."), "success")
        return redirect(url_for("account.show_account"))
    return render_form("account/choose_mail_rhythm.html", form, hour=settings().digest_hour)
