"""Sealing a charter with thirty signatures: its pages with the evidence, its data, and the seal of the authority."""

import dataclasses
import hashlib
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.figures import Result, Target, p50, p95
from documents.contexts.procedure import CharterContext
from documents.kinds import example
from documents.press.rendering import render
from documents.press.sealing import Certificate, read_certificate, seal
from models.file_store import Folder

TITLE = "a charter with thirty signatures: printed, sealed and kept"
RUNS = 10
SIGNATURES = 30


def run() -> Result:
    """Measure; takes about half a minute."""
    context = _signed()
    with TemporaryDirectory() as folder:
        certificate = _certificate(Path(folder))
        render("charter", context)  # a press that is warm, as in a worker that has been running
        whole, alone = [], []
        for _ in range(RUNS):
            begin = time.perf_counter()
            printed = render("charter", context, signed_text=_text())
            middle = time.perf_counter()
            Folder(Path(folder) / "documents").keep(seal(printed.content, certificate))
            whole.append(time.perf_counter() - begin)
            alone.append(time.perf_counter() - middle)
    figures = {"p50 s": p50(whole), "p95 s": p95(whole), "seal alone p50 s": p50(alone), "pages": float(printed.pages)}
    return Result("seal", figures, (Target("p95 s", 3.0),), (f"{RUNS} runs, {SIGNATURES} signatures",))


def _text() -> str:
    return '{"text":"' + "Wij spreken af. " * 2_000 + '"}'


def _signed() -> CharterContext:
    """The example, signed by thirty."""
    known = example("charter")
    assert isinstance(known, CharterContext)
    digits = hashlib.sha256(_text().encode()).hexdigest()
    rows = [dataclasses.replace(one, seen_sha256=digits) for one in known.signatories]
    thirty = tuple(dataclasses.replace(rows[n % len(rows)], name=f"Naam {n}") for n in range(SIGNATURES))
    return dataclasses.replace(known, signatories=thirty, content_sha256=digits, sealed_by="Gemeente Oosterbeke")


def _certificate(folder: Path) -> Certificate:
    """One that is made for the measurement."""
    from tests.certificates import PASSWORD, written

    return read_certificate(written(folder), PASSWORD)
