"""Looks for the Debian packages that Binstart needs, installs them where it may, else says in one line what to install.

Run by `make` before anything else is there, so it imports the standard library only. Words on the command line:
    run     what the virtual environment and the letters need; stops when missing
    test    what the tests need on top; says what is left out and goes on
    marks   prints the pytest marks to leave out on this machine
"""

import ctypes
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path


@dataclass(frozen=True)
class Need:
    """One Debian package: how to see that it is there, and what is left out without it."""

    package: str
    is_there: Callable[[], bool]
    without: str


def _has_library(name: str) -> Callable[[], bool]:
    def is_there() -> bool:
        try:
            ctypes.CDLL(name)
        except OSError:
            return False
        return True

    return is_there


def _has_program(*names: str) -> Callable[[], bool]:
    return lambda: any(shutil.which(name) for name in names)


VENV = Need(
    f"python{sys.version_info.major}.{sys.version_info.minor}-venv",
    lambda: Path(".venv/bin/python").exists() or find_spec("ensurepip") is not None,
    "no virtual environment can be made",
)
PANGO = Need("libpangoft2-1.0-0", _has_library("libpangoft2-1.0.so.0"), "no letters can be produced")
HARFBUZZ_SUBSET = Need("libharfbuzz-subset0", _has_library("libharfbuzz-subset.so.0"), "letters take thrice as long")
CHROMIUM = Need("chromium", _has_program("chromium", "chromium-browser"), "the browser tests are left out")
LIBATOMIC = Need(
    "libatomic1", _has_library("libatomic.so.1"), "the browser tests are left out"
)  # Playwright's own node
POPPLER = Need("poppler-utils", _has_program("pdftotext"), "the tests that read PDF pages back are left out")
CLAMAV = Need(
    "clamav-daemon",
    lambda: shutil.which("clamd") is not None or Path("/usr/sbin/clamd").exists(),
    "no upload is looked at by a real virus scanner",
)
LIBREOFFICE = Need("libreoffice-writer-nogui", _has_program("soffice"), "no Word file is opened by LibreOffice")


def install_missing(needs: list[Need]) -> list[Need]:
    """Install through apt-get what is missing, where that is allowed; returns what is missing still."""
    missing = [need for need in needs if not need.is_there()]
    if not missing or not (apt := _apt_get()):
        return missing
    print("Installing Debian packages:", " ".join(need.package for need in missing), flush=True)
    _quietly([*apt, "update", "-q"])
    for need in missing:  # one by one: one package that this system does not know must not hold up the others
        _quietly([*apt, "install", "-y", "-q", "--no-install-recommends", need.package])
    return [need for need in missing if not need.is_there()]


def install_line(needs: list[Need]) -> str:
    """What a person has to type."""
    return "sudo apt-get install --no-install-recommends " + " ".join(need.package for need in needs)


def _apt_get() -> list[str]:
    """The words before `update` or `install`; empty where we may not install."""
    if not shutil.which("apt-get"):
        return []
    if os.geteuid() == 0:
        return ["apt-get"]
    if shutil.which("sudo") and _quietly(["sudo", "-n", "true"]):
        return ["sudo", "-n", "DEBIAN_FRONTEND=noninteractive", "RUNLEVEL=1", "apt-get"]
    return []


def _quietly(command: list[str]) -> bool:
    # In runlevel 1 no package starts a service: the tests start what they need themselves.
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive", "RUNLEVEL": "1"}
    try:
        done = subprocess.run(command, env=environment, stdin=subprocess.DEVNULL, capture_output=True, check=False)
    except OSError:
        return False
    return done.returncode == 0


def main(word: str) -> None:
    """Do what the word on the command line asks."""
    if word == "run":
        missing = install_missing([VENV, PANGO, HARFBUZZ_SUBSET])
        if VENV in missing or PANGO in missing:
            sys.exit(f"Debian packages are missing; install them and try again: {install_line(missing)}")
        for need in missing:
            print(f"Goes on without {need.package}, so {need.without}. To have it: {install_line([need])}")
    elif word == "test":
        for need in install_missing([CHROMIUM, LIBATOMIC, POPPLER, LIBREOFFICE, CLAMAV]):
            print(f"LEFT OUT: {need.package} is not here, so {need.without}. To have it: {install_line([need])}")
    elif word == "marks":
        print("" if CHROMIUM.is_there() and LIBATOMIC.is_there() else "not browser")
    else:
        sys.exit(f"unknown word: {word}")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "")
