"""Work of the own cases that keeps failing: what is wrong, try it again now, or give it up with a reason."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms import HiddenField, RadioField, SelectChoice, TextAreaField
from wtforms.validators import InputRequired, Length

from documents.notices.writing import Addressed, write_notice
from models.database import db
from models.operations.effects import seeing_to_failed_work as operations
from models.outbox import Effect
from models.queries.keeping.failed_work import FailedWork, failed_work_of
from models.rules.failed_work import LONGEST_REASON, fault_in_words
from models.rules.refusals import Invalid
from models.settings import settings
from webapp.admin.own import acting_administrator, own_authority
from webapp.clock import now, real_now
from webapp.forms import BinstartForm, refusal_to_form, render_form, trimmed
from webapp.permissions import may
from webapp.transaction import commit

blueprint = Blueprint("failed_work", __name__)

RETRY, GIVE_UP = "retry", "give_up"


class SeeToFailedWorkForm(BinstartForm):
    """Again, or no more. `seen`: how the work stood on the page."""

    seen = HiddenField()
    choice = RadioField(
        _l("Wat wilt u doen?"),
        choices=[SelectChoice(RETRY, _l("Nu opnieuw proberen")), SelectChoice(GIVE_UP, _l("Opgeven"))],
        validators=[InputRequired(_l("Kies wat u wilt doen."))],
    )
    reason = TextAreaField(
        _l("Waarom geeft u het op?"),
        description=_l("Alleen nodig als u opgeeft. De reden komt in het logboek van het dossier. Noem geen namen."),
        filters=[trimmed],
        validators=[Length(max=LONGEST_REASON, message=_l("Hoogstens %(number)s tekens.", number=LONGEST_REASON))],
    )


@blueprint.get("/beheer/<slug>/mislukt-werk")
@may("administer")
def list_failed_work(slug: str) -> str:
    """What keeps failing or was given up of late, with the kind of its fault."""
    authority = own_authority(slug)
    lines = failed_work_of(db.session(), authority, real_now())
    return render_template("admin/list_failed_work.html", authority=authority, address_of=_address, lines=lines,
                           in_words=fault_in_words)  # fmt: skip


@blueprint.route("/beheer/<slug>/mislukt-werk/taak/<int:entry_id>", methods=["GET", "POST"])
@may("administer")
def see_to_failed_entry(slug: str, entry_id: int) -> tuple[str, int] | Response:
    """The work of a stage: again, or no more."""
    return _see_to(slug, "work", entry_id)


@blueprint.route("/beheer/<slug>/mislukt-werk/stuk/<int:effect_id>", methods=["GET", "POST"])
@may("administer")
def see_to_failed_effect(slug: str, effect_id: int) -> tuple[str, int] | Response:
    """A mail or a document: again, or no more."""
    return _see_to(slug, "", effect_id)


def _see_to(slug: str, kind: str, piece_id: int) -> tuple[str, int] | Response:
    authority = own_authority(slug)
    form = SeeToFailedWorkForm()
    if form.validate_on_submit():
        try:
            _act(form, kind == "work", authority.id, piece_id)
        except Invalid as refusal:
            refusal_to_form(form, refusal)
        else:
            commit()
            flash(_("Het wordt nu opnieuw geprobeerd.") if form.choice.data == RETRY else _("Het werk is opgegeven."),
                  "success")  # fmt: skip
            return redirect(url_for("failed_work.list_failed_work", slug=slug))
    line = next((one for one in failed_work_of(db.session(), authority, real_now())
                 if one.id == piece_id and (one.kind == "work") == (kind == "work")), None)  # fmt: skip
    if line is None:
        abort(404)
    if not form.is_submitted():
        form.seen.data = line.seen
    return render_form("admin/see_to_failed_work.html", form, authority=authority, line=line,
                       fault=fault_in_words(line.fault))  # fmt: skip


def _act(form: SeeToFailedWorkForm, is_entry: bool, authority_id: int, piece_id: int) -> None:
    who = (db.session(), acting_administrator(), authority_id, piece_id, now(), real_now())
    seen: dict[str, Any] = {"seen": form.seen.data or ""}
    if form.choice.data == RETRY:
        (operations.retry_entry if is_entry else operations.retry_effect)(*who, **seen)
        return
    seen["reason"] = form.reason.data or ""
    if is_entry:
        operations.give_up_entry(*who, **seen)
    else:
        operations.give_up_failed_effect(*who, **seen, title=_title(piece_id))


def _title(effect_id: int) -> str:
    """What a mail is about, for the journal of those who did get it; empty where it can't be written at all."""
    effect = db.session.get(Effect, effect_id)
    if effect is None or effect.kind != "mail":
        return ""
    plan = effect.payload
    try:
        return write_notice(plan["notice"], plan["facts"], Addressed(plan["name"]), settings().base_url).title
    except Exception:  # whatever keeps it from being written may be why it is given up
        return ""


def _address(slug: str, line: FailedWork) -> str:
    """Where one sees to a piece of work."""
    if line.kind == "work":
        return url_for("failed_work.see_to_failed_entry", slug=slug, entry_id=line.id)
    return url_for("failed_work.see_to_failed_effect", slug=slug, effect_id=line.id)
