"""What a page about a case may show to one person: the case's parts, the papers made for them, and the right words."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from models.evaluation import Evaluation
from models.operations.evaluations.evaluating import sides_given
from models.queries.cases.case_page import CasePage
from models.queries.cases.case_parts import Paper
from models.queries.cases.terms import running
from models.rules.access import STAFF, Actor, CasePlace, Role, roles_on
from models.rules.access import may as may_do
from models.rules.audiences import may_open
from models.rules.evaluation_form import QUESTIONS, may_read_view
from models.rules.procedure import ACTIONS
from webapp.case import words
from webapp.case.sentences import journal_line
from webapp.case.term_words import told


@dataclass(frozen=True)
class Sees:
    """Which parts this person may see."""

    is_staff: bool
    personal_data: bool
    screening: bool
    door: bool
    voices: bool
    minutes: bool
    participants: bool
    federal_package: bool
    members: bool
    launch_kit: bool
    messages: bool
    roles: frozenset[Role]

    def views_of(self, evaluation: Evaluation) -> dict[str, bool]:
        """Which views of an evaluation this person reads."""
        given = sides_given(evaluation)
        return {side: may_read_view(given, side, self.roles) for side in QUESTIONS}

    meetings: bool
    survey: bool
    succession: bool
    measures: bool


def shown(page: CasePage, actor: Actor) -> dict[str, Any]:
    """What every template about a case gets."""
    place = page.case.place
    return {
        "page": page,
        "case": page.case,
        "words": words,
        "sees": Sees(
            is_staff=not roles_on(actor, place).isdisjoint(STAFF),
            personal_data=may_do(actor, "see_personal_data", place),
            screening=may_do(actor, "see_screening", place),
            door=may_do(actor, "check_in", place),
            voices=may_do(actor, "see_voices", place),
            minutes=may_do(actor, "see_minutes", place),
            participants=may_do(actor, "see_participants", place),
            members=may_do(actor, "see_members", place),
            launch_kit=may_do(actor, "see_launch_kit", place),
            messages=may_do(actor, "see_messages", place),
            roles=roles_on(actor, place),
            meetings=may_do(actor, "plan_meetings", place),
            survey=may_do(actor, "see_survey", place),
            succession=may_do(actor, "see_succession", place),
            measures=may_do(actor, "see_measures", place),
            federal_package=not roles_on(actor, place).isdisjoint(ACTIONS["send_to_federal_interior"].roles),
        ),
        "terms": {(term.kind, term.subject_id): told(term) for term in running(page.terms)},
        "papers": readable(page.papers, place, actor),
        "journal_lines": [journal_line(row) for row in page.journal],
    }


def readable(papers: Iterable[Paper], place: CasePlace, actor: Actor) -> list[Paper]:
    """The documents that this person may open."""
    return [paper for paper in papers if may_open(actor, paper.audience, place)]
