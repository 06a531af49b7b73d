"""The same content gives the same file, on another day, in another process, in another order."""

import dataclasses
import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

from documents.contexts.procedure import CharterContext
from documents.filling.launch_kit import KIT_FILLINGS
from documents.kinds import DOCX, HTML, PDF, TEXT, example
from documents.press.rendering import render
from tests.letters.reading import ALL_KINDS, made, open_pdf

ROOT = Path(__file__).parents[2]
SCRIPT = """
from documents.kinds import KINDS, example
from documents.press.rendering import render
for kind in sorted(KINDS, reverse=True):
    for media_type in KINDS[kind].media_types:
        print(kind, media_type, render(kind, example(kind), media_type=media_type).sha256)
"""


def test_another_process_with_another_hash_seed_and_time_zone_makes_the_same_files() -> None:
    environment = os.environ | {"PYTHONHASHSEED": "4321", "TZ": "Asia/Tokyo"}

    run = subprocess.run(
        [sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=True, cwd=ROOT, env=environment
    )

    theirs = dict(line.rsplit(" ", 1) for line in run.stdout.splitlines())
    ours = {f"{kind} {form}": made(kind, form).sha256 for kind in ALL_KINDS for form in (PDF, HTML)}
    in_word = ("evening_news", "launch_announcement", *KIT_FILLINGS)
    ours |= {f"{kind} {form}": made(kind, form).sha256 for kind in in_word for form in (DOCX, TEXT)}
    assert theirs == ours


@pytest.mark.parametrize("kind", ["decision", "receipt"])
def test_the_same_record_printed_twice_is_the_same_file(kind: str) -> None:
    assert render(kind, example(kind)).content == made(kind).content


def test_a_changed_word_gives_another_file_and_another_identity() -> None:
    charter = example("charter")
    assert isinstance(charter, CharterContext)

    changed = render("charter", dataclasses.replace(charter, duration="twee jaar"))

    first, second = open_pdf(made("charter").content), open_pdf(changed.content)
    assert changed.sha256 == hashlib.sha256(changed.content).hexdigest() != made("charter").sha256
    assert bytes(first.trailer.ID[0]) != bytes(second.trailer.ID[0])
