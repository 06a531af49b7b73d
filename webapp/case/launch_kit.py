"""The launch kit: all texts from one source, read and edited around the facts, planned, and approved by both sides."""

from collections.abc import Callable

from flask import Blueprint, abort, g, redirect, render_template, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from documents.filling.launch import kit_facts
from models.case import FoundingCase
from models.database import db
from models.launch_kit import LaunchKit
from models.operations.launches import launch_kits
from models.operations.launches.launch_kits import CHANGED
from models.queries.launches.launch_kits import KitPage, kit_of, kit_round, read_kit
from models.queries.records.launch import decision_of, kit_facts_record
from models.rules.access import may as may_do
from models.rules.launch_kit import FACTS, OPTIONAL, PARTIES, PIECES, QUOTE_WAYS, UNITS, missing_facts, runs_of, size_of
from models.rules.launch_kit_texts import texts_in
from models.rules.minutes import changes_by_word
from models.settings import settings
from webapp.case.acting import Answer, acting_person, done
from webapp.case.launch_kit_forms import EditPieceForm, KitForm, PlanKitForm
from webapp.clock import now, today
from webapp.forms import render_form
from webapp.permissions import may

blueprint = Blueprint("launch_kit", __name__)


@blueprint.get("/dossier/<number>/lanceringskit")
@may("see_launch_kit", case_argument="number")
def show_kit(number: str) -> str:
    """All texts with their facts filled in, who approved them, and when they leave."""
    page, actor = _kit(), acting_person()
    return render_template(
        "case/show_launch_kit.html", case=g.case, kit=page, PIECES=PIECES, UNITS=UNITS, PARTIES=PARTIES, FACTS=FACTS,
        shown={code: runs_of(page.texts[code], page.facts) for code in PIECES},
        sizes={code: size_of(piece, page.texts[code], page.facts) for code, piece in PIECES.items()},
        missing=missing_facts(page.texts, page.facts),
        can_edit=page.is_open and may_do(actor, "edit_launch_kit", g.case.place),
        can_approve={party: page.is_open and may_do(actor, f"approve_launch_kit_as_{party}", g.case.place)
                     for party in PARTIES},
        can_ask=page.is_open and may_do(actor, "ask_quote", g.case.place), QUOTE_WAYS=QUOTE_WAYS,
        form=KitForm(formdata=None, data={"version": str(page.version)}),
    )  # fmt: skip


@blueprint.route("/dossier/<number>/lanceringskit/tekst/<piece>", methods=["GET", "POST"])
@may("edit_launch_kit", case_argument="number")
def edit_piece(number: str, piece: str) -> Answer:
    """Other words for one text."""
    page = _open_kit(piece)
    form = EditPieceForm(data={"text": page.texts[piece], "version": str(page.version)})
    before = page.numbered(form.read)
    read = texts_in(g.case.document_language, before.texts if before else {})[piece]
    if form.is_submitted() and form.read != page.version and read != page.texts[piece]:
        form.form_errors.append(CHANGED)
        form.version.data = str(page.version)
        shown = _piece_page(form, page, piece, changed=changes_by_word(read, page.texts[piece]))
        return shown[0], 409
    finished = done(
        form,
        lambda: launch_kits.edit_piece(db.session(), g.case.id, acting_person(), now(), facts_now, piece=piece,
                                       text=form.text.data or "", version=form.read),
        _("De nieuwe versie van de kit is bewaard."),
        url_for("launch_kit.show_kit", number=number, _anchor=piece),
    )  # fmt: skip
    return finished or _piece_page(form, page, piece)


def _piece_page(form: EditPieceForm, page: KitPage, piece: str, **values: object) -> tuple[str, int]:
    chosen = PIECES[piece]
    return render_form(
        "case/edit_launch_piece.html", form, case=g.case, kit=page, piece=chosen, UNITS=UNITS, FACTS=FACTS,
        size=size_of(chosen, page.texts[piece], page.facts), OPTIONAL=OPTIONAL,
        needed={name for group in chosen.needed for name in group}, restoring=KitForm(
            formdata=None, data={"version": str(page.version)}), **values,
    )  # fmt: skip


