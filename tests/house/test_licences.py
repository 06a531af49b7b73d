"""Every package that Binstart brings along has a licence that lets it, and we know which."""

import json
import re
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
# Let us bring them along unchanged, whatever licence Binstart has itself. Of several to choose from, one is enough.
ALLOWED = re.compile(
    r"\b(MIT|MIT-0|MIT-CMU|BSD|0BSD|Apache|ISC|ISCL|MPL|Mozilla|PSF|Python Software Foundation|LGPL|Lesser|Zlib|CC0|OFL"
    r"|Unlicense|Artistic)\b"
)
# Only run beside us, to test or to check; they do not come along.
ALLOWED_FOR_TESTS = re.compile(ALLOWED.pattern + r"|\b(GPL|AGPL|CVXOPT)\b")
# Their metadata says nothing; read in their repositories.
READ_ELSEWHERE = {"pyrage": "MIT"}


def _pinned(file: str) -> list[str]:
    text = (ROOT / "requirements" / file).read_text(encoding="utf-8")
    return re.findall(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==", text, re.MULTILINE)


def licence_of(package: str) -> str | None:
    """What the package says of itself; None where it is not installed here, as what is for another system only."""
    try:
        said = metadata(package)
    except PackageNotFoundError:
        return None
    listed = [one.rpartition("::")[2].strip() for one in said.get_all("Classifier") or [] if one.startswith("License")]
    spelled = said["License-Expression"] or "; ".join(one for one in listed if one != "OSI Approved")
    return str(spelled or (said["License"] or "").partition("\n")[0] or READ_ELSEWHERE.get(package, ""))


@pytest.mark.parametrize(("file", "allowed"), [("run.txt", ALLOWED), ("test.txt", ALLOWED_FOR_TESTS)])
def test_every_package_that_is_installed_has_a_licence_that_we_allow(file: str, allowed: re.Pattern[str]) -> None:
    licences = {package: licence_of(package) for package in _pinned(file)}
    known = {package: licence for package, licence in licences.items() if licence is not None}

    assert {package: licence for package, licence in known.items() if not allowed.search(licence)} == {}
    assert len(known) > 0.8 * len(licences)


@pytest.mark.parametrize(
    "licence", ["", "GPL-3.0", "AGPL-3.0-or-later", "GNU General Public License v2 or later", "Proprietary"]
)
def test_another_licence_would_be_found(licence: str) -> None:
    assert not ALLOWED.search(licence)


def test_every_script_and_font_has_a_licence_that_we_allow() -> None:
    packages = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    licences = {name: one.get("license", "") for name, one in packages.items() if name}

    assert {name: licence for name, licence in licences.items() if not ALLOWED.search(licence)} == {}
    assert licences
