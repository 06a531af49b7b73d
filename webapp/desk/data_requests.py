"""Questions of people about their own data, for who answers: the list, one question, a letter entered, and the copy."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms import EmailField, RadioField, SelectChoice, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from models.authority import Authority
from models.data_request import DataRequest
from models.database import db
from models.operations.keeping.answering_data_requests import answer_request, enter_request, extend_request, identify
from models.queries.keeping.data_requests import answering_ids, requests_for
from models.queries.keeping.own_data import OwnRow, Subject, data_about
from models.rules.access import Actor
from models.rules.data_requests import BY_STAFF, IDENTIFIED, KINDS
from models.rules.refusals import Invalid
from webapp.clock import real_now
from webapp.data_request_mails import mail_of
from webapp.dates import DayField
from webapp.forms import LONGEST_LINE, LONGEST_TEXT, BinstartForm, refusal_to_form, render_form, trimmed
from webapp.own_data import data_file
from webapp.permissions import current_actor, may
from webapp.transaction import commit

blueprint = Blueprint("data_requests", __name__)

_NEEDED = InputRequired(_l("Vul dit in."))


class EnterDataRequestForm(BinstartForm):
    """A letter, or somebody at the desk."""

    authority_id = SelectField(_l("Aan wie is de vraag gericht?"), coerce=int, validators=[_NEEDED])
    kind = RadioField(
        _l("Wat wordt gevraagd?"),
        choices=[SelectChoice(code, words) for code, words in KINDS.items()],
        validators=[_NEEDED],
    )
    name = StringField(_l("Naam"), filters=[trimmed], validators=[_NEEDED, Length(max=LONGEST_LINE)])
    email = EmailField(_l("E-mailadres"), filters=[trimmed], validators=[Optional(), Length(max=254)])
    address = StringField(_l("Adres"), filters=[trimmed], validators=[Length(max=LONGEST_LINE)])
    asked_on = DayField(_l("Wanneer kwam de vraag binnen?"), validators=[_NEEDED])
    text = TextAreaField(_l("Wat moet er veranderen?"), description=_l("Leeg bij inzage."), filters=[trimmed],
                         validators=[Length(max=LONGEST_TEXT)])  # fmt: skip


class IdentifyForm(BinstartForm):
    """How it is certain who asks."""

    how = RadioField(
        _l("Hoe bent u zeker wie dit vraagt?"),
        choices=[SelectChoice(one, IDENTIFIED[one]) for one in BY_STAFF],
        validators=[_NEEDED],
    )


class ExtendForm(BinstartForm):
    """Two months more."""

    reason = TextAreaField(
        _l("Waarom is er meer tijd nodig?"), filters=[trimmed], validators=[_NEEDED, Length(max=LONGEST_TEXT)]
    )


class AnswerForm(BinstartForm):
    """What was done, or why not."""

    is_granted = RadioField(
        _l("Is het gebeurd?"),
        choices=[SelectChoice("yes", _l("ja")), SelectChoice("no", _l("nee, geweigerd"))],
        validators=[_NEEDED],
    )
    answer = TextAreaField(
        _l("Wat is er gebeurd, of waarom niet?"),
        description=_l("De persoon leest dit."),
        filters=[trimmed],
        validators=[_NEEDED, Length(max=LONGEST_TEXT)],
    )


@blueprint.get("/gegevensvragen")
@may("answer_data_requests")
def list_data_requests() -> str:
    """All questions to my municipality or zone."""
    return render_template("desk/list_data_requests.html", requests=requests_for(db.session(), _actor()), kinds=KINDS)


@blueprint.route("/gegevensvragen/nieuw", methods=["GET", "POST"])
@may("answer_data_requests")
def enter_data_request() -> tuple[str, int] | Response:
    """Enter a question that came in on paper or at the desk."""
    form = EnterDataRequestForm()
    own = [db.session.get_one(Authority, one) for one in sorted(answering_ids(_actor()))]
    form.authority_id.choices = [SelectChoice(one.id, one.name) for one in own]
    if form.validate_on_submit():
        told = {name: form[name].data or "" for name in ("kind", "name", "email", "address", "text")}
        try:
            row = enter_request(db.session(), _actor(), form.authority_id.data, real_now(), mail_of("received"),
                                asked_on=form.asked_on.data, **told)  # fmt: skip
        except Invalid as refusal:
            refusal_to_form(form, refusal)
        else:
            commit()
            return redirect(url_for("data_requests.show_data_request", request_id=row.id))
    return render_form("desk/enter_data_request.html", form)


@blueprint.get("/gegevensvragen/<int:request_id>")
@may("answer_data_requests")
def show_data_request(request_id: int) -> str:
    """One question, what is still needed, and what is held about who asks."""
    return _page(_own(request_id))


@blueprint.post("/gegevensvragen/<int:request_id>/zeker")
@may("answer_data_requests")
def identify_asker(request_id: int) -> Response | tuple[str, int]:
    """Note how it is certain who asks."""
    form = IdentifyForm(prefix="identify")
    return _do(request_id, form, lambda: identify(db.session(), _actor(), request_id, form.how.data, real_now()))


@blueprint.post("/gegevensvragen/<int:request_id>/verlengen")
@may("answer_data_requests")
def extend_term(request_id: int) -> Response | tuple[str, int]:
    """Two months more, with a reason."""
    form = ExtendForm(prefix="extend")
    return _do(request_id, form, lambda: extend_request(db.session(), _actor(), request_id, form.reason.data,
                                                        real_now(), mail_of("extended")))  # fmt: skip


@blueprint.post("/gegevensvragen/<int:request_id>/antwoord")
@may("answer_data_requests")
def answer_data_request(request_id: int) -> Response | tuple[str, int]:
    """Say what was done, or refuse with the reason."""
    form = AnswerForm(prefix="answer")
    return _do(request_id, form, lambda: answer_request(
        db.session(), _actor(), request_id, is_granted=form.is_granted.data == "yes", answer=form.answer.data,
        at=real_now(), write=mail_of("answered"),
    ))  # fmt: skip


@blueprint.post("/gegevensvragen/<int:request_id>/kopie.zip")
@may("answer_data_requests")
def make_copy(request_id: int) -> Response | tuple[str, int]:
    """The copy for who asks, of the rows that were ticked as theirs. Nothing before it is certain who asks."""
    row = _own(request_id)
    chosen = set(request.form.getlist("row"))
    rows = [one for one in _held(row) if one.key in chosen]
    if not row.identified_as or not rows:
        flash(_("Eerst moet zeker zijn wie dit vraagt, en moet u aanduiden wat van die persoon is."), "error")
        return _page(row), 422
    return data_file(rows, row.name, real_now())


def _do(request_id: int, form, step) -> Response | tuple[str, int]:  # type: ignore[no-untyped-def]
    row = _own(request_id)
    if form.validate_on_submit():
        try:
            step()
        except Invalid as refusal:
            refusal_to_form(form, refusal)
        else:
            commit()
            flash(_("Genoteerd."), "success")
            return redirect(url_for("data_requests.show_data_request", request_id=request_id))
    return _page(row, form), 422


def _page(row: DataRequest, form: BinstartForm | None = None) -> str:
    forms = {kind.__name__: kind(prefix=prefix, formdata=None) for kind, prefix in
             ((IdentifyForm, "identify"), (ExtendForm, "extend"), (AnswerForm, "answer"))}  # fmt: skip
    if form is not None:
        forms[type(form).__name__] = form
    return render_template(
        "desk/show_data_request.html", row=row, kinds=KINDS, identified=IDENTIFIED, forms=forms, form=form,
        held=_held(row),
    )  # fmt: skip


def _held(row: DataRequest) -> list[OwnRow]:
    """What may be theirs in the cases of this authority; a name alone proves nothing, so somebody looks at each."""
    return data_about(db.session(), Subject(row.person_id, row.email, row.name), row.authority_id)


def _own(request_id: int) -> DataRequest:
    row = db.session.get(DataRequest, request_id)
    if row is None or row.authority_id not in answering_ids(_actor()):
        abort(404)
    return row


def _actor() -> Actor:
    actor = current_actor()
    assert actor is not None
    return actor
