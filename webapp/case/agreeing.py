"""What is agreed in the consultation: its page, changing it, and the initiator who agrees or not."""

from typing import Any

from flask import Blueprint, g, render_template
from flask_babel import gettext as _

from models.database import db
from models.operations.cases.acting import settings_of
from models.operations.consultation import agreeing
from models.queries.consultation.agreements import AgreementPage, read_agreement, text_of
from models.rules.access import STAFF, roles_on
from models.rules.agreement import LOCKED, PARTIES, AgreedText, changes_between, changes_in_list
from models.rules.objectives import OBJECTIVES
from models.rules.procedure import ACTIONS, Stage, roles_for
from webapp.case import words
from webapp.case.acting import Answer, acting_person, carry_out, show_action
from webapp.case.agreeing_forms import AgreementForm, AnswerAgreementForm, EditAgreementForm
from webapp.permissions import may

blueprint = Blueprint("agreeing", __name__)


@blueprint.get("/dossier/<number>/afspraken")
@may("see_case", case_argument="number")
def show_agreement(number: str) -> str:
    """What is agreed, what changed since the request, and who wrote which version."""
    page = read_agreement(db.session(), g.case)
    held = roles_on(acting_person(), g.case.place)
    in_consultation = g.case.stage == Stage.CONSULTATION and g.case.ended_at is None
    can = {
        code: in_consultation and not held.isdisjoint(roles_for(ACTIONS[code], settings_of(g.case)))
        for code in ("edit_agreement", "answer_agreement")
    }
    return render_template("case/show_agreement.html", case=g.case, words=words, can=can, locked=LOCKED,
                           is_staff=not held.isdisjoint(STAFF), **told(page))  # fmt: skip


@blueprint.route("/dossier/<number>/edit-agreement", methods=["GET", "POST"])
@may("edit_agreement", case_argument="number")
def edit_agreement(number: str) -> Answer:
    """Write the next version, while no side decided."""
    page = read_agreement(db.session(), g.case)
    form = EditAgreementForm(data={**page.present.expectations, "motives": page.present.motives,
                                   "objectives": list(page.present.objectives)})  # fmt: skip
    if not form.has_read(page.present.version):
        return outdated("case/edit_agreement.html", "edit_agreement", form, page)
    done = carry_out(form, agreeing.edit_agreement, _("De afspraken zijn bewaard."), motives=form.motives.data or "",
                     expectations=form.expectations, objectives=form.objectives.data or [],
                     version=form.version)  # fmt: skip
    return done or show_action("case/edit_agreement.html", "edit_agreement", form, **told(page))


@blueprint.route("/dossier/<number>/answer-agreement", methods=["GET", "POST"])
@may("answer_agreement", case_argument="number")
def answer_agreement(number: str) -> Answer:
    """The initiator says whether they agree."""
    page = read_agreement(db.session(), g.case)
    form = AnswerAgreementForm()
    if not form.has_read(page.present.version):
        return outdated("case/answer_agreement.html", "answer_agreement", form, page)
    done = carry_out(form, agreeing.answer_agreement, _("Uw antwoord is bewaard. Wie beslist, leest het."),
                     agrees=form.agrees.data == "yes", word=form.word.data or "", version=form.version)  # fmt: skip
    return done or show_action("case/answer_agreement.html", "answer_agreement", form, **told(page))


def outdated(template: str, action: str, form: AgreementForm, page: AgreementPage, **values: Any) -> Answer:
    """The form again, with the version that came meanwhile: nothing was done, nothing that was typed is lost."""
    shown = show_action(template, action, form, **told(page), **values)
    return (shown[0], 409) if isinstance(shown, tuple) else shown


def told(page: AgreementPage) -> dict[str, Any]:
    """What the templates get of the agreement."""
    history = [text_of(one) for one in page.versions]
    before = [*history[1:], *([page.asked] if history and history[-1].version > 1 else [])]
    return {
        "agreement": page,
        "since_request": differences(page.asked, page.present),
        "history": [
            {"version": row, "changes": differences(earlier, text)}
            for row, text, earlier in zip(page.versions, history, before, strict=False)
        ],
    }


def differences(before: AgreedText, after: AgreedText) -> list[dict[str, Any]]:
    """Per part of the text what came and what went; only parts in which something did."""
    parts = [(_("Waarom"), changes_between(before.motives, after.motives))]
    parts += [
        (str(words.EXPECTATIONS[party]),
         changes_between(before.expectations.get(party, ""), after.expectations.get(party, "")))
        for party in PARTIES
    ]  # fmt: skip
    parts.append((_("Doelstellingen"), changes_in_list(_in_words(before), _in_words(after))))
    return [
        {"name": name, "changes": [one for one in changes if one.kind != "kept"]}
        for name, changes in parts
        if any(one.kind != "kept" for one in changes)
    ]


def _in_words(text: AgreedText) -> tuple[str, ...]:
    return tuple(OBJECTIVES.get(code, code) for code in text.objectives)
