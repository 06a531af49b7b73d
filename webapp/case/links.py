"""Where each action of the procedure has its page: found in the app's own routes, so that no link points nowhere."""

from flask import current_app, url_for

from models.queries.cases.case_page import CasePage
from models.rules.advice import ANSWERABLE
from webapp.permissions import ROUTE_PERMISSIONS

_PAGES = "binstart_action_pages"


def action_address(code: str, number: str) -> str:
    """The address of an action's page for one case; an empty text when it needs to know more than the case."""
    endpoint = _action_pages().get(code)
    return url_for(endpoint, number=number) if endpoint else ""


def action_address_on(page: CasePage, code: str) -> str:
    """The same from the page of the case, which knows which opinion is waited for."""
    if code == "give_opinion":
        waiting = next((one.id for one in page.opinions if one.state in ANSWERABLE), 0)
        return url_for("advising.give_opinion", number=page.case.number, opinion_id=waiting)
    if code == "withdraw_opinion":
        return url_for("case.show_case", number=page.case.number, _anchor="adviezen")  # each has its own link there
    if code == "answer_adviser":
        asked = next((one.id for one in page.opinions if one.open_question), 0)
        return url_for("advising.answer_adviser", number=page.case.number, opinion_id=asked)
    return action_address(code, page.case.number)


def _action_pages() -> dict[str, str]:
    """Per action the endpoint of its page: the shortest address that needs the number of the case only."""
    known: dict[str, str] | None = current_app.extensions.get(_PAGES)
    if known is None:
        known = {}
        rules = [rule for rule in current_app.url_map.iter_rules() if "GET" in (rule.methods or ())]
        for rule in sorted(rules, key=lambda rule: len(rule.rule), reverse=True):
            if rule.arguments == {"number"} and rule.endpoint in ROUTE_PERMISSIONS:
                known[ROUTE_PERMISSIONS[rule.endpoint]] = rule.endpoint
        current_app.extensions[_PAGES] = known
    return known
