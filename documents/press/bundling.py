"""Several finished documents as one: a ZIP with the files as they are, or one PDF to read and to print."""

import hashlib
import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass

import pikepdf

from documents.language import tag

_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest that a ZIP can hold: the same files give the same bytes


@dataclass(frozen=True)
class BundledFile:
    """One finished file. `title`: as a reader calls it."""

    title: str
    filename: str
    content: bytes


def as_zip(files: Sequence[BundledFile]) -> bytes:
    """The files, numbered in order, with their sha256 in a list that `sha256sum -c` reads."""
    named = [(f"{number}-{one.filename}", one.content) for number, one in enumerate(files, 1)]
    sums = "".join(f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in named)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name, content in [*named, ("SHA256SUMS", sums.encode())]:
            archive.writestr(zipfile.ZipInfo(name, _EPOCH), content)
    return out.getvalue()


def as_one_pdf(title: str, files: Sequence[BundledFile]) -> bytes:
    """The pages of all files one after the other, each with its bookmark, and the files themselves attached.

    For reading: the pages lose the seal and the tags that the attached files keep.
    """
    whole = pikepdf.Pdf.new()
    with whole.open_outline() as outline:
        for one in files:
            with pikepdf.Pdf.open(io.BytesIO(one.content)) as part:
                first = len(whole.pages)
                whole.pages.extend(part.pages)
            outline.root.append(pikepdf.OutlineItem(one.title, first))
            whole.attachments[one.filename] = pikepdf.AttachedFileSpec(
                whole,
                one.content,
                description=one.title,
                filename=one.filename,
                mime_type="application/pdf",
                creation_date="",
                mod_date="",
            )
    whole.Root.Lang = pikepdf.String(tag())
    whole.docinfo["/Title"] = title
    out = io.BytesIO()
    whole.save(out, deterministic_id=True)
    return out.getvalue()
