"""Makes documents: `render("receipt", context)` gives the finished file. Same context, same bytes; no network.

Templates are strict: a missing value is an error, all text is escaped. A PDF with any warning is not given out.
"""

import hashlib
import importlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import jinja2

from documents.contexts.shared import CaseReference
from documents.kinds import DOCX, FOLDER, HTML, KINDS, PDF, TEXT, Kind, filename
from documents.language import ruled, said, said_of, speaking, spoken, tag, to_say
from documents.limits import SOFT_BREAK, Printed
from documents.look.charts import message_chart
from documents.look.motif import motif
from documents.look.qr import qr_code, reply_code
from documents.plain import canonical_json
from documents.press.pool import Job, Press, PressFailed, shared_press
from documents.standard_texts import REMINDER_101, REMINDER_101_WHY, WHAT_A_BIN_IS, WHAT_A_BIN_IS_NOT
from documents.wording import (
    apart,
    bare,
    counted,
    drawn,
    euro,
    full_date,
    grouped,
    joined,
    lines,
    long_date,
    number,
    on_paper,
    paragraphs,
    short_date,
    unbroken,
    wrapped,
)
from models.rules.languages import SOURCE

GENERATOR = "Binstart"
# mm: the houses on the cover of a charter, and above a flyer, an announcement and a letter
MOTIF_SIZES = {"cover": (210, 92), "flyer": (210, 34), "band": (210, 17)}
# The files that lie in a charter.
DESCRIBED = {
    "data.json": to_say("Brongegevens van dit document (JSON)"),
    "signed.json": to_say("De tekst die ondertekend is (JSON); haar SHA-256 is afgedrukt"),
}


class RenderingFailed(Exception):
    """A document could not be made. `kind` is which, `reason` why, in one line for the log and the operator."""

    def __init__(self, kind: str, reason: str) -> None:
        super().__init__(f"{kind}: {reason}")
        self.kind = kind
        self.reason = reason


@dataclass(frozen=True)
class RenderedDocument:
    """A finished file. `log` holds notices (characters that no font has); `made_with` the versions that made it."""

    content: bytes
    media_type: str
    filename: str
    sha256: str
    log: tuple[str, ...] = ()
    pages: int = 0
    made_with: str = ""
    language: str = SOURCE


def render(kind: str, context: Printed, *, media_type: str = PDF, press: Press | None = None,
           logo: bytes = b"", signed_text: str = "") -> RenderedDocument:  # fmt: skip
    """Make one document. `kind` is a name in `documents.kinds.KINDS`, `context` the record of that kind,
    `logo` the file that its sender names (PNG or JPEG), `signed_text` what a charter's fingerprint is that of: it is
    attached as it is.

    Can be called from any thread. Raises RenderingFailed, and ValueError for a kind, record or form that don't match.
    """
    chosen = KINDS.get(kind)
    if chosen is None or not isinstance(context, chosen.record):
        raise ValueError(f"{type(context).__name__} is not what a document of the kind {kind!r} is made from")
    if media_type not in chosen.media_types:
        raise ValueError(f"a document of the kind {kind!r} does not exist as {media_type}")
    try:
        with speaking(_case(context).language):
            if media_type == PDF:
                return _pdf(chosen, context, press or shared_press(), logo, signed_text)
            return _MAKERS[media_type](chosen, context)
    except (PressFailed, jinja2.TemplateError) as error:
        raise RenderingFailed(kind, str(error)) from error


def page_html(kind: Kind, context: Printed, *, is_screen: bool) -> str:
    """The page as HTML: for the press, or complete with its style for reading on a screen."""
    style = (FOLDER / "look" / "screen.css").read_text("utf-8") if is_screen else ""
    page = _templates().get_template(f"{kind.name}/template.html")
    dated_on = kind.dated_on(context)
    return page.render(it=context, dated_on=dated_on, generator=GENERATOR, is_screen=is_screen, screen_style=style)


