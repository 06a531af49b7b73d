"""Privacy, accessibility and help in plain words, and the answers for machines that watch over the site."""

from importlib.metadata import PackageNotFoundError, version

from flask import Blueprint, Response, jsonify, render_template, url_for
from sqlalchemy import select, text
from sqlalchemy.exc import SQLAlchemyError

from models.authority import Authority
from models.database import db
from models.person import Person
from models.settings import settings
from webapp.permissions import may
from webapp.security import limiter

blueprint = Blueprint("site", __name__)


@blueprint.get("/privacy")
@may("read_public_page")
def read_privacy() -> str:
    """What is kept of whom, and for how long."""
    return render_template("site/read_privacy.html")


@blueprint.get("/toegankelijkheid")
@may("read_public_page")
def read_accessibility() -> str:
    """What was tested, what we know does not work yet, and where to complain."""
    return render_template("site/read_accessibility.html")


@blueprint.get("/hulp")
@may("read_public_page")
def read_help() -> str:
    """Whom to call, and answers to what is asked most."""
    municipalities = select(Authority).where(Authority.kind == "municipality").order_by(Authority.name)
    return render_template("site/read_help.html", authorities=db.session.scalars(municipalities).all())


@blueprint.get("/robots.txt")
@may("read_public_page")
def tell_robots() -> Response:
    """Search engines may read the public pages only."""
    closed = ("/aanmelden", "/account", "/dossier", "/dev")
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in closed)]
    lines.append(f"Sitemap: {settings().base_url.rstrip('/')}{url_for('open_data.fetch_sitemap')}")
    return Response("\n".join(lines) + "\n", mimetype="text/plain")


@blueprint.get("/healthz")
@may("read_public_page")
@limiter.exempt
def tell_health() -> tuple[Response, int]:
    """Whether this process answers and reaches its database. Asks nothing of the engine: pages work without it."""
    return _answer("select 1")


@blueprint.get("/readyz")
@may("read_public_page")
@limiter.exempt
def tell_readiness() -> tuple[Response, int]:
    """Whether the tables are there too, so that visitors can be let in."""
    return _answer(select(Person.id).limit(1))


def _answer(question: object) -> tuple[Response, int]:
    try:
        db.session.execute(text(question) if isinstance(question, str) else question)  # type: ignore[call-overload]
        reachable = True
    except SQLAlchemyError:
        db.session.rollback()
        reachable = False
    body = jsonify(status="ok" if reachable else "unavailable", database=reachable, version=_version())
    return body, 200 if reachable else 503


def _version() -> str:
    try:
        return version("binstart")
    except PackageNotFoundError:  # run from a checkout that was not installed
        return "0"
