"""The kinds of documents that Binstart makes: what fills them, in which forms they exist, how a file is called."""

import json
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from documents.attendance_contexts import AttendanceListContext
from documents.contexts import (
    CharterContext,
    DecisionContext,
    EvaluationReportContext,
    InvitationContext,
    LaunchAnnouncementContext,
    MinutesContext,
    ReceiptContext,
)
from documents.enrolment_contexts import EnrolmentFormContext
from documents.federal_contexts import FederalLetterContext, HouseRulesContext
from documents.invitation_contexts import InvitationLetterContext
from documents.launch_contexts import KitContext
from documents.limits import Printed
from documents.measure_contexts import MeasureLetterContext
from documents.participant_contexts import ParticipantFormContext
from documents.plain import from_plain
from documents.support_contexts import SupportSheetContext
from documents.survey_contexts import SurveyFormContext

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
    """One kind of document. `dated_on` gives the day that the file carries as its date; its own style comes
    after the shared ones."""

    name: str
    record: type[Printed]
    dutch_name: str
    dated_on: Callable[[Any], date]
    shared_styles: tuple[str, ...] = LETTER
    media_types: tuple[str, ...] = (PDF, HTML)
    has_data_attached: bool = False


def _kit(name: str, dutch_name: str, *styles: str) -> Kind:
    """One document of the launch kit."""
    shared = styles or ("look/base.css", "look/letter.css")
    return Kind(name, KitContext, dutch_name, lambda record: record.dated_on, shared, (PDF, HTML, DOCX, TEXT))


KINDS = {
    kind.name: kind
    for kind in (
        Kind("receipt", ReceiptContext, "ontvangstbewijs", lambda record: record.received_on),
        Kind("support_sheet", SupportSheetContext, "steunlijst", lambda record: record.dated_on),
        Kind("attendance_list", AttendanceListContext, "aanwezigheidslijst", lambda record: record.dated_on),
        Kind(
            "participant_form",
            ParticipantFormContext,
            "deelnemersformulier",
            lambda record: record.dated_on,
            shared_styles=PEN_FORM,
        ),
        Kind(
            "enrolment_form",
            EnrolmentFormContext,
            "inschrijvingsformulier",
            lambda record: record.dated_on,
            shared_styles=PEN_FORM,
        ),
        Kind(
            "survey_form",
            SurveyFormContext,
            "vragenlijst-leden",
            lambda record: record.dated_on,
            shared_styles=PEN_FORM,
        ),
        Kind("invitation", InvitationContext, "uitnodiging", lambda record: record.dated_on),
        Kind("invitation_letter", InvitationLetterContext, "uitnodigingsbrief", lambda record: record.dated_on),
        Kind(
            "poster", InvitationContext, "affiche-a3", lambda record: record.dated_on, shared_styles=("look/base.css",)
        ),
        Kind(
            "poster_a4",
            InvitationContext,
            "affiche-a4",
            lambda record: record.dated_on,
            shared_styles=("look/base.css", "poster/style.css"),
        ),
        Kind("flyer", InvitationContext, "flyer", lambda record: record.dated_on, shared_styles=("look/base.css",)),
        Kind(
            "evening_news",
            InvitationContext,
            "tekst-infoblad",
            lambda record: record.dated_on,
            media_types=(PDF, HTML, DOCX, TEXT),
        ),
        Kind("minutes", MinutesContext, "verslag-infoavond", lambda record: record.written_on),
        Kind("measure_letter", MeasureLetterContext, "brief-maatregel", lambda record: record.decided_on),
        Kind("decision", DecisionContext, "beslissing", lambda record: record.dated_on),
        Kind(
            "charter",
            CharterContext,
            "charter",
            lambda record: record.dated_on,
            shared_styles=("look/base.css",),
            has_data_attached=True,
        ),
        Kind("federal_letter", FederalLetterContext, "begeleidende-brief", lambda record: record.dated_on),
        Kind("house_rules", HouseRulesContext, "huishoudelijk-reglement", lambda record: record.dated_on),
        Kind(
            "launch_announcement",
            LaunchAnnouncementContext,
            "aankondiging",
            lambda record: record.release_on,
            shared_styles=("look/base.css",),
            media_types=(PDF, HTML, DOCX, TEXT),
        ),
        _kit("paper_news", "infoblad-lancering"),
        _kit("press_release", "persbericht-lancering"),
        _kit("launch_leaflet", "folder-lancering", "look/base.css"),
        _kit("launch_poster", "affiche-lancering", "look/base.css", "poster/style.css"),
        _kit("web_article", "webartikel-lancering"),
        _kit("short_texts", "korte-teksten-lancering"),
        Kind("evaluation_report", EvaluationReportContext, "evaluatieverslag", lambda record: record.dated_on),
    )
}


def filename(kind: Kind, record: Any, media_type: str) -> str:
    """ASCII name for the file: "charter-BIN-2026-0417-versie-1.2.pdf"."""
    has_version = isinstance(record, CharterContext | FederalLetterContext | HouseRulesContext)
    version = f"-versie-{record.version}" if has_version else ""
    name = unicodedata.normalize("NFKD", f"{kind.dutch_name}-{record.case.number}{version}")
    safe = re.sub(r"[^A-Za-z0-9.]+", "-", name.encode("ascii", "ignore").decode()).strip("-.")
    return f"{safe}.{SUFFIXES[media_type]}"


def example(name: str) -> Printed:
    """The complete fictitious example of a kind, as it lies beside its template."""
    plain = json.loads((FOLDER / name / "example.json").read_text("utf-8"))
    return from_plain(KINDS[name].record, plain)
