"""What documents say goes through `documents.language.said`, or it would stay Dutch in a French document."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from jinja2 import Environment, nodes

from binstart.setup_words import DOCUMENTS, catalogues, document_texts, read_catalogue
from documents.standard_texts import NETWORK_KINDS
from models.rules.languages import COMPLETE, SOURCE
from tests.house.test_translations import wrong_translations

FOLDER = Path(__file__).parents[2] / "documents"
TEMPLATES = sorted(file for pattern in ("*/*.html", "*/template.txt") for file in FOLDER.glob(pattern))
MODULES = sorted(
    file for pattern in ("*.py", "*/*.py") for file in FOLDER.glob(pattern) if file.parent.name != "notices"
)
SAYING = frozenset({"said", "to_say", "said_of", "counted", "ruled"})
_TAG = re.compile(r"<[^>]*>|<[^>]*$|^[^<]*>")
_UNSEEN = re.compile(r"<style>.*?</style>|{% block kind_class %}.*?{% endblock %}", re.DOTALL)
_WORD = re.compile(r"[A-Za-zÀ-ÿ]{2,}")
# Words of a sentence in Dutch; what is said to programmers is English.
_DUTCH = re.compile(
    r"\b(?:het|een|niet|wordt|worden|voor|zijn|deze|dit|de|naar|uw|wij|geen|nog|kunt|van|op|aan|hebt|wie|wat|hoe|en|"
    r"te|tot|vanaf|lid|leden|dossier|gemeente|politie|netwerk|straat|straten)\b"
)
# Words that are the same in every language, or that only a program reads.
NAMES = frozenset({*NETWORK_KINDS, *NETWORK_KINDS.values()})  # both languages side by side
SAME = {"BIN", "PLP", "SHA", "QR", "utf", "nbsp", "EU", "tel"}


def words_of(template: Path) -> list[str]:
    """Words that stand in a template as they are, outside its tags and comments."""
    text = _UNSEEN.sub("", template.read_text("utf-8"))
    tree = Environment(trim_blocks=True, lstrip_blocks=True).parse(text)  # noqa: S701 (nothing is rendered)
    data = " ".join(one.data for one in tree.find_all(nodes.TemplateData))
    return [word for word in _WORD.findall(_TAG.sub(" ", re.sub(r"&\w+;", " ", data))) if word not in SAME]


def strings_of(template: Path) -> Iterator[str]:
    """Texts in the expressions of a template that nobody says."""
    tree = Environment(trim_blocks=True, lstrip_blocks=True).parse(template.read_text("utf-8"))  # noqa: S701
    said = {
        id(one)
        for call in tree.find_all(nodes.Call)
        if isinstance(call.node, nodes.Name) and call.node.name in SAYING
        for one in call.find_all(nodes.Const)
    }
    for one in tree.find_all(nodes.Const):
        if id(one) not in said and isinstance(one.value, str) and _DUTCH.search(one.value):
            yield one.value


def dutch_of(module: Path) -> Iterator[str]:
    """Dutch texts of a module that nobody says."""
    tree = ast.parse(module.read_text("utf-8"))
    known = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}  # docstrings
    for call in ast.walk(tree):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in SAYING:
            known |= {id(one) for one in ast.walk(call)}
    for node in ast.walk(tree):
        if id(node) not in known and isinstance(node, ast.Constant) and isinstance(node.value, str):
            is_name = node.value in NAMES
            is_name = is_name or "\\b" in node.value  # a pattern
            if not is_name and " " in node.value.strip() and _DUTCH.search(node.value):
                yield node.value


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda file: file.relative_to(FOLDER).as_posix())
def test_a_template_says_its_words(template: Path) -> None:
    assert words_of(template) == []
    assert list(strings_of(template)) == []


@pytest.mark.parametrize("module", MODULES, ids=lambda file: file.relative_to(FOLDER).as_posix())
def test_a_module_of_documents_says_its_words(module: Path) -> None:
    assert list(dutch_of(module)) == []


@pytest.mark.parametrize("module", sorted(FOLDER.rglob("*.py")), ids=lambda file: file.relative_to(FOLDER).as_posix())
def test_nothing_is_said_inside_another_text_where_no_catalogue_would_find_it(module: Path) -> None:
    hidden = [
        ast.unparse(call)
        for text in ast.walk(ast.parse(module.read_text("utf-8")))
        if isinstance(text, ast.JoinedStr)
        for call in ast.walk(text)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in {"said", "said_of"}
        if isinstance(call.args[0], ast.Constant)  # what a table holds is found there
    ]

    assert hidden == []


@pytest.mark.parametrize("language", sorted(COMPLETE - {SOURCE}))
def test_a_complete_language_has_every_text_of_the_documents(language: str) -> None:
    catalogue, asked = read_catalogue(catalogues(DOCUMENTS)[language]), document_texts()

    assert _ids(asked) == _ids(catalogue), "make words"
    assert [str(message.id) for message in catalogue if message.id and not _is_whole(message.string)] == []
    assert [message.id for message in catalogue if message.id and message.fuzzy] == []
    assert wrong_translations(catalogue) == []


def _ids(catalogue: Catalog) -> set[str]:
    return {str(message.id) for message in catalogue if message.id}


def _is_whole(string: object) -> bool:
    return all(string) if isinstance(string, tuple | list) else bool(string)
