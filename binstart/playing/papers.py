"""The documents of a case: which are there, and a folder with the newest of each for who looked on."""

import re
from pathlib import Path

from binstart.playing.play import Failed, Paper, Play
from binstart.playing.scenario import Step
from documents.kinds import KINDS, kind_of_file

_LINK = re.compile(r"/document/(\d+)$")
_FILENAME = re.compile(r'filename="?([^";]+)"?')


def kinds_there(play: Play, step: Step, person: str) -> set[str]:
    """The kinds of documents that this person can download now."""
    return {paper.kind for paper in papers(play, step, person)}


def papers(play: Play, step: Step, person: str) -> list[Paper]:
    """Every document of the case that this person can download, oldest first."""
    browser = play.browser_of(person)
    page = browser.open(play.case_address(step, "documenten"))
    if page.status != 200:
        raise Failed(f"{page.path} answers {page.status}: {page.refusal}")
    links = {str(link["href"]) for link in page.soup.select("main a[href]") if _LINK.search(str(link["href"]))}
    for link in sorted(links - play.papers.keys(), key=_number):
        play.papers[link] = _paper(play, person, link)
    return [play.papers[link] for link in sorted(links, key=_number)]


def _number(link: str) -> int:
    found = _LINK.search(link)
    return int(found[1]) if found else 0


def _paper(play: Play, person: str, link: str) -> Paper:
    answer = play.browser_of(person).open(link)
    named = _FILENAME.search(answer.headers.get("content-disposition", ""))
    if answer.status != 200 or named is None or not answer.content:
        raise Failed(f"{link} gives no file (answer {answer.status})")
    kind = kind_of_file(named[1].strip())
    if kind is None:
        raise Failed(f"{link} gives '{named[1]}', which is no kind of document that is known")
    return Paper(kind, named[1].strip().rpartition(".")[2], answer.content)


def keep(folder: Path, found: list[Paper], journal: bytes) -> list[str]:
    """Write the newest of each document and the journal into a folder. Returns the names.

    What an earlier play left under the same names goes first: an old charter must not look like a new one.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for name in (f"{kind.replace('_', '-')}.*" for kind in KINDS):
        for old in folder.glob(name):
            old.unlink()
    for paper in found:
        (folder / paper.name).write_bytes(paper.content)
    (folder / "journal.json").write_bytes(journal)
    return sorted({paper.name for paper in found} | {"journal.json"})
