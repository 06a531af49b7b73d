"""What each person sees and does: the web pages of Binstart, one folder per audience."""

from flask import Flask
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import IntegerConverter

from models.database import db, engine_options
from models.settings import Settings, settings
from webapp.account.absences import blueprint as absences
from webapp.account.by_provider import blueprint as by_provider
from webapp.account.mail_rhythm import blueprint as mail_rhythm
from webapp.account.own_data import blueprint as own_data
from webapp.account.own_home import blueprint as own_home
from webapp.account.own_language import blueprint as own_language
from webapp.account.passkeys import blueprint as passkeys
from webapp.account.second_step import blueprint as second_step
from webapp.account.signing_in import blueprint as signing_in
from webapp.account.views import blueprint as account
from webapp.admin.api_tokens import blueprint as api_tokens
from webapp.admin.closing_days import blueprint as closing_days
from webapp.admin.delegations import blueprint as delegations
from webapp.admin.failed_work import blueprint as failed_work
from webapp.admin.former_street_names import blueprint as former_street_names
from webapp.admin.house_style import blueprint as house_style
from webapp.admin.journal import blueprint as authority_journal
from webapp.admin.ladder import blueprint as ladder
from webapp.admin.privacy import blueprint as privacy
from webapp.admin.running import blueprint as running
from webapp.admin.running import init_running
from webapp.admin.second_step_resets import blueprint as second_step_resets
from webapp.admin.standing import blueprint as standing
from webapp.admin.texts import blueprint as texts
from webapp.admin.views import blueprint as admin
from webapp.admin.webhooks import blueprint as webhooks
from webapp.advisers.signed_in import blueprint as asked_opinions
from webapp.advisers.views import blueprint as advisers
from webapp.api.guide import blueprint as api_guide
from webapp.api.openapi import blueprint as api_description
from webapp.api.views import blueprint as api
from webapp.assets import init_assets
from webapp.bearer import init_bearer
from webapp.browser_key import init_browser_key
from webapp.bypass_log import init_bypass_log
from webapp.case.advising import blueprint as advising
from webapp.case.agreeing import blueprint as agreeing
from webapp.case.assigning import blueprint as assigning
from webapp.case.consulting import blueprint as consulting
from webapp.case.correcting import blueprint as correcting
from webapp.case.dormant import blueprint as dormant
from webapp.case.evaluating import blueprint as evaluating
from webapp.case.judging import blueprint as judging
from webapp.case.launch_kit import blueprint as launch_kit
from webapp.case.launch_quotes import blueprint as launch_quotes
from webapp.case.launching import blueprint as launching
from webapp.case.mapping import blueprint as mapping
from webapp.case.measures import blueprint as measures
from webapp.case.meetings import blueprint as meetings
from webapp.case.messaging import blueprint as messaging
from webapp.case.mining import blueprint as mining
from webapp.case.minuting import blueprint as minuting
from webapp.case.papers import blueprint as papers
from webapp.case.scan_notes import init_scan_notes
from webapp.case.searching import blueprint as searching
from webapp.case.succession import blueprint as succession
from webapp.case.surveying import blueprint as surveying
from webapp.case.terms import blueprint as terms
from webapp.case.uploads import blueprint as case_uploads
from webapp.case.views import blueprint as case
from webapp.case.work_list import blueprint as work_list
from webapp.desk.balloting import blueprint as balloting
from webapp.desk.checking_federally import blueprint as checking_federally
from webapp.desk.data_requests import blueprint as data_requests
from webapp.desk.door import blueprint as door
from webapp.desk.informing import blueprint as informing
from webapp.desk.leading import blueprint as leading
from webapp.desk.letters import blueprint as letters
from webapp.desk.nominating import blueprint as nominating
from webapp.desk.participants import blueprint as participants
from webapp.desk.projecting import blueprint as projecting
from webapp.desk.replies import blueprint as replies
from webapp.desk.support_sheets import blueprint as support_sheets
from webapp.desk.views import blueprint as desk
from webapp.development.views import blueprint as development
from webapp.errors import init_errors
from webapp.formatting import init_formatting
from webapp.forms import init_forms
from webapp.insight.loads import blueprint as insight_loads
from webapp.insight.views import blueprint as insight
from webapp.insight.what_if import blueprint as insight_what_if
from webapp.languages import init_languages
from webapp.navigation import init_navigation
from webapp.paging import init_paging
from webapp.permissions import init_permissions
from webapp.police.contacting import blueprint as contacting
from webapp.police.views import blueprint as police
from webapp.pressing import init_presses
from webapp.progress import init_progress
from webapp.public.answering_survey import blueprint as answering_survey
from webapp.public.calendar import blueprint as calendar
from webapp.public.candidacy import blueprint as candidacy
from webapp.public.checking import blueprint as checking
from webapp.public.joining import blueprint as joining
from webapp.public.member_data import blueprint as member_data
from webapp.public.open_data import blueprint as open_data
from webapp.public.own_measures import blueprint as own_measures
from webapp.public.participating import blueprint as participating
from webapp.public.quoting import blueprint as quoting
from webapp.public.reading import blueprint as reading
from webapp.public.replying import blueprint as replying
from webapp.public.signing_by_link import blueprint as signing_by_link
from webapp.public.supporting import blueprint as supporting
from webapp.public.text_reports import blueprint as text_reports
from webapp.public.views import blueprint as public
from webapp.public.voting import blueprint as voting
from webapp.public.widget import blueprint as public_widget
from webapp.public.writing import blueprint as writing
from webapp.request_log import init_request_log
from webapp.resident.views import blueprint as resident
from webapp.rule_words import init_rule_words
from webapp.security import init_security
from webapp.sign_in_log import init_sign_in_log
from webapp.signed_in import init_signed_in
from webapp.site.metrics import blueprint as metrics
from webapp.site.metrics import init_metrics
from webapp.site.views import blueprint as site
from webapp.steering_group.alert_file import blueprint as alert_file
from webapp.steering_group.commenting import blueprint as commenting
from webapp.steering_group.contributions import blueprint as contributions
from webapp.steering_group.history import blueprint as section_history
from webapp.steering_group.members import blueprint as members
from webapp.steering_group.paper_notices import blueprint as paper_notices
from webapp.steering_group.picturing import blueprint as picturing
from webapp.steering_group.remarks import blueprint as remarks
from webapp.steering_group.screening import blueprint as screening
from webapp.steering_group.seats import blueprint as seats
from webapp.steering_group.signing import blueprint as signing
from webapp.steering_group.signing_on_paper import blueprint as signing_on_paper
from webapp.steering_group.standing import blueprint as newer_standing
from webapp.steering_group.together import blueprint as together
from webapp.steering_group.views import blueprint as steering_group
from webapp.tracing import init_tracing
from webapp.transaction import init_transactions

