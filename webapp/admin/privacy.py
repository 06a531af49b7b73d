"""Privacy for the administrator: the register of processing, what will be erased when, and keeping a case longer."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from werkzeug.wrappers import Response
from wtforms import TextAreaField
from wtforms.validators import InputRequired, Length

from models.authority import Authority
from models.case import FoundingCase
from models.clock import day_of
from models.database import db
from models.operations.keeping.erasing_in_time import hold_case, let_case_go
from models.operations.keeping.retention_run import row_steps, terms_of
from models.privacy.register import register_of
from models.queries.keeping.erasures import backups_gone_on, erasable, erased
from models.retention_record import RetentionRecord
from models.rules.refusals import Invalid
from models.rules.retention import CASE_KEPT, COMING, TERMS
from models.settings import settings
from webapp.admin.own import acting_administrator, own_authority
from webapp.case.exporting import csv_file
from webapp.clock import real_now
from webapp.dates import DayField
from webapp.forms import LONGEST_TEXT, BinstartForm, refusal_to_form, render_form, trimmed
from webapp.permissions import may
from webapp.privacy_words import CONTROLLER_NAMES, TERM_NAMES, kept_in_words, readers_in_words
from webapp.transaction import commit

blueprint = Blueprint("privacy", __name__)
HEADS = (
    _l("Verwerking"), _l("Verantwoordelijke"), _l("Doel"), _l("Grond"), _l("Over wie"), _l("Ontvangers"),
    _l("Gegevens"), _l("Bewaartermijn"), _l("Wie ze ziet"), _l("Waar ze staan"),
)  # fmt: skip


class HoldCaseForm(BinstartForm):
    """Keep the data of one case longer."""

    until = DayField(_l("Tot en met welke dag bewaart u het?"), validators=[InputRequired(_l("Vul een dag in."))])
    reason = TextAreaField(
        _l("Waarom?"),
        description=_l("Bijvoorbeeld: er loopt een beroep. Noem geen bewoner bij naam: dit staat in het logboek."),
        filters=[trimmed],
        validators=[InputRequired(_l("Vul een reden in.")), Length(max=LONGEST_TEXT)],
    )


class LetCaseGoForm(BinstartForm):
    """One button: the ordinary term holds again."""


@blueprint.get("/beheer/<slug>/verwerkingen")
@may("administer")
def show_register(slug: str) -> str:
    """The register of processing of this municipality or zone."""
    authority = own_authority(slug)
    return render_template(
        "admin/show_register.html", authority=authority, lines=register_of(authority.kind),
        controllers=CONTROLLER_NAMES, readers=readers_in_words, kept=kept_in_words,
        contact=authority.settings.get("data_protection_contact", ""),
    )  # fmt: skip


@blueprint.get("/beheer/<slug>/verwerkingen.csv")
@may("administer")
def download_register(slug: str) -> Response:
    """The same as a file, a row for each kind of data."""
    authority = own_authority(slug)
    rows = [
        (one.activity.title, CONTROLLER_NAMES[one.activity.controller], one.activity.purpose, one.activity.ground,
         one.activity.people, one.activity.receivers, data.kind, kept_in_words(data.rule), readers_in_words(data.roles),
         ", ".join(data.columns))
        for one in register_of(authority.kind) for data in one.data
    ]  # fmt: skip
    return csv_file(f"register-verwerkingen-{slug}.csv", HEADS, rows)


@blueprint.get("/beheer/<slug>/bewaren")
@may("administer")
def list_erasures(slug: str) -> str:
    """Which cases lose their data in the coming months, which did, and what the run forgets besides."""
    authority = own_authority(slug)
    today, kept = day_of(real_now()), settings()
    records = {one.step: one for one in db.session.scalars(select(RetentionRecord))}
    steps = [(tuple(kept_in_words(TERMS[term]) for term in terms_of(step.__name__)), terms_of(step.__name__),
              records.get(step.__name__)) for step in row_steps() if terms_of(step.__name__)]  # fmt: skip
    gone = erased(db.session(), {authority.id}, real_now() - CASE_KEPT)
    return render_template(
        "admin/list_erasures.html",
        authority=authority,
        coming=erasable(db.session(), today + COMING, {authority.id}),
        erased=[(case, row, backups_gone_on(row.erased_at, kept.backups_kept, kept.backup_daily))
                for case, row in gone if row.erased_at],
        steps=steps,
        term_names=TERM_NAMES,
        rule=TERMS["case"],
        let_go_form=LetCaseGoForm(),
    )  # fmt: skip


@blueprint.route("/beheer/<slug>/bewaren/<public_number>", methods=["GET", "POST"])
@may("administer")
def keep_case_longer(slug: str, public_number: str) -> tuple[str, int] | Response:
    """Keep the data of a case that ended up to a day, with a reason."""
    authority = own_authority(slug)
    case = _ended_case(authority, public_number)
    form = HoldCaseForm()
    if form.validate_on_submit():
        try:
            hold_case(db.session(), acting_administrator(), authority.id, case.id, form.until.data, form.reason.data,
                      real_now())  # fmt: skip
        except Invalid as refusal:
            refusal_to_form(form, refusal)
        else:
            commit()
            flash(_("De gegevens van %(number)s blijven langer bewaard.", number=public_number), "success")
            return redirect(url_for("privacy.list_erasures", slug=slug))
    return render_form("admin/keep_case_longer.html", form, authority=authority, case=case)


@blueprint.post("/beheer/<slug>/bewaren/<public_number>/loslaten")
@may("administer")
def let_case_go_again(slug: str, public_number: str) -> Response:
    """The ordinary term holds again."""
    authority = own_authority(slug)
    case = _ended_case(authority, public_number)
    try:
        let_case_go(db.session(), acting_administrator(), authority.id, case.id, real_now())
    except Invalid:
        abort(404)
    commit()
    flash(_("Voor %(number)s geldt opnieuw de gewone termijn.", number=public_number), "success")
    return redirect(url_for("privacy.list_erasures", slug=slug))


def _ended_case(authority: Authority, number: str) -> FoundingCase:
    case = db.session.scalars(
        select(FoundingCase).where(FoundingCase.number == number, FoundingCase.municipality_id == authority.id,
                                   FoundingCase.ended_at.is_not(None))
    ).one_or_none()  # fmt: skip
    if case is None:
        abort(404)
    return case
