"""The page of who is asked for a quote about a launch: read the press release, write something, or say no."""

from collections.abc import Callable, Mapping

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse
from wtforms import TextAreaField
from wtforms.validators import InputRequired

from documents.filling.launch import kit_facts
from models.case import FoundingCase
from models.database import db
from models.launch_kit import LaunchKit
from models.operations.launches.launch_kits import texts_of
from models.operations.launches.quoting import FoundQuote, decline_quote, find_quote, give_quote
from models.queries.records.launch import kit_facts_record
from models.rules.launch_kit import LONGEST_QUOTE, Run, runs_of
from models.rules.refusals import GateNotMet, Invalid, Stale
from models.settings import settings
from webapp.clock import now, real_now, today
from webapp.errors import typed_text
from webapp.forms import BinstartForm, refusal_to_form, render_form, trimmed
from webapp.link_pages import count_request, private, private_answer
from webapp.permissions import may
from webapp.rule_words import said
from webapp.security import limiter
from webapp.transaction import commit, undo

blueprint = Blueprint("quoting", __name__)

Answer = str | tuple[str, int] | AnyResponse
PER_CALLER = "60 per minute"


class GiveQuoteForm(BinstartForm):
    """What somebody says."""

    text = TextAreaField(
        _l("Uw citaat"),
        filters=[trimmed],
        description=_l(
            "Eén of twee zinnen, hoogstens %(most)s tekens. Beloof geen minder inbraken.", most=LONGEST_QUOTE
        ),
        validators=[InputRequired(_l("Schrijf uw citaat, of kies hieronder dat u er geen geeft."))],
    )


@blueprint.route("/citaat/<token>", methods=["GET", "POST"])
@limiter.limit(PER_CALLER)
@may("give_quote")
def give(token: str) -> Answer:
    """Read the press release and write the quote. Looking changes nothing: mail scanners look too."""
    found = _found(token)
    if found is None or found.state != "open":
        return _closed(found)
    form = GiveQuoteForm()
    if form.validate_on_submit():
        done = _done(token, lambda: give_quote(db.session(), found.quote.id, now(), _facts_now,
                                               text=form.text.data or ""), form)  # fmt: skip
        if done is not None:
            return done
    texts = texts_of(db.session(), found.kit, found.case.document_language)
    facts = _facts_now(db.session(), found.case, found.kit)
    page = render_form("public/give_quote.html", form, token=token, case=found.case, quote=found.quote,
                       press_release=_shown(texts["press_release"], facts), most=LONGEST_QUOTE)  # fmt: skip
    return private(*page)


@blueprint.post("/citaat/<token>/geen")
@limiter.limit(PER_CALLER)
@may("give_quote")
def decline(token: str) -> Answer:
    """Say that one gives none."""
    found = _found(token)
    if found is None or found.state != "open":
        return _closed(found)
    form = BinstartForm()
    done = None
    if form.validate_on_submit():
        done = _done(token, lambda: decline_quote(db.session(), found.quote.id, now()), form)
    return done or private_answer(redirect(url_for("quoting.give", token=token)))


def _done(token: str, action: Callable[[], None], form: BinstartForm) -> Answer | None:
    """Do it and show how it stands; None: the form says what is wrong."""
    try:
        action()
    except Invalid as refusal:
        undo()
        refusal_to_form(form, refusal)
        return None
    except (Stale, GateNotMet) as refusal:
        typed = tuple(value for _label, value in typed_text())
        undo()
        return _closed(find_quote(db.session(), token, now()), 409, refusal.sentence, typed)
    commit()
    return private_answer(redirect(url_for("quoting.give", token=token)))


def _found(token: str) -> FoundQuote | None:
    if request.method == "POST":
        count_request("quoting_from_caller", real_now())
    found = find_quote(db.session(), token, now())
    if found is not None:
        g.case = found.case  # its house style
    return found


def _closed(found: FoundQuote | None, status: int = 200, refusal: str = "", typed: tuple[str, ...] = ()) -> Answer:
    if found is None:
        return private(render_template("public/signing_link_unknown.html"), 410)
    page = render_template("public/quote_closed.html", case=found.case, quote=found.quote, state=found.state,
                           refusal=refusal, typed=typed)  # fmt: skip
    return private(page, status)


def _shown(text: str, facts: Mapping[str, str]) -> list[str]:
    """The text per paragraph; what is not known yet is told in the language of the page."""

    def words(run: Run) -> str:
        return str(said(run.words)) if run.fact and not facts.get(run.fact) else run.words

    return ["".join(map(words, runs)).strip() for runs in runs_of(text, facts)]


def _facts_now(session: Session, case: FoundingCase, kit: LaunchKit) -> dict[str, str]:
    return kit_facts(kit_facts_record(session, case, kit, settings().base_url, today()))
