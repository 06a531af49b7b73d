"""One's own data: to see and take along, and to ask that it is corrected or erased."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from werkzeug.wrappers import Response
from wtforms import RadioField, SelectChoice, SelectField, TextAreaField
from wtforms.validators import InputRequired, Length

from models.authority import Authority
from models.database import db
from models.operations.keeping.answering_data_requests import ask_as_person
from models.person import Person
from models.queries.keeping.data_requests import own_requests
from models.queries.keeping.own_data import Subject, data_about
from models.rules.data_requests import KINDS
from models.rules.refusals import Invalid
from webapp.clock import real_now
from webapp.data_request_mails import mail_of
from webapp.forms import LONGEST_TEXT, BinstartForm, refusal_to_form, render_form, trimmed
from webapp.own_data import by_activity, data_file
from webapp.permissions import current_actor, may
from webapp.privacy_words import kept_in_words
from webapp.transaction import commit

blueprint = Blueprint("own_data", __name__)

# A copy one takes along oneself; what is asked of an authority is to correct or to erase.
ASKED = {kind: words for kind, words in KINDS.items() if kind != "access"}


class AskAboutDataForm(BinstartForm):
    """What somebody asks, and of whom."""

    kind = RadioField(
        _l("Wat vraagt u?"),
        choices=[SelectChoice(code, words) for code, words in ASKED.items()],
        validators=[InputRequired(_l("Kies wat u vraagt."))],
    )
    authority_id = SelectField(_l("Aan wie?"), coerce=int, validators=[InputRequired(_l("Kies iets."))])
    text = TextAreaField(
        _l("Leg uit wat er moet veranderen"),
        description=_l("Bijvoorbeeld: mijn huisnummer is 12, niet 21. Of: wis mijn telefoonnummer."),
        filters=[trimmed],
        validators=[InputRequired(_l("Leg uit wat er moet veranderen.")), Length(max=LONGEST_TEXT)],
    )


@blueprint.get("/account/gegevens")
@may("see_own_account")
def show_own_data() -> str:
    """What is held about me, and what I asked."""
    person, rows = _person(), _own_rows()
    return render_template("account/show_own_data.html", person=person, rows=by_activity(rows), kinds=KINDS,
                           kept=kept_in_words,
                           requests=own_requests(db.session(), person.id))  # fmt: skip


@blueprint.get("/account/gegevens.zip")
@may("see_own_account")
def download_own_data() -> Response:
    """The same to take along."""
    person = _person()
    return data_file(_own_rows(), person.name or person.email or "", real_now())


@blueprint.route("/account/gegevens/vraag", methods=["GET", "POST"])
@may("see_own_account")
def ask_about_data() -> tuple[str, int] | Response:
    """Ask to correct or to erase something."""
    form = AskAboutDataForm()
    authorities = db.session.scalars(select(Authority).order_by(Authority.name)).unique()
    form.authority_id.choices = [SelectChoice(one.id, one.name) for one in authorities]
    if form.validate_on_submit():
        actor = current_actor()
        assert actor is not None
        try:
            ask_as_person(db.session(), actor, form.authority_id.data, form.kind.data, form.text.data, real_now(),
                          mail_of("received"))  # fmt: skip
        except Invalid as refusal:
            refusal_to_form(form, refusal)
        else:
            commit()
            flash(_("Uw vraag is verstuurd. U krijgt binnen een maand antwoord."), "success")
            return redirect(url_for("own_data.show_own_data"))
    return render_form("account/ask_about_data.html", form)


def _person() -> Person:
    actor = current_actor()
    assert actor is not None
    return db.session.get_one(Person, actor.person_id)


def _own_rows():  # type: ignore[no-untyped-def]
    person = _person()
    return data_about(db.session(), Subject(person.id, person.email or ""))