# One line per audience.
AUDIENCES = (
    site,
    metrics,
    public,
    supporting,
    replying,
    participating,
    voting,
    quoting,
    checking,
    advisers,
    asked_opinions,
    calendar,
    resident,
    signing_in,
    by_provider,
    passkeys,
    second_step,
    second_step_resets,
    account,
    absences,
    mail_rhythm,
    own_home,
    own_language,
    own_data,
    member_data,
    data_requests,
    admin,
    delegations,
    ladder,
    texts,
    standing,
    house_style,
    closing_days,
    privacy,
    authority_journal,
    running,
    failed_work,
    api_tokens,
    webhooks,
    case,
    papers,
    case_uploads,
    work_list,
    assigning,
    searching,
    mapping,
    insight,
    insight_loads,
    insight_what_if,
    advising,
    consulting,
    contacting,
    agreeing,
    correcting,
    judging,
    minuting,
    mining,
    launching,
    launch_kit,
    launch_quotes,
    evaluating,
    terms,
    desk,
    informing,
    door,
    balloting,
    leading,
    projecting,
    letters,
    replies,
    participants,
    nominating,
    support_sheets,
    checking_federally,
    police,
    steering_group,
    commenting,
    open_data,
    api,
    api_description,
    api_guide,
    public_widget,
    writing,
    joining,
    members,
    messaging,
    dormant,
    succession,
    candidacy,
    measures,
    own_measures,
    surveying,
    answering_survey,
    reading,
    text_reports,
    alert_file,
    paper_notices,
    meetings,
    former_street_names,
    contributions,
    remarks,
    newer_standing,
    signing,
    signing_on_paper,
    signing_by_link,
    screening,
    seats,
    together,
    section_history,
    picturing,
)

