"""The own standing text of a municipality or zone for the charter: per section, with versions and a preview."""

from collections.abc import Sequence

from flask import Blueprint, abort, flash, redirect, url_for
from flask_babel import gettext as _
from sqlalchemy import select
from werkzeug.wrappers import Response
from wtforms import HiddenField, StringField, TextAreaField

from models.authority import Authority
from models.authority_text import AuthorityText
from models.database import db
from models.operations.charters.standing_texts import restore_standing_text, save_standing_texts
from models.person import Person
from models.queries.charters.standing_texts import newest_of, section_versions, standing_layers
from models.rules.charter_sections import SECTIONS, Section
from models.rules.charter_template import Names
from models.rules.charter_wording import unusual_wordings
from models.rules.languages import document_language
from models.rules.procedure_settings import ProcedureSettings
from models.rules.refusals import Invalid, Stale
from models.rules.standing_texts import FIELDS, STANDING, standing_section, text_at, with_own_texts
from webapp.admin.own import acting_administrator, own_authority
from webapp.clock import now
from webapp.forms import BinstartForm, refusal_to_form, render_form, trimmed
from webapp.permissions import may
from webapp.rule_words import said
from webapp.transaction import commit

blueprint = Blueprint("standing", __name__)
Answer = tuple[str, int] | Response


class StandingForm(BinstartForm):
    """The texts of one section are added per section; an empty one is the layer below."""

    seen = HiddenField()


class RestoreStandingForm(BinstartForm):
    """One button per earlier version."""

    version_id = HiddenField()
    seen = HiddenField()


@blueprint.get("/beheer/<slug>/standaardtekst")
@may("administer")
def list_standing_texts(slug: str) -> Answer:
    """All sections that can have one, and whether this authority wrote its own."""
    authority = own_authority(slug)
    own = {part.partition(".")[0] for part, text in standing_layers(db.session(), [authority.id])[0].items() if text}
    shown = [one for one in SECTIONS if one.code in STANDING]
    form = BinstartForm()
    return render_form("admin/list_standing_texts.html", form, authority=authority, sections=shown, own=own)


@blueprint.route("/beheer/<slug>/standaardtekst/<section>", methods=["GET", "POST"])
@may("administer")
def write_standing_text(slug: str, section: str) -> Answer:
    """Write the fields of one section; every save is a version that stays."""
    authority, shape = own_authority(slug), _section(section)
    form = _form(authority, shape)
    if form.validate_on_submit():
        texts = {one.code: form[one.code].data or "" for one in STANDING[section]}
        try:
            changed = save_standing_texts(db.session(), acting_administrator(), authority.id, now(), section=section,
                                          texts=texts, seen=_number(form.seen.data))  # fmt: skip
        except Invalid as refusal:
            refusal_to_form(form, refusal)
        except Stale as refusal:
            refusal_to_form(form, Invalid(refusal.code, _kept_below(refusal.sentence)))
        else:
            commit()
            flash(_("De standaardtekst is bewaard.") if changed else _("Er was niets veranderd."), "success")
            return redirect(url_for("standing.write_standing_text", slug=slug, section=section))
    return _page(form, authority, shape)


@blueprint.post("/beheer/<slug>/standaardtekst/<section>/terug")
@may("administer")
def restore_standing_version(slug: str, section: str) -> Answer:
    """Bring an earlier version back."""
    authority, shape = own_authority(slug), _section(section)
    form = RestoreStandingForm()
    if not form.validate_on_submit():
        abort(400)
    restore_standing_text(db.session(), acting_administrator(), authority.id, now(), section=shape.code,
                          version_id=_number(form.version_id.data), seen=_number(form.seen.data))  # fmt: skip
    commit()
    flash(_("De eerdere tekst geldt weer."), "success")
    return redirect(url_for("standing.write_standing_text", slug=slug, section=section))


def _section(code: str) -> Section:
    if code not in STANDING:
        abort(404)
    return standing_section(code)


def _number(given: str | None) -> int:
    """An id from a hidden field; what is none can't be one that was seen."""
    text = given or ""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1


def _kept_below(sentence: str) -> str:
    return _("%(what)s Wat u schreef, staat nog hieronder, maar is niet bewaard. Open de pagina opnieuw om de nieuwe "
             "tekst te zien.", what=sentence)  # fmt: skip


def form_for(code: str) -> type[StandingForm]:
    """The form class of the section with this code; how long a text may be is for models.rules.standing_texts."""
    kinds = {one.code: StringField if one.kind == "line" else TextAreaField for one in STANDING[code]}
    fields = {
        one.code: kinds[one.code](str(said(one.label)), description=one.help, filters=[trimmed])
        for one in STANDING[code]
    }
    return type("SectionForm", (StandingForm,), fields)


def _form(authority: Authority, shape: Section) -> StandingForm:
    versions = section_versions(db.session(), authority.id, shape.code)
    present = {field: row.text for field, row in newest_of(versions).items()}
    return form_for(shape.code)(data={**present, "seen": str(versions[0].id if versions else 0)})


def _page(form: StandingForm, authority: Authority, shape: Section) -> tuple[str, int]:
    versions = section_versions(db.session(), authority.id, shape.code)
    filled = _filled(authority).get(shape.code, {})
    shown = {one.code: text_at(filled, one.code) for one in STANDING[shape.code]}
    labels = {f"{shape.code}.{one.code}": str(said(one.label)) for one in STANDING[shape.code]}
    warnings = [
        (wording.sentence.format(words=words), wording.source) for wording, words, _path in unusual_wordings(shown)
    ]
    return render_form("admin/write_standing_text.html", form, authority=authority, section=shape, fields=FIELDS,
                       shown=shown, warnings=warnings, versions=versions, labels=labels, names=_names(versions),
                       holding={one.id for one in newest_of(versions).values()},
                       seen=versions[0].id if versions else 0,
                       restore_form=RestoreStandingForm(formdata=None))  # fmt: skip


def _names(versions: Sequence[AuthorityText]) -> dict[int, str]:
    """Who saved each version."""
    numbers = {one.saved_by_id for one in versions}
    return {one.id: one.name for one in db.session.scalars(select(Person).where(Person.id.in_(numbers)))}


def _filled(authority: Authority) -> dict[str, dict[str, object]]:
    """How a charter of an invented network would begin now."""
    is_zone = authority.kind == "police_zone"
    zone = authority if is_zone else authority.zone
    names = Names("BIN Lindekwartier", _("(uw gemeente)") if is_zone else authority.name,
                  zone.name if zone else _("de lokale politie"), ProcedureSettings().circular)  # fmt: skip
    layers = standing_layers(db.session(), [authority.id, None if is_zone else authority.zone_id])
    return with_own_texts(names, layers, document_language(authority.language_regime, ""))