def job_for(kind: Kind, context: Printed, logo: bytes = b"", *, signed_text: str = "", is_form: bool = False) -> Job:
    """What the press needs to print a document of this kind; `is_form`: as a form that something is stamped on."""
    _check_fonts(kind)
    case = _case(context)
    with speaking(case.language):
        html = page_html(kind, context, is_screen=False)
        described = {name: said(words) for name, words in DESCRIBED.items()}
    seed = f"{case.municipality}/{case.network_name}"
    assets = {f"{name}.svg": motif(seed, *size).encode() for name, size in MOTIF_SIZES.items()}
    if logo:
        assets["logo"] = logo
    if kind.has_data_attached:
        assets["data.json"] = canonical_json(context, without_private=True)
    if signed_text:
        assets["signed.json"] = signed_text.encode()
    return Job(
        html=html,
        styles=_styles(kind, context),
        assets=assets,
        identifier=hashlib.sha256(kind.name.encode() + canonical_json(context)).hexdigest()[:32],
        dated=kind.dated_on(context).isoformat(),
        is_form=is_form,
        described=described,
    )


def _case(context: Printed) -> CaseReference:
    case: CaseReference = context.case  # type: ignore[attr-defined]  # every kind is about a case
    return case


def _pdf(kind: Kind, context: Printed, press: Press, logo: bytes, signed_text: str) -> RenderedDocument:
    sheet = press.print(job_for(kind, context, logo, signed_text=signed_text))
    return _finished(kind, context, PDF, sheet.pdf, log=sheet.notices, pages=sheet.pages, made_with=sheet.made_with)


def _html(kind: Kind, context: Printed) -> RenderedDocument:
    return _finished(kind, context, HTML, page_html(kind, context, is_screen=True).encode())


def _text(kind: Kind, context: Printed) -> RenderedDocument:
    text = _templates().get_template(f"{kind.name}/template.txt").render(it=context)
    return _finished(kind, context, TEXT, text.replace(SOFT_BREAK, "").strip().encode() + b"\n")


def _docx(kind: Kind, context: Printed) -> RenderedDocument:
    maker = importlib.import_module(f"documents.{kind.name}.word")  # it has a library that only these kinds need
    return _finished(kind, context, DOCX, maker.word_document(context))


_MAKERS: dict[str, Callable[[Kind, Any], RenderedDocument]] = {HTML: _html, TEXT: _text, DOCX: _docx}


def _finished(kind: Kind, context: Printed, media_type: str, content: bytes, **more: Any) -> RenderedDocument:
    name = filename(kind, context, media_type)
    return RenderedDocument(content, media_type, name, hashlib.sha256(content).hexdigest(), language=spoken(), **more)


def _styles(kind: Kind, context: Any) -> tuple[str, ...]:
    draft = (f"{kind.name}/draft.css",) if getattr(context, "state", "") == "draft" else ()
    return (*kind.shared_styles, f"{kind.name}/style.css", *draft)


def _check_fonts(kind: Kind) -> None:
    # Without any font the layout library crashes instead of complaining.
    missing = [name for name in _font_files() if not (FOLDER / "fonts" / name).is_file()]
    if missing:
        raise RenderingFailed(kind.name, f"fonts are missing ({', '.join(missing)}); `make run` fetches them")


@lru_cache
def _font_files() -> tuple[str, ...]:
    return tuple(json.loads((FOLDER / "fonts_manifest.json").read_text("utf-8")))


@lru_cache
def _templates() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(FOLDER),
        undefined=jinja2.StrictUndefined,
        autoescape=lambda name: not (name or "").endswith(".txt"),  # noqa: S701 (all but plain text is escaped)
        finalize=on_paper,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        apart=apart,
        bare=bare,
        euro=euro,
        full_date=full_date,
        drawn=drawn,
        grouped=grouped,
        joined=joined,
        lines=lines,
        long_date=long_date,
        number=number,
        paragraphs=paragraphs,
        short_date=short_date,
        unbroken=unbroken,
        wrapped=wrapped,
    )
    environment.globals.update(
        counted=counted,
        ruled=ruled,
        said=said,
        said_of=said_of,
        tag=tag,
        qr_code=qr_code,
        reply_code=reply_code,
        message_chart=message_chart,
        reminder_101=REMINDER_101,
        reminder_101_why=REMINDER_101_WHY,
        what_a_bin_is=WHAT_A_BIN_IS,
        what_a_bin_is_not=WHAT_A_BIN_IS_NOT,
    )
    return environment
