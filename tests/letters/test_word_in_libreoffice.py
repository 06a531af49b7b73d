"""Every Word file opens in LibreOffice, and says there what it says in Word."""

import io
import shutil
import subprocess

import pytest
from docx import Document

from documents.kinds import DOCX, KINDS
from tests.letters.reading import made, squeezed, text_of_pdf

WORD_KINDS = sorted(name for name, kind in KINDS.items() if DOCX in kind.media_types)


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What each Word file says once LibreOffice has opened and printed it."""
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("soffice is missing (Debian package libreoffice-writer-nogui)")
    folder = tmp_path_factory.mktemp("word")
    for kind in WORD_KINDS:
        (folder / f"{kind}.docx").write_bytes(made(kind, DOCX).content)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"  # one of its own: two at once refuse each other
    files = [str(folder / f"{kind}.docx") for kind in WORD_KINDS]
    subprocess.run([office, profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), *files],
                   check=True, capture_output=True)  # fmt: skip
    return {kind: squeezed(text_of_pdf((folder / f"{kind}.pdf").read_bytes())) for kind in WORD_KINDS}


@pytest.mark.parametrize("kind", WORD_KINDS)
def test_libreoffice_shows_every_paragraph(kind: str, opened: dict[str, str]) -> None:
    document = Document(io.BytesIO(made(kind, DOCX).content))

    said = [squeezed(paragraph.text) for paragraph in document.paragraphs if paragraph.text.strip()]

    assert said
    assert [one for one in said if one not in opened[kind]] == []
