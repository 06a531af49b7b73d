"""The page about the API for people: what it is, how to get a token, and examples."""

from flask import Blueprint, render_template

from models.rules.api_scopes import API_SCOPES
from models.settings import settings
from webapp.api.declaring import PREFIX, READINGS
from webapp.permissions import may
from webapp.problems import PROBLEMS

blueprint = Blueprint("api_guide", __name__)


@blueprint.get("/api")
@may("read_public_page")
def explain_api() -> str:
    """What other programs can read here."""
    return render_template("api/explain_api.html", scopes=API_SCOPES, readings=READINGS, prefix=PREFIX,
                           problems=PROBLEMS, base=settings().base_url.rstrip("/"),
                           per_minute=settings().api_requests_per_minute)  # fmt: skip
