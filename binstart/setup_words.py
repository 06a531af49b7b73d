"""Keeps the catalogues of the other languages in step with the texts of the pages, and compiles them for use.

`make` compiles what is in git (messages.po) to what programs read (messages.mo), also before a wheel is built. `make
words` takes new texts into the catalogues and those that are gone out of them. It never guesses a translation from a
text that looks like it (no 'fuzzy' entries): a wrong sentence is worse than a Dutch one.
"""

import sys
from collections.abc import Callable
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

CHECKOUT = Path(__file__).resolve().parent.parent
TRANSLATIONS = CHECKOUT / "webapp" / "translations"
KEYWORDS = {**DEFAULT_KEYWORDS, "_l": None, "_n": (1, 2)}
WIDTH = 120  # characters of a line in a catalogue


def catalogues(folder: Path = TRANSLATIONS) -> dict[str, Path]:
    """The file of each language."""
    return {file.parent.parent.name: file for file in sorted(folder.glob("*/LC_MESSAGES/messages.po"))}


def read_catalogue(file: Path) -> Catalog:
    """What a language has."""
    with file.open("rb") as stream:
        return read_po(stream, locale=file.parent.parent.name)


def asked_texts(checkout: Path = CHECKOUT) -> Catalog:
    """Every text of the pages, with the files in which it stands; without line numbers, which change all the time."""
    with (checkout / "babel.cfg").open(encoding="utf-8") as stream:
        methods, options = parse_mapping_cfg(stream)
    asked = Catalog(project="Binstart", charset="utf-8")
    found = extract_from_dir(checkout, methods, options, keywords=KEYWORDS, directory_filter=_holds_texts(checkout))
    for file, line, message, _comments, context in sorted(found, key=lambda one: (one[0], one[1])):
        asked.add(message, None, [(file, line)], context=context)
    return asked


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
    catalogue.header_comment = f"# The texts of the pages in {catalogue.locale.english_name}. See `make words`."
    catalogue.msgid_bugs_address = catalogue.last_translator = catalogue.language_team = ""
    with file.open("wb") as stream:
        write_po(stream, catalogue, width=WIDTH, sort_by_file=True, ignore_obsolete=True, include_lineno=False)


def compile_catalogues(folder: Path = TRANSLATIONS) -> int:
    """Make of each catalogue what programs read; what is not translated is left out. Returns how many."""
    for file in catalogues(folder).values():
        with file.with_suffix(".mo").open("wb") as stream:
            write_mo(stream, read_catalogue(file), use_fuzzy=False)
    return len(catalogues(folder))


def _holds_texts(checkout: Path) -> Callable[[str], bool]:
    """Only webapp: a checkout holds thousands of files of others."""
    skipped = {"static", "translations", "__pycache__"}
    return lambda folder: "webapp" in Path(folder).relative_to(checkout).parts[:1] and Path(folder).name not in skipped


def _strings(string: str | tuple[str, ...] | list[str] | None) -> tuple[str, ...]:
    return (string,) if isinstance(string, str) else tuple(string or ("",))


if __name__ == "__main__":
    if sys.argv[1:] == ["update"]:
        print("\n".join(update_catalogues(asked_texts())))
    else:
        print(f"Compiled the words of {compile_catalogues()} languages.")
