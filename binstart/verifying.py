"""What the file of a charter proves by itself, without network or database: its parts agree, its seal holds."""

import hashlib
import io
import json
import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pikepdf

from binstart.preparing import CannotStart
from documents.own_fingerprint import first_part, is_undamaged
from models.rules.charter_check import LARGEST_CHARTER, claimed_fingerprint

SIGNED_TEXT, PRINTED_DATA = "ondertekende-tekst.json", "brongegevens.json"


@dataclass(frozen=True)
class Check:
    """One line of the answer. `is_fine` None: told, not judged."""

    name: str
    is_fine: bool | None
    words: str

    def __str__(self) -> str:
        mark = {True: "ok   ", False: "WRONG", None: "note "}[self.is_fine]
        return f"{mark}  {self.name:<12} {self.words}"


def verify_file(path: Path, trust: Path | None = None) -> list[Check]:
    """Check the file at this path; `trust` holds the certificates (PEM) of issuers whose seals are believed.

    Raises CannotStart when a file can't be read.
    """
    try:
        content, roots = path.read_bytes(), trust.read_bytes() if trust is not None else b""
    except OSError as error:
        raise CannotStart(f"cannot read {error.filename}: {error.strerror}") from None
    return list(verify(content, roots))


def verify(content: bytes, roots: bytes = b"") -> Iterator[Check]:
    """The checks, in order; after the first that says that this is no charter of ours, none follows."""
    if len(content) > LARGEST_CHARTER or not content.startswith(b"%PDF-"):
        yield Check("file", False, "this is no PDF, or too large to be a charter")
        return
    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            attached = {name: pdf.attachments[name].get_file().read_bytes() for name in pdf.attachments}
            links = _links(pdf)
            is_sealed = "/AcroForm" in pdf.Root
        text, data = _plain(attached.get(SIGNED_TEXT)), _plain(attached.get(PRINTED_DATA))
    except (pikepdf.PdfError, ValueError, AttributeError) as error:
        yield Check("file", False, f"the file is damaged: {error}")
        return
    if text is None or data is None:
        yield Check("file", False, "no charter made by Binstart: the signed text is not attached to it")
        return
    yield _damage(content, is_sealed)
    fingerprint = hashlib.sha256(attached[SIGNED_TEXT]).hexdigest()
    yield _fingerprint(fingerprint, content, data)
    yield _address(fingerprint, links, data)
    yield _same_charter(text, data)
    yield _signatures(fingerprint, data)
    yield from _seals(content, str(data.get("sealed_by") or ""), roots, is_sealed=is_sealed)
    yield Check("charter", None, _told(text, data))
    yield Check(
        "in force?", None, f"only {data.get('verify_url')} knows; check that it is an address of the municipality"
    )


def _plain(content: bytes | None) -> dict[str, Any] | None:
    plain = json.loads(content) if content is not None else None
    return plain if isinstance(plain, dict) else None


def _links(pdf: pikepdf.Pdf) -> set[str]:
    """Every web address that can be pressed in the file."""
    notes = (note for sheet in pdf.pages for note in sheet.get("/Annots", ()))
    return {str(note.A.URI) for note in notes if "/A" in note and "/URI" in note.A}


def _damage(content: bytes, is_sealed: bool) -> Check:
    found = is_undamaged(first_part(content) if is_sealed else content)
    if found is None:
        return Check("bytes", False, "the file was saved anew by another program: it is not the one that was made")
    words = "no byte was changed since it was made" if found else "at least one byte was changed since it was made"
    return Check("bytes", found, words)


def _fingerprint(fingerprint: str, content: bytes, data: dict[str, Any]) -> Check:
    printed, marked = str(data.get("content_sha256")), claimed_fingerprint(content)
    if {printed, marked} != {fingerprint}:
        return Check("fingerprint", False, f"the signed text has {fingerprint}, the file says {printed} and {marked}")
    return Check("fingerprint", True, f"the signed text in the file has the fingerprint that it says: {fingerprint}")


