"""What a coordinator brings on paper to members whom no mail reaches: the text, and to whom."""

from flask import Blueprint, g, render_template
from werkzeug.wrappers import Response as AnyResponse

from documents.notices.member_notices import write_member_notice
from documents.notices.writing import Letter
from models.database import db
from models.member_notice import MemberNotice
from models.queries.networks.member_notices import paper_notices
from models.rules.web_addresses import network_or_search
from models.settings import settings
from webapp.link_pages import private_answer
from webapp.permissions import may

blueprint = Blueprint("paper_notices", __name__)


@blueprint.get("/dossier/<number>/leden/op-papier")
@may("see_members", case_argument="number")
def list_papers(number: str) -> AnyResponse:
    """Each text once, with the people who get it."""
    papers = [(_letter(one.notice), one) for one in paper_notices(db.session(), g.case)]
    return private_answer(render_template("steering_group/list_papers.html", case=g.case, papers=papers))


def _letter(notice: MemberNotice) -> Letter:
    link = network_or_search(settings().base_url, notice.kind, notice.facts["slug"])
    return write_member_notice(notice.kind, notice.facts, "", link)
