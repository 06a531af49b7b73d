"""The page with all terms of a case, each with how it was computed."""

from flask import Blueprint, g, render_template

from models.database import db
from models.queries.cases.terms import terms_of
from webapp.case.term_words import told
from webapp.permissions import may

blueprint = Blueprint("terms", __name__)


@blueprint.get("/dossier/<number>/termijnen")
@may("see_case", case_argument="number")
def list_terms(number: str) -> str:
    """What runs, and what is over as it was."""
    terms = [told(term) for term in terms_of(db.session(), g.case)]
    return render_template("case/list_terms.html", case=g.case, terms=terms)
