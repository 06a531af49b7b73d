"""Keeps the catalogues of the other languages in step with the texts of the pages, and compiles them for use.

`make` compiles what is in git (messages.po) to what programs read (messages.mo), also before a wheel is built. `make
words` takes new texts into the catalogues and those that are gone out of them. It never guesses a translation from a
text that looks like it (no 'fuzzy' entries): a wrong sentence is worse than a Dutch one.
"""

import ast
import itertools
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

CHECKOUT = Path(__file__).resolve().parent.parent
TRANSLATIONS = CHECKOUT / "webapp" / "translations"
KEYWORDS = {**DEFAULT_KEYWORDS, "_l": None, "_n": (1, 2)}
RULES = CHECKOUT / "documents" / "words"  # what the rules say, per language
DOCUMENTS = CHECKOUT / "documents" / "translations"  # what documents say, per language
DOCUMENT_KEYWORDS = {"said": None, "to_say": None, "said_of": (1, 2), "counted": (2, 3)}
# Texts of documents, not of pages, and settings that a program reads.
NOT_SAID = frozenset({
    "models/settings.py", "models/rules/charter_template.py", "models/rules/launch_kit_texts.py",
    "models/rules/launch_kit_texts_fr.py", "models/rules/charter_text.py", "models/rules/charter_template_fr.py",
    "models/rules/connections.py",
})  # fmt: skip
ALL_SAID = frozenset({  # titles, conditions, sentences, and what tables call things
    "models/rules/procedure.py", "models/rules/journal_events.py", "models/rules/authority_events.py",
    "models/rules/survey_form.py", "models/rules/evaluation_form.py", "models/rules/advice.py",
    "models/rules/measures.py", "models/rules/launch_kit.py",
    "models/rules/stage_names.py", "models/rules/support.py", "models/rules/candidates.py", "models/rules/ballots.py",
    "models/rules/data_requests.py", "models/rules/api_scopes.py", "models/rules/invitations.py",
    "models/rules/notices.py", "models/privacy/activities.py", "models/privacy/declaring.py",
})  # fmt: skip
_DUTCH = re.compile(
    r"\b(?:het|een|niet|wordt|worden|voor|zijn|deze|dit|de|naar|uw|u|wij|geen|nog|kunt|van|in|met|op|is|er|hebt|wie|te|aan|"
    r"door|of|en|al|hoogstens|minstens|kies|vul|nummers?|kan|welke|wat|elk|elke|eigen|alle|andere|heel|vanaf|per|opnieuw|"
    r"namens|negen|zonder|tegen|extra|bericht|berichten|feiten|dringend|jaar|dagen|uur|gemandateerde|plaatsvervangende?)\b",
    re.IGNORECASE,
)
_CODE = re.compile(r"\n|is null|is not null|^\w+ (?:in \(|= )|\\b")
WIDTH = 120  # characters of a line in a catalogue


def catalogues(folder: Path = TRANSLATIONS) -> dict[str, Path]:
    """The file of each language: texts of pages, or in RULES what the rules say."""
    return {file.parent.parent.name: file for file in sorted(folder.glob("*/LC_MESSAGES/*.po"))}


def read_catalogue(file: Path) -> Catalog:
    """What a language has."""
    with file.open("rb") as stream:
        return read_po(stream, locale=file.parent.parent.name)


def asked_texts(checkout: Path = CHECKOUT) -> Catalog:
    """Every text of the pages, with the files in which it stands; without line numbers, which change all the time."""
    return _asked(checkout, "babel.cfg", KEYWORDS, "webapp")


def document_texts(checkout: Path = CHECKOUT) -> Catalog:
    """Every text of the documents (`documents.language.said`)."""
    return _asked(checkout, "documents/babel.cfg", DOCUMENT_KEYWORDS, "documents")


def _asked(checkout: Path, mapping: str, keywords: Mapping[str, Any], folder: str) -> Catalog:
    with (checkout / mapping).open(encoding="utf-8") as stream:
        methods, options = parse_mapping_cfg(stream)
    asked = Catalog(project="Binstart", charset="utf-8")
    found = extract_from_dir(checkout, methods, options, keywords=keywords, directory_filter=_inside(checkout, folder))
    for file, line, message, _comments, context in sorted(found, key=lambda one: (one[0], one[1])):
        asked.add(message, None, [(file, line)], context=context)
    return asked