@blueprint.post("/dossier/<number>/lanceringskit/tekst/<piece>/standaard")
@may("edit_launch_kit", case_argument="number")
def restore_piece(number: str, piece: str) -> Answer:
    """Back to the standard words."""
    _open_kit(piece)
    form = KitForm()
    return _pressed(form, lambda: launch_kits.restore_piece(
        db.session(), g.case.id, acting_person(), now(), facts_now, piece=piece, version=form.read),
        _("De standaardtekst staat er weer."))  # fmt: skip


@blueprint.route("/dossier/<number>/lanceringskit/moment", methods=["GET", "POST"])
@may("edit_launch_kit", case_argument="number")
def plan_kit(number: str) -> Answer:
    """When the kit leaves, and to whom of the press."""
    page = _open_kit()
    decision = decision_of(db.session(), g.case, kit_round(db.session(), g.case))
    form = PlanKitForm(data={"send_at": page.kit.send_at, "press": "\n".join(page.kit.press),
                             "active_on": page.kit.active_on})  # fmt: skip
    if decision is not None:
        del form.active_on
    finished = done(
        form,
        lambda: launch_kits.plan_kit(db.session(), g.case.id, acting_person(), now(), facts_now,
                                     send_at=form.send_at.data, press=form.press.data or "",
                                     active_on=form.active_on.data if decision is None else None),
        _("Het moment is bewaard."),
        url_for("launch_kit.show_kit", number=number),
    )  # fmt: skip
    return finished or render_form("case/plan_launch_kit.html", form, case=g.case, kit=page, decision=decision)


@blueprint.post("/dossier/<number>/lanceringskit/moment/weg")
@may("edit_launch_kit", case_argument="number")
def unplan_kit(number: str) -> Answer:
    """Nothing leaves until there is another moment."""
    return _pressed(KitForm(), lambda: launch_kits.unplan_kit(db.session(), g.case.id, acting_person(), now()),
                    _("De kit wordt niet verstuurd. Kies een nieuw moment als u dat wilt."))  # fmt: skip


@blueprint.post("/dossier/<number>/lanceringskit/feiten")
@may("edit_launch_kit", case_argument="number")
def renew_facts(number: str) -> Answer:
    """Take over the facts as they are now."""
    return _pressed(KitForm(), lambda: launch_kits.renew_facts(
        db.session(), g.case.id, acting_person(), now(), facts_now), _("De feiten zijn die van nu."))  # fmt: skip


@blueprint.post("/dossier/<number>/lanceringskit/goedkeuren/gemeente")
@may("approve_launch_kit_as_municipality", case_argument="number")
def approve_as_municipality(number: str) -> Answer:
    """Approve the whole kit in the version that was read."""
    return _approve("municipality")


@blueprint.post("/dossier/<number>/lanceringskit/goedkeuren/politie")
@may("approve_launch_kit_as_police", case_argument="number")
def approve_as_police(number: str) -> Answer:
    """Approve the whole kit in the version that was read."""
    return _approve("police")


def _approve(party: str) -> Answer:
    form = KitForm()
    return _pressed(form, lambda: launch_kits.approve_kit(
        db.session(), g.case.id, acting_person(), now(), facts_now, party=party, version=form.read),
        _("Uw goedkeuring van de lanceringskit is bewaard."))  # fmt: skip


def _pressed(form: KitForm, action: Callable[[], object], said: str) -> Answer:
    """A button of the kit's page; back to it."""
    after = url_for("launch_kit.show_kit", number=g.case.number)
    return done(form, action, said, after) or redirect(after)


def _kit() -> KitPage:
    session = db.session()
    return read_kit(session, g.case, facts_now(session, g.case, kit_of(session, g.case)))


def _open_kit(piece: str = "") -> KitPage:
    """The kit while it can be changed. Raises as the operations do, before anybody types anything."""
    if piece and piece not in PIECES:
        abort(404)
    page = _kit()
    launch_kits.require_open(db.session(), g.case, page.kit)
    return page


def facts_now(session: Session, case: FoundingCase, kit: LaunchKit) -> dict[str, str]:
    """The facts of the kit in words, as they are now."""
    return kit_facts(kit_facts_record(session, case, kit, settings().base_url, today()))
