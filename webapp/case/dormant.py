"""Networks that seem dormant: which ones, asking them, their answer, and what was done with it."""

from flask import Blueprint, g, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from models.database import db
from models.operations.networks.asking_networks import answer_for_network, ask_network, see_to_network
from models.queries.cases.facts import settings_of
from models.queries.networks.dormancy import dormant_networks, last_check, signs_in_case
from models.rules.access import may as may_do
from models.rules.dormancy import ANSWERS, SIGNS, seems_dormant
from webapp.case.acting import acting_person, done
from webapp.case.forms import ActionForm, OneButtonForm, a_choice, a_text
from webapp.clock import now, today
from webapp.forms import render_form
from webapp.permissions import may

blueprint = Blueprint("dormant", __name__)

Answer = tuple[str, int] | Response


class AnswerForNetworkForm(ActionForm):
    """How the network is doing."""

    answer = a_choice(_l("Hoe gaat het met het netwerk?"), dict(ANSWERS), _l("Kies een antwoord."))
    note = a_text(_l("Wilt u er iets bij zeggen?"), hint=_l("Dat hoeft niet. De gemeente en de politie lezen dit."))


class SeeToNetworkForm(ActionForm):
    """What was done."""

    follow_up = a_text(_l("Wat deed u?"), _l("Vul in wat u deed."),
                       _l("Bijvoorbeeld: gebeld, er komt in maart een nieuwe coördinator."))  # fmt: skip


@blueprint.get("/stille-netwerken")
@may("see_work_list")
def list_dormant() -> str:
    """The active networks of one's own municipality or zone that show signs, those that seem dormant first."""
    authorities = {grant.authority_id for grant in acting_person().grants if grant.authority_id is not None}
    found = dormant_networks(db.session(), authorities, today())
    return render_template("case/list_dormant.html", found=found, SIGNS=SIGNS, ANSWERS=ANSWERS,
                           seems_dormant=seems_dormant)  # fmt: skip


@blueprint.route("/dossier/<number>/ask-network", methods=["GET", "POST"])
@may("ask_network", case_argument="number")
def ask(number: str) -> Answer:
    """Ask whether the network still works; or see to what it answered."""
    check = last_check(db.session(), g.case.id)
    is_open = check is not None and check.closed_at is None
    here = url_for("dormant.ask", number=number)
    form = SeeToNetworkForm() if is_open else OneButtonForm()
    if isinstance(form, SeeToNetworkForm):
        answer = done(form, lambda: see_to_network(db.session(), g.case.id, acting_person(), now(),
                                                   follow_up=form.follow_up.data or ""),
                      _("Genoteerd. De vraag is afgerond."), here)  # fmt: skip
    else:
        answer = done(form, lambda: ask_network(db.session(), g.case.id, acting_person(), now()),
                      _("De coördinator krijgt een mail met de vraag hoe het gaat."), here)  # fmt: skip
    return answer or _page("case/ask_network.html", form)


@blueprint.route("/dossier/<number>/answer-for-network", methods=["GET", "POST"])
@may("answer_for_network", case_argument="number")
def answer(number: str) -> Answer:
    """A coordinator says how the network is doing."""
    form = AnswerForNetworkForm()
    sent = done(form, lambda: answer_for_network(db.session(), g.case.id, acting_person(), now(),
                                                 answer=form.answer.data or "", note=form.note.data or ""),
                _("Bedankt voor uw antwoord."), url_for("case.show_case", number=number))  # fmt: skip
    return sent or _page("case/answer_for_network.html", form)


def _page(template: str, form: ActionForm) -> Answer:
    return render_form(template, form, case=g.case, check=last_check(db.session(), g.case.id), SIGNS=SIGNS,
                       ANSWERS=ANSWERS, signs=signs_in_case(db.session(), g.case, today()),
                       months=settings_of(g.case).dormant_after_months,
                       may_ask=may_do(acting_person(), "ask_network", g.case.place))  # fmt: skip
