"""A quote for the launch kit: ask somebody with a link, enter what somebody gave otherwise, or take it back."""

from flask import Blueprint, g, redirect, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from models.database import db
from models.operations.launches import launch_kits, quoting
from models.queries.launches.launch_kits import kit_of
from models.queries.records.shared import holder_of
from models.rules.access import Role
from models.rules.launch_kit import LONGEST_QUOTE, QUOTE_WAYS
from webapp.case.acting import Answer, acting_person, done
from webapp.case.forms import ActionForm, a_choice, a_line, a_text
from webapp.case.launch_kit import facts_now
from webapp.case.launch_kit_forms import KitForm
from webapp.clock import now, today
from webapp.forms import render_form
from webapp.permissions import may

blueprint = Blueprint("launch_quotes", __name__)


class QuotedForm(ActionForm):
    """Who is quoted, as it is printed."""

    name = a_line(_l("Naam"), _l("Vul de naam in."))
    capacity = a_line(_l("Hoedanigheid"), _l("Vul de hoedanigheid in."), _l("Zoals het in de krant komt."))


class AskQuoteForm(QuotedForm):
    """Where the link goes."""

    email = a_line(_l("Mailadres"), _l("Vul een mailadres in."), type="email", spellcheck="false")


class EnterQuoteForm(QuotedForm):
    """What was said, and how it came."""

    text = a_text(_l("Het citaat"), _l("Vul het citaat in."), _l("Hoogstens %(most)s tekens.", most=LONGEST_QUOTE))
    way = a_choice(_l("Hoe kreeg u het?"), dict(QUOTE_WAYS), _l("Kies hoe u het citaat kreeg."),
                   _l("Alleen wie het zelf gaf, wordt geciteerd."))  # fmt: skip


@blueprint.route("/dossier/<number>/lanceringskit/citaat", methods=["GET", "POST"])
@may("ask_quote", case_argument="number")
def ask(number: str) -> Answer:
    """Ask by mail; the mayor is filled in."""
    _require_open()
    form = AskQuoteForm(data=_mayor())
    finished = done(
        form,
        lambda: quoting.ask_quote(db.session(), g.case.id, acting_person(), now(), name=form.name.data or "",
                                  capacity=form.capacity.data or "", email=form.email.data or ""),
        _("De vraag vertrekt per mail, met een eigen link."),
        _back(),
    )  # fmt: skip
    return finished or render_form("case/ask_quote.html", form, case=g.case, is_asking=True)


@blueprint.route("/dossier/<number>/lanceringskit/citaat/invoeren", methods=["GET", "POST"])
@may("ask_quote", case_argument="number")
def enter(number: str) -> Answer:
    """Enter what somebody gave by mail, by phone or in a talk."""
    _require_open()
    form = EnterQuoteForm(data=_mayor())
    finished = done(
        form,
        lambda: quoting.enter_quote(db.session(), g.case.id, acting_person(), now(), facts_now,
                                    name=form.name.data or "", capacity=form.capacity.data or "",
                                    text=form.text.data or "", way=form.way.data or ""),
        _("Het citaat staat in de teksten."),
        _back(),
    )  # fmt: skip
    return finished or render_form("case/ask_quote.html", form, case=g.case, is_asking=False)


@blueprint.post("/dossier/<number>/lanceringskit/citaat/<int:quote_id>/intrekken")
@may("ask_quote", case_argument="number")
def withdraw(number: str, quote_id: int) -> Answer:
    """Take a question back, or leave a quote out."""
    finished = done(
        KitForm(),
        lambda: quoting.withdraw_quote(db.session(), g.case.id, acting_person(), now(), facts_now, quote_id=quote_id),
        _("Het citaat is ingetrokken."),
        _back(),
    )  # fmt: skip
    return finished or redirect(_back())


def _back() -> str:
    return url_for("launch_kit.show_kit", number=g.case.number, _anchor="citaat")


def _require_open() -> None:
    launch_kits.require_open(db.session(), g.case, kit_of(db.session(), g.case))


def _mayor() -> dict[str, str]:
    """Who is asked first."""
    name = holder_of(db.session(), g.case, Role.MAYOR, today())
    where = g.case.municipality.name
    return {"name": name, "capacity": _("burgemeester van %(where)s", where=where)} if name else {}
