"""The API itself: what each address answers."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask import Blueprint, g, request, url_for
from werkzeug.datastructures import MultiDict

from models.case import FoundingCase
from models.database import db
from models.document import Document
from models.network import NeighbourhoodNetwork
from models.queries.authorities import api_cases
from models.queries.cases.terms import terms_of
from models.queries.insight.insight import Asked, read_foundings, read_terms, summed_at
from models.rules import insight_figures
from models.rules.access import Role
from models.rules.procedure import End, Stage
from models.settings import settings
from webapp.api import answers
from webapp.api.declaring import reads
from webapp.api.parameters import (
    CaseParameters,
    NoParameters,
    PageParameters,
    StatisticsParameters,
    cursor_after,
)
from webapp.bearer import current_program
from webapp.clock import now, today
from webapp.problems import Problem

blueprint = Blueprint("api", __name__)


@reads(blueprint, "/cases", "cases:read", parameters=CaseParameters, answer=answers.Cases, has_pages=True,
       summary="List cases")  # fmt: skip
def list_cases(asked: CaseParameters) -> answers.Cases:
    """The founding cases of the authority of the token, in the order in which they were opened."""
    wanted = api_cases.Wanted(asked.stage or "", asked.state or "", asked.municipality or "", asked.changed_since,
                              asked.after)  # fmt: skip
    found = api_cases.cases_for(db.session(), current_program(), wanted, asked.limit + 1)
    items = [answers.CaseLine(**_line(case, at)) for case, at in found[: asked.limit]]
    return answers.Cases(items=items, next=_next([case.id for case, _ in found], asked))


@reads(blueprint, "/cases/<number>", "cases:read", parameters=NoParameters, answer=answers.Case, summary="Read a case")
def read_case(asked: NoParameters, number: str) -> answers.Case:
    """One case: its stage, the conditions that are met and those that are not, who must act, its terms, and the
    documents that everybody may open."""
    case: FoundingCase = g.case
    conditions, waits_for = api_cases.where_it_stands(db.session(), case, now())
    return answers.Case(
        **_line(case, api_cases.changed_at(db.session(), case)),
        conditions=[answers.Condition(code=one.code, sentence=one.sentence, is_met=one.is_met, roles=list(one.roles))
                    for one in conditions],
        waits_for=[Role(role) for role in waits_for],
        terms=[answers.TermOf(kind=one.kind, stage=Stage(one.stage), round=one.round, ends_on=one.ends_on,
                              over_at=one.over_at) for one in terms_of(db.session(), case)],
        documents=[_document(one) for one in api_cases.public_documents(db.session(), case)],
        journal_url=_outside("api.read_journal", number=case.number),
    )  # fmt: skip


@reads(blueprint, "/cases/<number>/journal", "journal:read", parameters=PageParameters, answer=answers.Journal,
       has_pages=True, summary="Read the journal of a case")  # fmt: skip
def read_journal(asked: PageParameters, number: str) -> answers.Journal:
    """What happened in a case, when and by which function, the oldest first."""
    found = api_cases.entries_of(db.session(), g.case, asked.after, asked.limit + 1)
    items = [answers.Entry(sequence=one.sequence, at=one.at, event=one.event, stage=Stage(one.stage), round=one.round,
                           function=one.function) for one in found[: asked.limit]]  # fmt: skip
    return answers.Journal(items=items, next=_next([one.sequence for one in found], asked))


@reads(blueprint, "/networks", "networks:read", parameters=PageParameters, answer=answers.Networks, has_pages=True,
       summary="List networks")  # fmt: skip
def list_networks(asked: PageParameters) -> answers.Networks:
    """The networks of the authority of the token that are active, suspended or announced."""
    found = api_cases.networks_for(db.session(), current_program(), today(), asked.after, asked.limit + 1)
    items = [_network(one) for one in found[: asked.limit]]
    return answers.Networks(items=items, next=_next([one.id for one in found], asked))


@reads(blueprint, "/networks/<slug>", "networks:read", parameters=NoParameters, answer=answers.Network,
       summary="Read a network")  # fmt: skip
def read_network(asked: NoParameters, slug: str) -> answers.Network:
    """One network."""
    found = api_cases.network_for(db.session(), current_program(), today(), slug)
    if found is None:
        raise Problem("not_found")
    return _network(found)


@reads(blueprint, "/statistics", "statistics:read", parameters=StatisticsParameters, answer=answers.Statistics,
       summary="Read figures")  # fmt: skip
def read_statistics(asked: StatisticsParameters) -> answers.Statistics:
    """How long foundings take, for whom they wait, where they end, and which terms are kept."""
    which = Asked(authority_id=current_program().authority_id, kind=asked.kind or "", since=asked.opened_from,
                  until=asked.opened_until)  # fmt: skip
    foundings = read_foundings(db.session(), which)
    terms = (one for _, one in read_terms(db.session(), which))
    return answers.Statistics(
        count=len(foundings),
        summed_at=summed_at(db.session(), which),
        lead_times=[answers.LeadTime(what=one.what, days=_spread(one.days), waiting=_spread(one.waiting),
                                     working=_spread(one.working)) for one in insight_figures.lead_times(foundings)],
        waited_for=[answers.Waited(waited_for=one.waited_for, days=one.days, spread=_spread(one.spread))
                    for one in insight_figures.waited_for(foundings)],
        outcomes=[answers.Outcome(outcome=one.outcome, ended_in=Stage(one.ended_in) if one.ended_in else None,
                                  count=one.count) for one in insight_figures.outcomes(foundings)],
        terms=[answers.TermFigure(kind=one.kind, kept=one.kept, missed=one.missed)
               for one in insight_figures.term_figures(terms, today())],
    )  # fmt: skip


def _line(case: FoundingCase, changed_at: datetime) -> dict[str, Any]:
    return {
        "number": case.number,
        "name": case.name if case.stage != Stage.IDEA.value else None,
        "kind": case.kind,
        "municipality": answers.Place(slug=case.municipality.slug, name=case.municipality.name),
        "stage": Stage(case.stage),
        "round": case.round,
        "state": "open" if case.ended_at is None else "ended",
        "end": End(case.end) if case.end else None,
        "opened_at": case.opened_at,
        "stage_opened_at": case.stage_opened_at,
        "changed_at": changed_at,
        "due_on": case.due_on,
        "ended_at": case.ended_at,
        "url": _outside("api.read_case", number=case.number),
    }


def _document(one: Document) -> answers.PublicDocument:
    return answers.PublicDocument(
        kind=one.kind, title=one.title, version=one.version, media_type=one.media_type,
        language=one.language, size=one.size,
        sha256=one.sha256, produced_at=one.produced_at,
        url=_outside("papers.download_document", document_id=one.id),
    )  # fmt: skip


def _network(one: NeighbourhoodNetwork) -> answers.Network:
    state = "suspended" if one.state == "suspended" else "active" if one.active_since <= today() else "announced"
    return answers.Network.model_validate({
        "slug": one.slug, "name": one.name, "kind": one.kind, "scope": one.area.scope, "state": state,
        "active_since": one.active_since,
        "municipality": {"slug": one.municipality.slug, "name": one.municipality.name},
        "page": _outside("public.show_network", slug=one.slug), "url": _outside("api.read_network", slug=one.slug),
    })  # fmt: skip


def _spread(one: insight_figures.Spread) -> answers.Spread:
    return answers.Spread(count=one.count, quarter=one.quarter, median=one.median, three_quarters=one.three_quarters,
                          longest=one.longest)  # fmt: skip


def _next(row_ids: Sequence[int], asked: PageParameters) -> str | None:
    """The address of the next page: the same question with another cursor."""
    if len(row_ids) <= asked.limit:
        return None
    kept = MultiDict(request.args)
    kept["cursor"] = cursor_after(row_ids[asked.limit - 1])
    assert request.endpoint is not None
    return _outside(request.endpoint, **(request.view_args or {}), **kept.to_dict())


def _outside(endpoint: str, **values: Any) -> str:
    return settings().base_url.rstrip("/") + url_for(endpoint, **values)
