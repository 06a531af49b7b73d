"""What the web app reads of a request without a form: parameters of an address, a single button, a body in JSON."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from binstart.form_rules.fields import first_sentence_of

WEBAPP = Path(__file__).parents[2] / "webapp"
# Parts of a request that somebody fills in, and how the page calls them. Headers and cookies are not filled in.
PARTS = {
    "args": "address", "form": "form", "values": "address or form", "files": "files",
    "get_json": "JSON", "json": "JSON",
}  # fmt: skip


@dataclass(frozen=True)
class Reading:
    """A function that reads. `names`: what, 'address: q, page'; only the part where the names are not fixed."""

    function: str
    says: str
    names: tuple[str, ...]


def readings() -> list[Reading]:
    """Every function of the web app that reads from the request itself, by its full name."""
    return [reading for file in sorted(WEBAPP.rglob("*.py")) for reading in _readings_in(file)]


def _readings_in(file: Path) -> Iterator[Reading]:
    module = ".".join(file.relative_to(WEBAPP.parent).with_suffix("").parts)
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef):
            parts = {f"{part}: all" for one in ast.walk(node) if (part := _part(one))}
            named = {name for one in ast.walk(node) if (name := _named(one))}
            told = {one.partition(":")[0] for one in named}
            names = tuple(sorted(named | {one for one in parts if one.partition(":")[0] not in told}))
            if names:
                yield Reading(f"{module}.{node.name}", first_sentence_of(ast.get_docstring(node) or ""), names)


def _named(node: ast.AST) -> str:
    """'address: page' for `request.args.get("page")`, `request.args["page"]` and `"page" in request.args`."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in ("get", "getlist"):
        part, name = _part(node.func.value), node.args[0]
    elif isinstance(node, ast.Subscript):
        part, name = _part(node.value), node.slice
    elif isinstance(node, ast.Compare):
        part, name = _part(node.comparators[0]), node.left
    else:
        return ""
    told = str(name.value) if isinstance(name, ast.Constant) else f"{{{ast.unparse(name)}}}"
    return f"{part}: {told}" if part else ""


def _part(node: ast.AST) -> str:
    """How the page calls `request.args` and its like; empty for anything else."""
    is_of_request = isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "request"
    return PARTS.get(node.attr, "") if is_of_request and isinstance(node, ast.Attribute) else ""
