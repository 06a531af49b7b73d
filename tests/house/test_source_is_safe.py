"""What our own source never does, whatever a page or a flow needs: read from its syntax, new files too."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ("models", "flows", "webapp", "documents", "binstart")
FILES = sorted(file for package in PACKAGES for file in (ROOT / package).rglob("*.py"))
TEMPLATES = sorted(file for package in ("webapp", "documents") for file in (ROOT / package).rglob("*.html"))
SCRIPTS = sorted((ROOT / "webapp" / "static").glob("*.js"))

# They would run text as code or as a command, or build objects from it.
NEVER_CALLED = {
    "eval", "exec", "compile", "__import__", "os.system", "os.popen", "pickle.loads", "pickle.load", "marshal.loads",
    "shelve.open", "yaml.load", "yaml.unsafe_load", "yaml.full_load", "tempfile.mktemp", "hashlib.md5", "hashlib.sha1",
    "hashlib.new", "ssl._create_unverified_context",
}  # fmt: skip
NEVER_CALLED_OF_ANYTHING = {"from_string", "render_template_string"}
# No XML, LDAP, XPath, memcache or object streams are read at all, so nothing can be smuggled into them.
NEVER_IMPORTED = (
    "pickle", "marshal", "shelve", "dill", "xml.etree", "xml.dom", "xml.sax.expatreader", "xml.parsers", "lxml", "ldap",
    "ldap3", "memcache", "pymemcache", "elementpath", "telnetlib", "ftplib",
)  # fmt: skip
NEVER_SET = (("shell", True), ("verify", False), ("check_hostname", False))
PATTERNS = {"re.compile", "re.search", "re.match", "re.sub", "re.findall", "re.fullmatch", "re.split"}
# Names of tables and files of our own, which no query can take as a parameter; nothing that somebody typed.
OUR_OWN_NAMES = {
    "binstart/backup/postgresql_copy.py", "binstart/backup/sqlite_copy.py", "models/queries/keeping/running.py",
}  # fmt: skip
# Where chance may be foreseen: invented towns and pictures, and how long to wait before trying again.
FORESEEABLE = ("binstart/demonstration/", "documents/look/motif.py", "models/database.py")


def dangers_in(source: str) -> list[str]:
    """What a file of ours must not hold, in words."""
    nodes = list(ast.walk(ast.parse(source)))
    imported = _imported(nodes)
    calls = [(_name(node.func), node) for node in nodes if isinstance(node, ast.Call)]
    found = [
        f"imports {name}" for name in imported if f"{name}.".startswith(tuple(f"{one}." for one in NEVER_IMPORTED))
    ]
    for name, call in calls:
        if name in NEVER_CALLED or name.rpartition(".")[2] in NEVER_CALLED_OF_ANYTHING:
            found.append(f"calls {name}")
        given = {one.arg: one.value.value for one in call.keywords if isinstance(one.value, ast.Constant)}
        found += [f"{keyword}={value} for {name}" for keyword, value in NEVER_SET if given.get(keyword) is value]
        if name == "text" and "sqlalchemy.text" in imported and not isinstance(call.args[0], ast.Constant):
            found.append("SQL that is put together")
        if name in PATTERNS:
            found += [f"a pattern with {ast.unparse(part.value)} in it" for part in ast.walk(call.args[0])
                      if isinstance(part, ast.FormattedValue) and not _is_ours(part.value)]  # fmt: skip
    return found


def _name(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return f"{_name(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else ""


def _imported(nodes: list[ast.AST]) -> set[str]:
    found = {one.name for node in nodes if isinstance(node, ast.Import) for one in node.names}
    return found | {
        f"{node.module}.{one.name}" for node in nodes if isinstance(node, ast.ImportFrom) for one in node.names
    }


def _is_ours(value: ast.expr) -> bool:
    """Constants of ours have names in capitals; what is escaped is no pattern any more."""
    names = {node.id for node in ast.walk(value) if isinstance(node, ast.Name)}
    return all(name.isupper() for name in names - {"re"}) or (
        isinstance(value, ast.Call) and _name(value.func) == "re.escape"
    )


@cache
def _source(file: Path) -> str:
    return file.read_text(encoding="utf-8")


def test_no_file_runs_text_as_code_command_query_or_pattern_nor_reads_what_it_would_build_objects_from() -> None:
    found = {str(file.relative_to(ROOT)): dangers_in(_source(file)) for file in FILES}

    assert {name: dangers for name, dangers in found.items() if dangers and name not in OUR_OWN_NAMES} == {}
    assert {danger for name in OUR_OWN_NAMES for danger in found[name]} == {"SQL that is put together"}


@pytest.mark.parametrize(
    "source",
    [
        "eval(typed)", "subprocess.run(typed, shell=True)", "os.system('ls')", "import pickle", "yaml.load(file)",
        "from lxml import etree", "from xml.etree import ElementTree", "Environment().from_string(typed)",
        "from sqlalchemy import text\ntext(f'select {name}')", "from sqlalchemy import text\ntext('select ' + name)",
        "httpx.get(address, verify=False)", "hashlib.md5(x)", "re.compile(f'^{typed}$')", "tempfile.mktemp()",
        "flask.render_template_string(typed)", "import xml.etree.ElementTree",
    ],
)  # fmt: skip
def test_each_of_them_would_be_found(source: str) -> None:
    assert len(dangers_in(source)) == 1


def test_what_nobody_may_guess_comes_from_the_chance_of_the_system() -> None:
    foreseeable = [
        str(file.relative_to(ROOT))
        for file in FILES
        if "random" in _source(file)
        and _imported(list(ast.walk(ast.parse(_source(file))))) & {"random", "random.Random", "random.choice"}
    ]

    assert [name for name in foreseeable if not name.startswith(FORESEEABLE)] == []
    assert foreseeable


def test_no_template_lets_text_pass_unescaped() -> None:
    unescaped = r"\{\{[^}]*\|\s*safe[^}]*\}\}|\{%\s*autoescape\s+false"
    found = {str(file.relative_to(ROOT)): re.findall(unescaped, _source(file)) for file in TEMPLATES}

    # The one exception is a style sheet of ours, read from the folder beside the template.
    assert {name: what for name, what in found.items() if what} == {
        "documents/look/page.html": ["{{ screen_style|safe }}"]
    }


@pytest.mark.parametrize("file", SCRIPTS, ids=lambda file: file.name)
def test_no_script_of_ours_makes_tags_or_code_from_text_or_listens_to_other_sites(file: Path) -> None:
    script = file.read_text(encoding="utf-8")
    forbidden = (
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|createContextualFragment"
        r"|set(Timeout|Interval)\(\s*[\"'`]|postMessage|[\"']message[\"']|__proto__|javascript:"
    )

    assert re.findall(forbidden, script) == []


def test_no_script_keeps_anything_but_sealed() -> None:
    """What a browser keeps of the work, what was counted at a door and typed into a charter, goes through one file."""
    storing = {file.name for file in SCRIPTS if re.search(r"(local|session)Storage|indexedDB|document\.cookie",
                                                           file.read_text(encoding="utf-8"))}  # fmt: skip

    assert storing == {"sealed_storage.js"}
    using = {file.name for file in SCRIPTS if "./sealed_storage.js" in file.read_text(encoding="utf-8")}
    assert using == {"door.js", "steering_group.save.js"}
