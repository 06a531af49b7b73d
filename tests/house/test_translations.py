"""The catalogues: French is complete, nothing is guessed, and each translation keeps what the text holds."""

import ast
import re
import shutil
from collections.abc import Iterable
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.support import Translations
from jinja2 import Environment, nodes

from binstart.setup_words import (
    RULES,
    asked_texts,
    catalogues,
    compile_catalogues,
    read_catalogue,
    rule_texts,
    update_catalogues,
    write_catalogue,
)
from models.rules.languages import COMPLETE, OWN_NAMES, SOURCE

HOLES = re.compile(r"%%?\(?\{?\w+\)?\}?[sd]?|%%|\{\{\w+\}\}|\{\w+\}")
TAGS = re.compile(r"</?[a-z]+")
PAGES = Path(__file__).parents[2] / "webapp"
LANGUAGES = sorted(set(OWN_NAMES) - {SOURCE})


@pytest.fixture(scope="module")
def asked() -> Catalog:
    """Every text of the pages."""
    return asked_texts()


def _texts(catalogue: Iterable[Message]) -> dict[object, Message]:
    return {message.id: message for message in catalogue if message.id}


def _forms(text: object) -> tuple[str, ...]:
    return tuple(text) if isinstance(text, tuple | list) else (str(text or ""),)


def wrong_translations(catalogue: Iterable[Message]) -> list[str]:
    """What a translation lost or added: holes to fill in, tags, spaces at its edges."""
    found = []
    for message in _texts(catalogue).values():
        ids, strings = _forms(message.id), _forms(message.string)
        if not any(strings):
            continue
        if not all(strings):
            found.append(f"half: {ids[0]}")
        # A singular may write its number out ('1 dag'); a plural never does.
        allowed = {tuple(sorted(HOLES.findall(one))) for one in ids}
        for string in strings:
            if tuple(sorted(HOLES.findall(string))) not in allowed:
                found.append(f"holes: {ids[0]} -> {string}")
            if sorted(TAGS.findall(string)) != sorted(TAGS.findall(ids[-1])):
                found.append(f"tags: {ids[0]} -> {string}")
            if (string != string.strip()) != (ids[0] != ids[0].strip()) or "\n" in string:
                found.append(f"edges: {ids[0]} -> {string}")
        if sorted(HOLES.findall(strings[-1])) != sorted(HOLES.findall(ids[-1])):
            found.append(f"holes of many: {ids[-1]} -> {strings[-1]}")
    return found


def test_every_language_but_that_of_the_source_has_a_catalogue() -> None:
    assert sorted(catalogues()) == LANGUAGES


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_catalogue_holds_the_texts_of_the_pages_and_no_others(language: str, asked: Catalog) -> None:
    catalogue = read_catalogue(catalogues()[language])

    assert sorted(map(str, set(_texts(asked)) ^ set(_texts(catalogue)))) == [], "make words"
    assert not catalogue.obsolete


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_is_not_guessed_and_keeps_what_the_text_holds(language: str) -> None:
    catalogue = read_catalogue(catalogues()[language])

    assert [message.id for message in catalogue if message.id and message.fuzzy] == []
    assert wrong_translations(catalogue) == []


@pytest.mark.parametrize("language", sorted(COMPLETE - {SOURCE}))
def test_a_language_that_is_called_complete_lacks_nothing(language: str) -> None:
    catalogue = read_catalogue(catalogues()[language])

    assert [message.id for message in _texts(catalogue).values() if not all(_forms(message.string))] == []


@pytest.mark.parametrize(("text", "translated", "fault"), [
    ("Nog %(days)s dagen", "Encore %(jours)s jours", "holes: "),
    ("Nog %(days)s dagen", "Encore quelques jours", "holes: "),
    ("Lees <b>dit</b>", "Lisez ceci", "tags: "),
    (" en ", "et", "edges: "),
    (("1 dag", "%(num)s dagen"), ("1 jour", "quelques jours"), "holes of many: "),
    (("1 dag", "%(num)s dagen"), ("1 jour", ""), "half: "),
])  # fmt: skip
def test_what_a_translation_loses_is_told(text: str, translated: str, fault: str) -> None:
    catalogue = Catalog(locale="fr")
    catalogue.add(text, translated)

    assert wrong_translations(catalogue)[0].startswith(fault)