SHORTEST_SECRET = 32
LARGEST_REQUEST = 12 * 1024 * 1024  # one upload of 10 MB and the form around it
LARGEST_ROW_ID = 2**31 - 1


class RowIdConverter(IntegerConverter):
    """`<int:...>` in addresses: numbers that no row can have are unknown pages, not faults in the database."""

    def __init__(self, *arguments: object, **options: object) -> None:
        super().__init__(*arguments, **{"max": LARGEST_ROW_ID, **options})  # type: ignore[arg-type]


def create_app() -> Flask:
    """The web app with the settings of this process. Raises ValueError when a setting or route is wrong."""
    app = Flask(__name__)
    _configure(app, settings())
    db.init_app(app)
    _init_parts(app)
    for blueprint in AUDIENCES:
        app.register_blueprint(blueprint)
    if settings().demonstration:
        app.register_blueprint(development)
    init_permissions(app)  # last: it looks at every route
    return app


def _configure(app: Flask, chosen: Settings) -> None:
    if len(chosen.secret_key) < SHORTEST_SECRET:
        raise ValueError(f"BINSTART_SECRET_KEY must have at least {SHORTEST_SECRET} characters")
    secure = chosen.base_url.startswith("https://")
    app.config.update(
        DEBUG=False,  # whatever FLASK_DEBUG says: no traces and no console in anybody's browser
        SECRET_KEY=chosen.secret_key,
        SECRET_KEY_FALLBACKS=[key for key in (chosen.secret_key_before,) if key],
        SQLALCHEMY_DATABASE_URI=chosen.effective_database_url,
        SQLALCHEMY_ENGINE_OPTIONS=engine_options(chosen.effective_database_url),
        SESSION_COOKIE_NAME="__Host-binstart" if secure else "binstart",
        SESSION_COOKIE_SECURE=secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        WTF_CSRF_TIME_LIMIT=None,  # as long as the session: who writes for two hours must not lose it
        WTF_CSRF_SSL_STRICT=False,  # the sign-in pages send no Referer; Sec-Fetch-Site is checked instead
        MAX_CONTENT_LENGTH=LARGEST_REQUEST,
        BABEL_DEFAULT_LOCALE="nl",
        BABEL_DEFAULT_TIMEZONE="Europe/Brussels",
    )
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals["demonstration"] = chosen.demonstration
    app.jinja_env.globals["map_tiles"] = {"address": chosen.map_tiles, "attribution": chosen.map_tiles_attribution}
    app.url_map.converters["int"] = RowIdConverter
    if chosen.trusted_proxies:
        count = chosen.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=count)  # type: ignore[method-assign]


def _init_parts(app: Flask) -> None:
    """The order counts: tell of each request, turn away first, then take the write lock, then ask who it is and whether
    they sent the same before."""
    init_tracing(app)
    init_request_log(app)
    init_sign_in_log(app)
    init_bypass_log(app)
    init_metrics(app)
    init_security(app)
    init_transactions(app)
    init_signed_in(app)
    init_languages(app)
    init_rule_words(app)
    init_browser_key(app)
    init_bearer(app)
    init_presses(app)
    init_errors(app)
    init_assets(app)
    init_formatting(app)
    init_forms(app)
    init_navigation(app)
    init_progress(app)
    init_paging(app)
    init_running(app)
    init_scan_notes(app)