def rule_texts(checkout: Path = CHECKOUT) -> Catalog:
    """Every Dutch sentence in the models, as `documents.rule_words` finds it again: what an f-string fills in is `{1}`,
    `{2}`. A sentence is text of more than one word with a Dutch one in it; what is said to programmers is not."""
    asked = Catalog(project="Binstart", charset="utf-8")
    for file in sorted((checkout / "models").rglob("*.py")):
        name = file.relative_to(checkout).as_posix()
        if "migrations" not in file.parts and name not in NOT_SAID:
            for text, shown in _sentences(ast.parse(file.read_text("utf-8")), name in ALL_SAID):
                asked.add(text, None, [(name, 1)], auto_comments=[shown])
    return asked


def _sentences(tree: ast.Module, is_said: bool) -> Iterator[tuple[str, str]]:
    """The sentences of a module, each also as its source shows it."""
    told = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}  # docstrings
    told |= {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    for node in ast.walk(tree):
        if id(node) in told:
            continue
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            text, shown = node.value, node.value
        elif isinstance(node, ast.JoinedStr):
            parts = [part.value if isinstance(part, ast.Constant) else part for part in node.values]
            numbers = itertools.count(1)
            text = "".join(part if isinstance(part, str) else f"{{{next(numbers)}}}" for part in parts)
            shown = "".join(part if isinstance(part, str) else f"{{{ast.unparse(part.value)}}}" for part in parts)  # type: ignore
        else:
            continue
        if " " in text.strip() and (is_said or _DUTCH.search(text)) and not _CODE.search(text):
            yield text, shown


def update_catalogues(asked: Catalog, folder: Path = TRANSLATIONS) -> list[str]:
    """Bring every catalogue in step; one line per language about what is still to translate."""
    told = []
    for language, file in catalogues(folder).items():
        catalogue = read_catalogue(file)
        catalogue.update(asked, no_fuzzy_matching=True, update_creation_date=False)
        catalogue.obsolete.clear()
        write_catalogue(file, catalogue)
        empty = sum(1 for message in catalogue if message.id and not all(_strings(message.string)))
        told.append(f"{language}: {empty} of {len(catalogue)} texts to translate")
    return told


def write_catalogue(file: Path, catalogue: Catalog) -> None:
    """In the order of the files, so that what stands on a page stands together."""
    catalogue.header_comment = f"# The texts of Binstart in {catalogue.locale.english_name}. See `make words`."
    catalogue.msgid_bugs_address = catalogue.last_translator = catalogue.language_team = ""
    with file.open("wb") as stream:
        write_po(stream, catalogue, width=WIDTH, sort_by_file=True, ignore_obsolete=True, include_lineno=False)


def compile_catalogues(folder: Path = TRANSLATIONS) -> int:
    """Make of each catalogue what programs read; what is not translated is left out. Returns of how many languages."""
    for file in catalogues(folder).values():
        with file.with_suffix(".mo").open("wb") as stream:
            write_mo(stream, read_catalogue(file), use_fuzzy=False)
    return len(catalogues(folder))


def _inside(checkout: Path, top: str) -> Callable[[str], bool]:
    """Only that folder: a checkout holds thousands of files of others."""
    skipped = {"static", "translations", "fonts", "__pycache__"}
    return lambda folder: top in Path(folder).relative_to(checkout).parts[:1] and Path(folder).name not in skipped


def _strings(string: str | tuple[str, ...] | list[str] | None) -> tuple[str, ...]:
    return (string,) if isinstance(string, str) else tuple(string or ("",))


if __name__ == "__main__":
    if sys.argv[1:] == ["update"]:
        print("\n".join([*update_catalogues(asked_texts()), *update_catalogues(rule_texts(), RULES),
                         *update_catalogues(document_texts(), DOCUMENTS)]))  # fmt: skip
    else:
        compile_catalogues(DOCUMENTS)
        print(f"Compiled the words of {compile_catalogues()} languages.")