# Sentences of the models without French: words to programmers and for the command line, consents that somebody agrees
# to word for word, an address. The number may only become smaller.
NOT_IN_FRENCH = 30


def test_what_the_rules_say_is_in_the_catalogue_of_rules_and_in_french_but_for_a_few() -> None:
    catalogue, said = read_catalogue(catalogues(RULES)["fr"]), rule_texts()

    assert sorted(map(str, set(_texts(said)) ^ set(_texts(catalogue)))) == [], "make words"
    left = [str(message.id) for message in _texts(catalogue).values() if not message.string]
    assert len(left) <= NOT_IN_FRENCH, left
    assert wrong_translations(catalogue) == []


def test_no_text_was_formatted_before_it_was_asked(asked: Catalog) -> None:
    """A text with the indentation of a template, or with a value already in it, can't be found again."""
    broken = [form for text in _texts(asked) for form in _forms(text) if "\n" in form or "  " in form]

    assert broken == []


def _joined_with_words(source: str) -> list[str]:
    """What a template puts between values, or in the place of one, and nobody could translate."""
    tree = Environment(extensions=["jinja2.ext.i18n", "jinja2.ext.do"]).parse(source)  # noqa: S701 - nothing is printed
    given = [one for used in tree.find_all(nodes.Filter) if used.name in ("join", "default", "d") for one in used.args]
    return [one.value for one in given if isinstance(one, nodes.Const) and re.search(r" [a-z]+ |[A-Z]", str(one.value))]


def test_what_stands_between_values_of_a_page_can_be_translated() -> None:
    found = {file.name: _joined_with_words(file.read_text(encoding="utf-8")) for file in PAGES.rglob("*.html")}

    assert {name: words for name, words in found.items() if words} == {}
    assert _joined_with_words('{{ [phone, email] | select | join(" of ") }}') == [" of "]


@pytest.mark.parametrize("module", sorted(PAGES.rglob("*.py")), ids=lambda file: file.relative_to(PAGES).as_posix())
def test_nothing_is_said_inside_another_text_where_no_catalogue_would_find_it(module: Path) -> None:
    hidden = [
        ast.unparse(call)
        for text in ast.walk(ast.parse(module.read_text("utf-8")))
        if isinstance(text, ast.JoinedStr)
        for call in ast.walk(text)
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Name)
        and call.func.id in {"_", "_l", "_n", "ngettext"}
    ]

    assert hidden == []


def test_new_texts_are_taken_in_without_a_guess_and_old_ones_leave(tmp_path: Path, asked: Catalog) -> None:
    file = tmp_path / "fr" / "LC_MESSAGES" / "messages.po"
    file.parent.mkdir(parents=True)
    before = Catalog(locale="fr")
    before.add("Werklijst", "Liste de travail", locations=[("webapp/navigation.py", 1)])
    before.add("Werklijsten van vroeger", "Listes d’autrefois", locations=[("webapp/navigation.py", 1)])
    write_catalogue(file, before)

    update_catalogues(asked, tmp_path)

    after = _texts(read_catalogue(file))
    assert after["Werklijst"].string == "Liste de travail"
    assert after["Mijn dossiers"].string == ""
    assert "Werklijsten van vroeger" not in after


def test_what_is_compiled_answers_in_french_and_leaves_out_what_is_not_translated(tmp_path: Path) -> None:
    for language, file in catalogues().items():
        (tmp_path / language / "LC_MESSAGES").mkdir(parents=True)
        shutil.copy(file, tmp_path / language / "LC_MESSAGES")

    assert compile_catalogues(tmp_path) == len(LANGUAGES)

    french, english = (Translations.load(tmp_path, [code]) for code in ("fr", "en"))
    assert french.gettext("Werklijst") == "Liste de travail"
    assert english.gettext("Werklijst") == "Work list"
    assert english.gettext("Een maatregel beginnen") == "Een maatregel beginnen"
