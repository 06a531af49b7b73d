"""The page of a partner's link: the text as it was frozen, to sign or to refuse, without an account."""

from collections.abc import Callable

from flask import Blueprint, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from documents.filling.charter import charter as charter_context
from models.database import db
from models.operations.charters.signing_by_link import FoundLine, find_line, refuse_by_link, sign_by_link
from models.queries.charters.charter_lacks import reasons_of
from models.queries.charters.charters import record_of_version
from models.rules.refusals import GateNotMet, Invalid, Stale
from models.settings import settings
from webapp.clock import now, real_now
from webapp.errors import typed_text
from webapp.forms import refusal_to_form, render_form
from webapp.link_pages import count_request, private, private_answer
from webapp.permissions import may
from webapp.public.signing_forms import RefuseByLinkForm, SignByLinkForm
from webapp.security import limiter
from webapp.steering_group.changes import changes_of
from webapp.transaction import commit, undo

blueprint = Blueprint("signing_by_link", __name__)

Answer = str | tuple[str, int] | AnyResponse
PER_CALLER = "60 per minute"


@blueprint.route("/tekenen/<token>", methods=["GET", "POST"])
@limiter.limit(PER_CALLER)
@may("sign_by_link")
def sign(token: str) -> Answer:
    """Read the text and sign it. Looking changes nothing: mail scanners look too."""
    found = _found(token)
    if found is None or found.state != "open":
        return _closed(found)
    form = SignByLinkForm()
    done = _done(form, token, lambda line: sign_by_link(
        db.session(), line, now(), name=form.name.data or "", place=form.place.data or "",
        fingerprint=form.fingerprint.data or "", drawing=form.drawing.data or ""), found)  # fmt: skip
    if done is not None:
        return done
    if not form.is_submitted():
        form.fingerprint.data, form.place.data = found.charter.fingerprint, found.case.municipality.name
    record = record_of_version(db.session(), found.case, found.charter, settings().base_url)
    page = render_form("public/sign_by_link.html", form, token=token, text=charter_context(record),
                       reasons=reasons_of(db.session(), found.charter.id),
                       changes=changes_of(db.session(), found.charter.id), **_told(found))  # fmt: skip
    return private(*page)


@blueprint.route("/tekenen/<token>/weigeren", methods=["GET", "POST"])
@limiter.limit(PER_CALLER)
@may("sign_by_link")
def refuse(token: str) -> Answer:
    """Say why one does not sign."""
    found = _found(token)
    if found is None or found.state != "open":
        return _closed(found)
    form = RefuseByLinkForm()
    done = _done(form, token, lambda line: refuse_by_link(
        db.session(), line, now(), reason=form.reason.data or "", fingerprint=form.fingerprint.data or ""),
        found)  # fmt: skip
    if done is not None:
        return done
    if not form.is_submitted():
        form.fingerprint.data = found.charter.fingerprint
    return private(*render_form("public/refuse_by_link.html", form, token=token, **_told(found)))


def _done(form: SignByLinkForm | RefuseByLinkForm, token: str, action: Callable[[int], None],
          found: FoundLine) -> Answer | None:  # fmt: skip
    """Carry it out on the line once the form was sent in order. None: show the form, with what is wrong in it."""
    if not form.validate_on_submit():
        return None
    try:
        action(found.signature.id)
    except Invalid as refusal:
        undo()
        refusal_to_form(form, refusal)
        return None
    except (Stale, GateNotMet) as refusal:
        return _refused(token, refusal)
    commit()
    return private_answer(redirect(url_for("signing_by_link.sign", token=token)))


def _found(token: str) -> FoundLine | None:
    if request.method == "POST":
        count_request("signing_from_caller", real_now())
    found = find_line(db.session(), token)
    if found is not None:
        g.case = found.case  # its house style
    return found


def _told(found: FoundLine) -> dict[str, object]:
    return {"case": found.case, "row": found.signature, "version": found.charter.version, "state": found.state,
            "fingerprint_here": found.charter.fingerprint}  # fmt: skip


def _closed(found: FoundLine | None, status: int = 200, refusal: str = "", typed: tuple[str, ...] = ()) -> Answer:
    if found is None:
        return private(render_template("public/signing_link_unknown.html"), 410)
    page = render_template("public/signing_closed.html", refusal=refusal, typed=typed, **_told(found))
    return private(page, status)


def _refused(token: str, refusal: Stale | GateNotMet) -> Answer:
    """The text changed, somebody else comes first, or it was signed on paper, while this page was open."""
    typed = tuple(value for _label, value in typed_text())
    undo()
    return _closed(find_line(db.session(), token), 409, refusal.sentence, typed)
