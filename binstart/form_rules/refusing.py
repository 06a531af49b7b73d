"""Every refusal of what was filled in, read from the source of the models and the pages, so that none is forgotten.

Most look at more than one field, or at what is kept already; which do is not marked, so all of them are told."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from binstart.form_rules.fields import first_sentence_of
from models.rules import charter_content

ROOT = Path(__file__).parents[2]
ROOMS = ("models", "webapp")
REFUSAL = "Invalid"
# There what is wrong with a field of the charter is a ValueError, which becomes an Invalid with the path of the field.
BY_VALUE = charter_content.__name__


@dataclass(frozen=True)
class Refusal:
    """One `raise`: at which field of a form it is shown ('' where the code decides that), and what it says."""

    field: str
    sentence: str


@dataclass(frozen=True)
class Rule:
    """A function that refuses. `says`: the first sentence of its docstring, '' where it has none."""

    function: str
    says: str
    refusals: tuple[Refusal, ...]


def rules() -> list[Rule]:
    """Every function of the models and the web app that refuses what was filled in, by its full name."""
    files = sorted(file for room in ROOMS for file in (ROOT / room).rglob("*.py"))
    return [rule for file in files for rule in _rules_in(file)]


def _rules_in(file: Path) -> Iterator[Rule]:
    module = ".".join(file.relative_to(ROOT).with_suffix("").parts)
    tree = ast.parse(file.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            words = _Words(module, node)
            refusals = tuple(_refusal(call, words) for call in _raised(node, module))
            if refusals:
                yield Rule(f"{module}.{node.name}", first_sentence_of(ast.get_docstring(node) or ""), refusals)


def _raised(node: ast.AST, module: str) -> Iterator[ast.Call]:
    """What the function itself raises; a function inside it is told by itself."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef):
            continue
        if isinstance(child, ast.Raise) and isinstance(child.exc, ast.Call) and isinstance(child.exc.func, ast.Name):
            named = child.exc.func.id
            if named == REFUSAL or (named == "ValueError" and module == BY_VALUE):
                yield child.exc
        yield from _raised(child, module)


def _refusal(call: ast.Call, words: "_Words") -> Refusal:
    if isinstance(call.func, ast.Name) and call.func.id != REFUSAL:
        return Refusal("", words.of(call.args[0]))
    given = dict(zip(("code", "sentence", "field"), call.args, strict=False))
    given |= {one.arg: one.value for one in call.keywords if one.arg}
    field = given.get("field")
    return Refusal(words.of(field) if field is not None else "", words.of(given["sentence"]))


class _Words:
    """Texts as they stand in one function; what is only known when they are said stands as {its name in the code}."""

    def __init__(self, module: str, function: ast.FunctionDef) -> None:
        self._module = module
        named = [(one.targets[0], one.value) for one in ast.walk(function) if isinstance(one, ast.Assign)]
        self._named = [(name, value) for name, value in named if isinstance(name, ast.Name)]

    def of(self, node: ast.expr) -> str:
        """The text of an expression."""
        if isinstance(node, ast.Constant):
            return str(node.value)
        if isinstance(node, ast.JoinedStr):
            return "".join(self.of(one) for one in node.values)
        if isinstance(node, ast.FormattedValue):
            return self.of(node.value)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("_", "str"):
            return self.of(node.args[0])
        return self._of_name(node) if isinstance(node, ast.Name) else f"{{{ast.unparse(node)}}}"

    def _of_name(self, name: ast.Name) -> str:
        """A text or number of the module, or a text to which the function gave this name just before."""
        known: Any = getattr(import_module(self._module), name.id, None)
        if isinstance(known, str | int):
            return str(known)
        before = [value for one, value in self._named if one.id == name.id and one.lineno < name.lineno]
        is_text = bool(before) and isinstance(before[-1], ast.Constant | ast.JoinedStr)
        return self.of(before[-1]) if is_text else f"{{{name.id}}}"
