"""The page of a case: one page for everybody on it, that says where it is, who must act, and why it can't go on yet."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask import Blueprint, render_template, url_for
from flask_babel import gettext as _

from models.database import db
from models.queries.cases.case_page import CasePage
from models.queries.cases.cases import ConditionState
from models.queries.cases.choices import TOO_CLOSE_HERE, Choice, choices, main_choice
from models.queries.networks.dormancy import last_check
from models.rules.access import STAFF, Actor, Role, roles_on
from models.rules.access import may as may_do
from models.rules.advice import ANSWERABLE, AWAITED
from models.rules.procedure import ACTIONS
from models.rules.whose_turn import Turn
from webapp.case.acting import acting_person, read_page
from webapp.case.links import action_address, action_address_on
from webapp.case.showing import shown
from webapp.case.situation import situation_of
from webapp.case.term_words import ToldTerm
from webapp.clock import today
from webapp.formatting import day
from webapp.permissions import may
from webapp.words import ROLE_NAMES

blueprint = Blueprint("case", __name__)

Terms = Mapping[tuple[str, int], ToldTerm]  # by kind and subject


@blueprint.get("/dossier/<number>")
@may("see_case", case_argument="number")
def show_case(number: str) -> str:
    """Everything about one case, for everybody with a part in it."""
    page, actor = read_page(), acting_person()
    is_staff = not roles_on(actor, page.case.place).isdisjoint(STAFF)
    possible = choices(page, actor)
    main = main_choice(page, actor, possible)
    everything = shown(page, actor)
    open_now = {choice.code for choice in possible if not choice.obstacle}
    return render_template(
        "case/show_case.html",
        **everything,
        main=_link(main, page) if main else None,
        others=[_link(choice, page) for choice in possible if choice != main],
        needs_deputy=is_staff and any(choice.obstacle in TOO_CLOSE_HERE.values() for choice in possible),
        is_late=page.case.due_on is not None and page.case.due_on < today(),
        acting=[row for turn in page.turns for row in _who_acts(turn, page, open_now, everything["terms"])],
        conditions=[_condition(condition, page, open_now) for condition in page.conditions],
        charter_href=action_address("see_charter", number),
        opinion_links=_opinion_links(page, open_now),
        own_seat_href=_own_seat_href(page, actor.person_id),
        situation=[] if is_staff else situation_of(page, must_act=main is not None),
        is_asked_how_it_goes=page.launch_decision is not None and _is_asked(page, actor),
    )


def _is_asked(page: CasePage, actor: Actor) -> bool:
    """Whether this coordinator still has to say how the network, which seems dormant, is doing."""
    if not may_do(actor, "answer_for_network", page.case.place):
        return False
    check = last_check(db.session(), page.case.id)
    return check is not None and check.closed_at is None and not check.answer


def _own_seat_href(page: CasePage, person_id: int | None) -> str:
    """Where who asks answers their invitation to the stuurgroep; empty: none waits."""
    for seat in page.seats:
        if seat.person_id == person_id and not seat.is_accepted:
            return url_for("seats.answer_seat", seat_id=seat.mandate_id)
    return ""


def _opinion_links(page: CasePage, open_now: set[str]) -> dict[int, dict[str, str]]:
    """Per opinion without an answer what this person can do with it now, and where."""
    codes = [code for code in ("give_opinion", "answer_adviser", "withdraw_opinion") if code in open_now]
    return {
        one.id: {
            code: url_for(f"advising.{code}", number=page.case.number, opinion_id=one.id)
            for code in codes
            if code != "answer_adviser" or one.open_question
        }
        for one in page.opinions
        if one.state in ANSWERABLE
    }


def names_of(roles: frozenset[Role] | tuple[str, ...]) -> str:
    """Who, by function, as one text: 'korpschef of gemandateerde politiebeambte'. Nobody: it goes by itself."""
    names = [str(name) for role, name in ROLE_NAMES.items() if role in roles]
    if len(names) < 2:
        return names[0] if names else _("Binstart, vanzelf")
    return _("%(some)s of %(last)s", some=", ".join(names[:-1]), last=names[-1])


def _link(choice: Choice, page: CasePage) -> dict[str, Any]:
    """An action as the page shows it: with its address when it can be done now."""
    return {
        "title": choice.title,
        "href": "" if choice.obstacle else action_address_on(page, choice.code),
        "obstacle": choice.obstacle,
    }


def _lines(terms: Terms, kind: str, subject_id: int = 0) -> tuple[str, ...]:
    """How the term of this kind was computed; nothing when none runs."""
    term = terms.get((kind, subject_id))
    return term.lines if term else ()


def _who_acts(turn: Turn, page: CasePage, open_now: set[str], terms: Terms) -> list[dict[str, Any]]:
    """Who is waited for: somebody outside (an adviser, the ministry) where we only note what they answer."""
    if turn.action == "give_opinion":
        links = _opinion_links(page, open_now)
        return [
            {
                "who": one.adviser,
                "what": _("Advies geven"),
                "href": links.get(one.id, {}).get("give_opinion", ""),
                "due_on": one.due_on,
                "computed": _lines(terms, "opinion", one.id),
            }
            for one in page.opinions
            if one.state in AWAITED and not one.open_question
        ]
    if turn.action == "answer_adviser":
        links = _opinion_links(page, open_now)
        return [
            {
                "who": names_of(turn.expected),
                "what": _("Vraag beantwoorden van %(adviser)s", adviser=one.adviser),
                "href": links.get(one.id, {}).get("answer_adviser", ""),
            }
            for one in page.opinions
            if one.open_question
        ]
    if turn.action == "open_evaluation" and page.evaluations:
        opens_on = day(page.evaluations[0].opens_on)
        return [{"who": names_of(turn.expected), "what": _("De evaluatie opent op %(day)s.", day=opens_on)}]
    outside = {"record_federal_answer": _("FOD Binnenlandse Zaken")}
    return [
        {
            "who": outside.get(turn.action) or names_of(turn.expected),
            "what": ACTIONS[turn.action].title,
            "href": action_address_on(page, turn.action) if turn.action in open_now else "",
            "due_on": page.case.due_on if turn.expected else None,
            "computed": _computed(page.case.due_on, terms) if turn.expected else (),
        }
    ]


def _computed(due_on: date | None, terms: Terms) -> tuple[str, ...]:
    """How the day on which something is due in the case came to be."""
    for term in terms.values():
        if term.kind not in ("opinion", "contact") and due_on is not None and term.ends_on == due_on:
            return term.lines
    return ()


def _condition(condition: ConditionState, page: CasePage, open_now: set[str]) -> dict[str, Any]:
    """One condition of the gate: met or not, who can meet it, and the page for it when this person can do that now."""
    may_meet_it = condition.action in open_now and not condition.is_met
    return {
        "sentence": condition.sentence,
        "is_met": condition.is_met,
        "who": names_of(condition.roles),
        "title": ACTIONS[condition.action].title,
        "href": action_address_on(page, condition.action) if may_meet_it else "",
    }
