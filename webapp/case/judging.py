"""The joint judgement of the support base after the evening: the same page for initiator, municipality and police."""

from collections.abc import Callable

from flask import Blueprint
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from models.operations.support import judging_support
from models.rules.procedure import ACTIONS
from models.rules.support_judgements import SUPPORT_JUDGEMENTS
from webapp.case.acting import Answer, carry_out, show_action
from webapp.case.forms import ActionForm, a_choice, a_text
from webapp.permissions import may

blueprint = Blueprint("judging", __name__)


class JudgeSupportForm(ActionForm):
    """What a party thinks of the support."""

    judgement = a_choice(_l("Het draagvlak is"), dict(SUPPORT_JUDGEMENTS), _l("Kies wat u van het draagvlak vindt."))
    words = a_text(
        _l("Waarom?"),
        hint=_l("Verplicht als het nog niet of niet voldoende is. Iedereen op het dossier leest dit; noem geen buren."),
    )


@blueprint.route("/dossier/<number>/judge-as-initiator", methods=["GET", "POST"])
@may("judge_as_initiator", case_argument="number")
def judge_as_initiator(number: str) -> Answer:
    """What the initiator thinks."""
    return _judge("judge_as_initiator", judging_support.judge_as_initiator)


@blueprint.route("/dossier/<number>/judge-as-municipality", methods=["GET", "POST"])
@may("judge_as_municipality", case_argument="number")
def judge_as_municipality(number: str) -> Answer:
    """What the municipality thinks."""
    return _judge("judge_as_municipality", judging_support.judge_as_municipality)


@blueprint.route("/dossier/<number>/judge-as-police", methods=["GET", "POST"])
@may("judge_as_police", case_argument="number")
def judge_as_police(number: str) -> Answer:
    """What the police think."""
    return _judge("judge_as_police", judging_support.judge_as_police)


def _judge(action: str, operation: Callable[..., None]) -> Answer:
    form = JudgeSupportForm()
    done = carry_out(form, operation, _("Het oordeel is bewaard."), judgement=form.judgement.data,
                     words=form.words.data or "")  # fmt: skip
    return done or show_action("case/judge_support.html", action, form, title=ACTIONS[action].title)
