"""What may be uploaded: a few kinds of files, known by their content, never by their name. Source: web.md 4.6, OWASP.

Here only signatures are compared and nothing is unpacked; pictures are then drawn anew in a process of their own
(`models.pictures`). What passes is never shown in a page, only downloaded under the name and type that we found.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from models.rules.refusals import GateNotMet, Invalid

LARGEST_UPLOAD = 10 * 1024 * 1024  # bytes
MOST_FILES, MOST_BYTES = 25, 100 * 1024 * 1024  # of one case; web.md, section 4.5
TIMES_ASKED = 10
# Nobody looked at it; it waits for the scanner; the scanner found nothing; the scanner found something, and it is gone.
UNSCANNED, QUARANTINE, CLEAN, REFUSED = "unscanned", "quarantine", "clean", "refused"
LONGEST_NAME = 100
SNIFFED = 2048  # browsers guess a type from the first 1445 bytes, PDF readers look for their mark in the first 1024
FIELD = "file"
TOO_LARGE = "Dit bestand is te groot. Een bestand is hoogstens 10 MB."


@dataclass(frozen=True)
class UploadKind:
    """One kind of file that we take: its type, the end of its name, and how its content is told."""

    media_type: str
    extension: str
    is_it: Callable[[bytes], bool]


KINDS = (
    UploadKind("application/pdf", "pdf", lambda c: c.startswith(b"%PDF-") and b"%%EOF" in c[-SNIFFED:]),
    UploadKind("image/png", "png", lambda c: c.startswith(b"\x89PNG\r\n\x1a\n") and c[12:16] == b"IHDR"),
    UploadKind("image/jpeg", "jpg", lambda c: c.startswith(b"\xff\xd8\xff")),
    UploadKind("image/webp", "webp", lambda c: c.startswith(b"RIFF") and c[8:12] == b"WEBP"),
    UploadKind("image/heic", "heic", lambda c: c[4:8] == b"ftyp" and c[8:12] in (b"heic", b"heix", b"mif1")),
)

# A file that is two kinds at once: a picture for us, a page with a script for a careless browser.
_OTHER_FACES = (b"<html", b"<script", b"<!doctype", b"<svg", b"<body", b"<iframe")


@dataclass(frozen=True)
class CheckedUpload:
    """A file that may be kept. `name` is safe to give to a browser; its end tells what the content is."""

    name: str
    media_type: str
    content: bytes


def check_upload(name: str, content: bytes, field: str = FIELD) -> CheckedUpload:
    """The file as it may be kept. Raises Invalid (empty, too large, or of a kind that we don't take)."""
    if not content:
        raise Invalid("upload_empty", "Dit bestand is leeg. Kies een ander bestand.", field)
    if len(content) > LARGEST_UPLOAD:
        raise Invalid("upload_too_large", TOO_LARGE, field)
    kind = kind_of(content)
    if kind is None:
        sentence = "Dit soort bestand nemen we niet aan. Kies een PDF of een foto (JPEG, PNG, WebP of HEIC)."
        raise Invalid("upload_unknown_kind", sentence, field)
    return CheckedUpload(safe_name(name, kind.extension), kind.media_type, content)


def check_room(count: int, size: int, more: int, field: str = FIELD, *, is_asked: bool = False) -> None:
    """Whether a file of `more` bytes fits beside the `count` files of `size` bytes that a case has of its sort.

    `is_asked`: scans that the procedure asks for, one per signatory or sheet; of those a case may have ten times as
    many. Raises Invalid.
    """
    times = TIMES_ASKED if is_asked else 1
    if count >= MOST_FILES * times:
        most = MOST_FILES * times
        sentence = f"Dit dossier heeft al {most} bijlagen, en dat is het meeste. Voeg bladen samen tot één PDF."
        raise Invalid("too_many_uploads", sentence, field)
    if size + more > MOST_BYTES * times:
        raise Invalid("case_full", f"Alle bijlagen van een dossier zijn samen hoogstens {100 * times} MB.", field)


def require_openable(scan_state: str) -> None:
    """Raises GateNotMet for a file that nobody may get: not before it is clean, where a scanner looks at files."""
    if scan_state == QUARANTINE:
        sentence = "Dit bestand wordt nog nagekeken op virussen. Probeer het over enkele minuten opnieuw."
        raise GateNotMet("being_scanned", sentence)
    if scan_state == REFUSED:
        raise GateNotMet("virus_found", "In dit bestand zat een virus. Het is verwijderd; vraag een ander bestand.")


def kind_of(content: bytes) -> UploadKind | None:
    """Which kind of file this is; None when we don't take it, or when it pretends to be two kinds."""
    kind = next((kind for kind in KINDS if kind.is_it(content)), None)
    head = content[:SNIFFED].lower()
    if any(face in head for face in _OTHER_FACES):
        return None
    if kind is not None and kind.extension != "pdf" and b"%pdf-" in head:
        return None
    return kind


def safe_name(typed: str, extension: str) -> str:
    """The name without folders, control signs and its own end: '..\\\\Scan.html' that is a PDF becomes 'Scan.pdf'."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", typed or ""))[-1]
    shown = "".join(sign if sign.isalnum() or sign in " -_.()" else "_" for sign in last)
    stem = shown.rsplit(".", 1)[0] if "." in shown else shown
    return f"{stem.strip(' ._')[:LONGEST_NAME] or 'bijlage'}.{extension}"