def _address(fingerprint: str, links: set[str], data: dict[str, Any]) -> Check:
    to_check = {link for link in links if "/controle/" in link}
    if to_check != {data.get("verify_url")} or not str(data.get("verify_url")).endswith(f"/controle/{fingerprint}"):
        return Check(
            "address", False, f"the address to check it leads elsewhere: {', '.join(sorted(to_check)) or 'none'}"
        )
    return Check("address", True, "the address to check it carries this fingerprint")


def _same_charter(text: dict[str, Any], data: dict[str, Any]) -> Check:
    said = (str(text.get("version")), text.get("case_number"), text.get("network_name"))
    case = data.get("case") or {}
    printed_name = f"{case.get('network_name', '')}"
    is_same = said[:2] == (str(data.get("version")), case.get("number")) and printed_name in str(said[2])
    other = "the printed pages are of another version than the signed text"
    words = "the signed text and the printed one are of the same version" if is_same else other
    return Check("pages", is_same, words)


def _signatures(fingerprint: str, data: dict[str, Any]) -> Check:
    rows = data.get("signatories") or []
    signed = [row for row in rows if row.get("signed_on")]
    if not signed:
        return Check("signatures", None, f"a text to be signed: {len(rows)} signatures are waited for")
    other = [row["name"] for row in signed if row.get("seen_sha256") not in ("", fingerprint)]
    if other or len(signed) != len(rows):
        return Check("signatures", False, f"not all signed this text: {', '.join(other) or 'some are missing'}")
    return Check("signatures", True, f"all {len(rows)} signed the text with this fingerprint")


def _seals(content: bytes, sealed_by: str, roots: bytes, *, is_sealed: bool) -> Iterator[Check]:
    if not is_sealed:
        if sealed_by:
            yield Check("seal", False, f"the seal of {sealed_by} is missing")
        else:
            yield Check("seal", None, "no institutional seal: who made this file, only the address can confirm")
        return
    logging.getLogger("pyhanko").setLevel(logging.CRITICAL)
    logging.getLogger("pyhanko_certvalidator").setLevel(logging.CRITICAL)
    from pyhanko.pdf_utils.misc import PdfError
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.general import SigningError

    try:
        found = PdfFileReader(io.BytesIO(content)).embedded_regular_signatures
        if not found:
            yield Check("seal", False, "there is a place for a seal and none in it")
        for one in found:
            yield _seal(one, sealed_by, roots)
    except (PdfError, SigningError, ValueError, KeyError) as error:
        yield Check("seal", False, f"the seal is damaged: {error}")


def _seal(found: Any, sealed_by: str, roots: bytes) -> Check:
    from asn1crypto import pem, x509
    from pyhanko.sign.diff_analysis import ModificationLevel
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko.sign.validation.status import SignatureCoverageLevel
    from pyhanko_certvalidator import ValidationContext

    known = [x509.Certificate.load(one) for _, _, one in pem.unarmor(roots, multiple=True)] if roots else []
    status = validate_pdf_signature(found, ValidationContext(trust_roots=known, allow_fetching=False))
    subject, issuer = status.signing_cert.subject.human_friendly, status.signing_cert.issuer.human_friendly
    who = f"{subject}, issued by {issuer}"
    if not (status.intact and status.valid):
        return Check("seal", False, f"broken: the file was changed after it was sealed ({who})")
    is_whole = status.coverage == SignatureCoverageLevel.ENTIRE_FILE
    if not is_whole or status.modification_level not in (None, ModificationLevel.NONE):
        return Check("seal", False, f"it does not cover the whole file: something was added afterwards ({who})")
    if sealed_by not in subject or not sealed_by:
        return Check("seal", False, f"the pages name the seal of {sealed_by or 'nobody'}, the seal is of {who}")
    if known and not status.trusted:
        return Check("seal", False, f"valid, but not issued by anybody of the given list ({who})")
    note = "" if known else "; give --trust with the issuer's certificate to check that too"
    return Check("seal", True, f"valid, over the whole file: {who}{note}")


def _told(text: dict[str, Any], data: dict[str, Any]) -> str:
    sealed = f"sealed on {data['sealed_on']}" if data.get("sealed_on") else "not signed by all"
    name = re.sub(r"\s+", " ", str(text.get("network_name")))
    return f"{name}, case {text.get('case_number')}, version {text.get('version')}, {sealed}"
