"""Reads finished documents back, as a person, a program or a validator would."""

import io
import re
import shutil
import subprocess
import tempfile
from functools import cache
from pathlib import Path

import page
import pikepdf
import pytest
from bs4 import BeautifulSoup
from PIL import Image

from documents.kinds import HTML, KINDS, PDF, example
from documents.press.rendering import RenderedDocument, render

ALL_KINDS = sorted(KINDS)
_BLOCKS = [
    "h1",
    "h2",
    "h3",
    "p",
    "li",
    "caption",
    "tr",
    "dt",
    "dd",
    "address",
    "aside",
    "footer",
    "blockquote",
    "small",
]
PICTURE = "[beeld] "


@cache
def made(kind: str, media_type: str = PDF) -> RenderedDocument:
    """The example of a kind, rendered once per test session."""
    return render(kind, example(kind), media_type=media_type)


def text_of_html(kind: str) -> str:
    """What a kind says, one block per line, without its looks: the golden text that a person reviews."""
    soup = BeautifulSoup(made(kind, HTML).content, "html.parser")
    for silent in soup.find_all(["style", "head"]):
        silent.decompose()
    for drawing in soup.find_all("svg"):
        drawing.replace_with(f"\n{PICTURE}{drawing.title.get_text()}\n")
    for row in soup.find_all("tr"):
        for cell in row.find_all(["th", "td"])[1:]:
            cell.insert(0, " | ")
    for line_end in soup.find_all("br"):
        line_end.replace_with(" / ")
    for block in [*soup.find_all(_BLOCKS), *soup.select(".scan strong")]:
        block.insert(0, "\n")
        block.append("\n")
    for heading in soup.find_all(["h1", "h2", "h3"]):
        heading.insert(1, "#" * int(heading.name[1]) + " ")
    lines = (" ".join(line.replace("\u00a0", " ").split()) for line in soup.get_text().split("\n"))
    return "\n".join(line for line in lines if line) + "\n"


def text_of_pdf(content: bytes) -> str:
    """The text layer of a PDF."""
    if not shutil.which("pdftotext"):
        pytest.skip("pdftotext is missing (Debian package poppler-utils)")
    run = subprocess.run(
        ["pdftotext", "-raw", "-enc", "UTF-8", "-", "-"], input=content, capture_output=True, check=True
    )
    return run.stdout.decode()


def squeezed(text: str) -> str:
    """Only what is read aloud: no spaces, line ends, invisible characters or capitals."""
    return re.sub(r"[\s\u00a0\u00ad\u200b]+", "", text).lower()


def picture(content: bytes, number: int, dpi: int = 100) -> Image.Image:
    """One page as a picture; pages count from 1."""
    if not shutil.which("pdftoppm"):
        pytest.skip("pdftoppm is missing (Debian package poppler-utils)")
    command = ["pdftoppm", "-r", str(dpi), "-f", str(number), "-l", str(number), "-png", "-singlefile", "-"]
    return Image.open(io.BytesIO(subprocess.run(command, input=content, capture_output=True, check=True).stdout))


def violations(content: bytes, profile: str) -> list[str]:
    """What the validator has against a file; profile "ua1" (PDF/UA-1) or "3a" (PDF/A-3a)."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "document.pdf"
        path.write_bytes(content)
        found = page.validate_pdf(str(path), profile=profile).failures
    # The validator takes a carriage return at the end of packed data for part of the line end that follows, and then
    # calls the length wrong. The lengths are counted here instead.
    wrong_lengths = _wrong_lengths(content)
    return [f"{one.rule_id}: {one.message}" for one in found if "STREAM-LENGTH" not in one.rule_id] + wrong_lengths


def _wrong_lengths(content: bytes) -> list[str]:
    wrong = []
    for match in re.finditer(rb"/Length (\d+)[^\0]{0,200}?>>\nstream\n", content):
        end = match.end() + int(match[1])
        if content[end : end + 10] != b"\nendstream":
            wrong.append(f"the stream at {match.start()} is not {match[1].decode()} bytes long")
    return wrong


def open_pdf(content: bytes) -> pikepdf.Pdf:
    """The file as objects."""
    return pikepdf.open(io.BytesIO(content))


def pictures_of(pdf: pikepdf.Pdf) -> set[tuple[int, int]]:
    """Width and height in pixels of every picture on its pages."""
    return {(int(one.Width), int(one.Height)) for sheet in pdf.pages for one in sheet.images.values()}


def is_drawn_in(colour: str, pdf: pikepdf.Pdf) -> bool:
    """Whether something on its pages is filled or drawn in this colour ('#7A1F3D')."""
    wanted = [int(colour[place : place + 2], 16) for place in (1, 3, 5)]
    return any(
        [round(255 * float(part)) for part in operands] == wanted
        for sheet in pdf.pages
        for operands, operator in pikepdf.parse_content_stream(sheet)
        if str(operator) in ("rg", "RG", "sc", "scn", "SC", "SCN") and len(operands) == 3
    )
