"""The kinds of documents that Binstart makes: what fills them, in which forms they exist, how a file is called."""

import json
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from documents.contexts.attendance import AttendanceListContext
from documents.contexts.enrolment import EnrolmentFormContext
from documents.contexts.federal import FederalLetterContext, HouseRulesContext
from documents.contexts.invitation import InvitationLetterContext
from documents.contexts.launch import KitContext
from documents.contexts.measure import MeasureLetterContext
from documents.contexts.participant import ParticipantFormContext
from documents.contexts.procedure import (
    CharterContext,
    DecisionContext,
    EvaluationReportContext,
    InvitationContext,
    LaunchAnnouncementContext,
    MinutesContext,
    ReceiptContext,
)
from documents.contexts.support import SupportSheetContext
from documents.contexts.survey import SurveyFormContext
from documents.language import TAGS, said, speaking, to_say
from documents.limits import Printed
from documents.plain import from_plain

FOLDER = Path(__file__).parent

PDF = "application/pdf"
HTML = "text/html"
TEXT = "text/plain"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SUFFIXES = {PDF: "pdf", HTML: "html", TEXT: "txt", DOCX: "docx"}


LETTER = ("look/base.css", "look/letter.css")
PEN_FORM = (*LETTER, "look/pen_form.css")


@dataclass(frozen=True)
class Kind:
    """One kind of document. `called`: how its file is, in Dutch; `dated_on` gives the day that the file carries as its
    date; its own style comes after the shared ones."""

    name: str
    record: type[Printed]
    called: str
    dated_on: Callable[[Any], date]
    shared_styles: tuple[str, ...] = LETTER
    media_types: tuple[str, ...] = (PDF, HTML)
    has_data_attached: bool = False


def _kit(name: str, called: str, *styles: str) -> Kind:
    """One document of the launch kit."""
    shared = styles or ("look/base.css", "look/letter.css")
    return Kind(name, KitContext, called, lambda record: record.dated_on, shared, (PDF, HTML, DOCX, TEXT))


KINDS = {
    kind.name: kind
    for kind in (
        Kind("receipt", ReceiptContext, to_say("ontvangstbewijs"), lambda record: record.received_on),
        Kind("support_sheet", SupportSheetContext, to_say("steunlijst"), lambda record: record.dated_on),
        Kind("attendance_list", AttendanceListContext, to_say("aanwezigheidslijst"), lambda record: record.dated_on),
        Kind(
            "participant_form",
            ParticipantFormContext,
            to_say("deelnemersformulier"),
            lambda record: record.dated_on,
            shared_styles=PEN_FORM,
        ),
        Kind(
            "enrolment_form",
            EnrolmentFormContext,
            to_say("inschrijvingsformulier"),
            lambda record: record.dated_on,
            shared_styles=PEN_FORM,
        ),
        Kind(
            "survey_form",
            SurveyFormContext,
            to_say("vragenlijst-leden"),
            lambda record: record.dated_on,
            shared_styles=PEN_FORM,
        ),
        Kind("invitation", InvitationContext, to_say("uitnodiging"), lambda record: record.dated_on),
        Kind("invitation_letter", InvitationLetterContext, to_say("uitnodigingsbrief"), lambda record: record.dated_on),
        Kind(
            "poster",
            InvitationContext,
            to_say("affiche-a3"),
            lambda record: record.dated_on,
            shared_styles=("look/base.css",),
        ),
        Kind(
            "poster_a4",
            InvitationContext,
            to_say("affiche-a4"),
            lambda record: record.dated_on,
            shared_styles=("look/base.css", "poster/style.css"),
        ),
        Kind(
            "flyer",
            InvitationContext,
            to_say("flyer"),
            lambda record: record.dated_on,
            shared_styles=("look/base.css",),
        ),
        Kind(
            "evening_news",
            InvitationContext,
            to_say("tekst-infoblad"),
            lambda record: record.dated_on,
            media_types=(PDF, HTML, DOCX, TEXT),
        ),
        Kind("minutes", MinutesContext, to_say("verslag-infoavond"), lambda record: record.written_on),
        Kind("measure_letter", MeasureLetterContext, to_say("brief-maatregel"), lambda record: record.decided_on),
        Kind("decision", DecisionContext, to_say("beslissing"), lambda record: record.dated_on),
        Kind(
            "charter",
            CharterContext,
            to_say("charter"),
            lambda record: record.dated_on,
            shared_styles=("look/base.css",),
            has_data_attached=True,
        ),
        Kind("federal_letter", FederalLetterContext, to_say("begeleidende-brief"), lambda record: record.dated_on),
        Kind("house_rules", HouseRulesContext, to_say("huishoudelijk-reglement"), lambda record: record.dated_on),
        Kind(
            "launch_announcement",
            LaunchAnnouncementContext,
            to_say("aankondiging"),
            lambda record: record.release_on,
            shared_styles=("look/base.css",),
            media_types=(PDF, HTML, DOCX, TEXT),
        ),
        _kit("paper_news", to_say("infoblad-lancering")),
        _kit("press_release", to_say("persbericht-lancering")),
        _kit("launch_leaflet", to_say("folder-lancering"), "look/base.css"),
        _kit("launch_poster", to_say("affiche-lancering"), "look/base.css", "poster/style.css"),
        _kit("web_article", to_say("webartikel-lancering")),
        _kit("short_texts", to_say("korte-teksten-lancering")),
        Kind("evaluation_report", EvaluationReportContext, to_say("evaluatieverslag"), lambda record: record.dated_on),
    )
}


def filename(kind: Kind, record: Any, media_type: str) -> str:
    """ASCII name for the file: "charter-BIN-2026-0417-versie-1.2.pdf"."""
    has_version = isinstance(record, CharterContext | FederalLetterContext | HouseRulesContext)
    name = said(kind.called)
    if has_version:
        named = said(
            "{document}-{case}-versie-{version}", document=name, case=record.case.number, version=record.version
        )
    else:
        named = f"{name}-{record.case.number}"
    name = unicodedata.normalize("NFKD", named)
    safe = re.sub(r"[^A-Za-z0-9.]+", "-", name.encode("ascii", "ignore").decode()).strip("-.")
    return f"{safe}.{SUFFIXES[media_type]}"


def kind_of_file(filename: str) -> str | None:
    """Of which kind a file with this name is, in whatever language it is called; None: of none of ours."""
    names: dict[str, str] = {}
    for language in TAGS:
        with speaking(language):
            names |= {f"{said(kind.called)}-": name for name, kind in KINDS.items()}
    found = [one for one in names if filename.startswith(one)]
    return names[max(found, key=len)] if found else None  # 'depliant-lancement' is no 'depliant'


def example(name: str) -> Printed:
    """The complete fictitious example of a kind, as it lies beside its template."""
    plain = json.loads((FOLDER / name / "example.json").read_text("utf-8"))
    return from_plain(KINDS[name].record, plain)
