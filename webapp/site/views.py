"""Privacy, accessibility and help in plain words, and the answers for machines that watch over the site."""

from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version

from flask import Blueprint, Response, current_app, jsonify, render_template, url_for
from sqlalchemy import select

from models.authority import Authority
from models.database import db
from models.file_store import documents
from models.privacy.register import told, whole_register
from models.queries.keeping.readiness import is_at_head, is_reachable, is_writable
from models.settings import settings
from webapp.permissions import may
from webapp.privacy_words import CONTROLLER_NAMES, duration, readers_plainly
from webapp.security import limiter
from webapp.site.accessibility import HOWS, MADE_ON, VISITORS, read_statement

blueprint = Blueprint("site", __name__)


@blueprint.get("/privacy")
@may("read_public_page")
def read_privacy() -> str:
    """The notice to everybody whose data is kept (GDPR art. 13, 14): what, why, how long, who sees it."""
    authorities = db.session.scalars(select(Authority).order_by(Authority.name)).unique().all()
    return render_template(
        "site/read_privacy.html",
        authorities=authorities,
        readers=readers_plainly,
        duration=duration,
        controllers=CONTROLLER_NAMES,
        lines=[(one, told(one)) for one in whole_register()],
    )


@blueprint.get("/toegankelijkheid")
@may("read_public_page")
def read_accessibility() -> str:
    """What was tested, what we know does not work yet, and where to complain."""
    return render_template("site/read_accessibility.html", statement=read_statement(), visitors=VISITORS,
                           hows=HOWS.values(), made_on=MADE_ON, authorities=_municipalities())  # fmt: skip


@blueprint.get("/hulp")
@may("read_public_page")
def read_help() -> str:
    """Whom to call, and answers to what is asked most."""
    return render_template("site/read_help.html", authorities=_municipalities())


def _municipalities() -> Sequence[Authority]:
    found = select(Authority).where(Authority.kind == "municipality").order_by(Authority.name)
    return db.session.scalars(found).all()


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
    return _answer(database=is_reachable(db.session()))


@blueprint.get("/readyz")
@may("read_public_page")
@limiter.exempt
def tell_readiness() -> tuple[Response, int]:
    """Whether visitors can be let in: the database is of this version, the data folder takes what is kept, and this
    process is not stopping. A check that failed is named, and nothing more: anybody may ask.

    `files` is told where a setting names a place for them, and closes no door: all hosts share that place, and nearly
    every page works without it."""
    reachable = is_reachable(db.session())
    return _answer(
        database=reachable,
        schema=reachable and is_at_head(db.session()),
        data_folder=is_writable(settings().data_dir),
        **({"files": documents().answers()} if settings().files_are_elsewhere else {}),
        serving=not current_app.config.get("IS_STOPPING", lambda: False)(),
    )


def _answer(**checks: bool) -> tuple[Response, int]:
    is_well = all(found for name, found in checks.items() if name != "files")
    status = "unavailable" if not is_well else "ok" if all(checks.values()) else "degraded"
    return jsonify(status=status, version=_version(), **checks), 200 if is_well else 503


def _version() -> str:
    try:
        return version("binstart")
    except PackageNotFoundError:  # run from a checkout that was not installed
        return "0"
