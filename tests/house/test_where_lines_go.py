"""Lines go where SECURITY.md says, 'Lines and journals': to what starts the process, which keeps them in logs/, and
nowhere else. Read from the syntax of our source, new files too (ASVS 16.2.3)."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ("models", "flows", "webapp", "documents", "binstart")
FILES = sorted(file for package in PACKAGES for file in (ROOT / package).rglob("*.py"))

# Whatever sends lines somewhere. models/log.py makes the handlers of a process, of which models/log_sending.py is the
# one to a collector; the press keeps in memory what
# WeasyPrint warns of, to refuse the letter.
SENDERS = {"models/log.py", "models/log_sending.py", "documents/press/worker.py"}
# What takes over the handlers of a library, to give it ours or none.
HANDLERS_SET = {"models/log.py", "binstart/web_log.py", "flows/dispatching.py"}
# What a command says to who typed it. A worker that does not start says why, into its file of logs/.
# The process that draws pictures anew hands them back that way.
SPEAKING = ("binstart/", "documents/__main__.py", "flows/dispatching.py", "models/picture_worker.py")
# What pages, flows, letters and operations write to the disk: no lines.
WRITING = {
    "documents/__main__.py": "the letter that was asked for",
    "documents/press/pool.py": "why a page could not be printed, in a folder that goes with the press",
    "documents/press/worker.py": "the page, into the pipe to who asked for it",
    "models/encryption.py": "the keys of the installation",
    "models/file_store.py": "documents and uploads",
    "models/operations/keeping/sealing_journals.py": "the seals of the journals",
    "webapp/transaction.py": "the wake file, always empty",
}

HANDLER_NAMES = {
    "basicConfig",
    "addHandler",
    "dictConfig",
    "fileConfig",
    "PrintLogger",
    "WriteLogger",
    "syslog",
    "openlog",
}
WRITES = {"write_text", "write_bytes", "touch", "NamedTemporaryFile", "mkstemp", "fdopen"}


def found_in(source: str) -> set[str]:
    """What a file does with lines and files: 'sends', 'sets handlers', 'speaks', 'writes'."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Assign):
            if any("handlers" in _name(_bare(target)).split(".")[1:] for target in node.targets):
                found.add("sets handlers")
        elif isinstance(node, ast.ClassDef):
            if any(_name(base).endswith("Handler") for base in node.bases if _name(base).startswith("logging")):
                found.add("sends")
        elif isinstance(node, ast.Attribute) and _name(node) in ("sys.stdout", "sys.stderr", "sys.__stderr__"):
            found.add("speaks")
        elif isinstance(node, ast.Call):
            found |= _of_call(node)
    return found


def _of_call(call: ast.Call) -> set[str]:
    name = _name(call.func)
    last = name.rpartition(".")[2]
    if last in HANDLER_NAMES or (last.endswith("Handler") and last != "Handler"):
        return {"sends"}
    if last in ("clear", "append", "insert") and ".handlers." in name:
        return {"sets handlers"}
    if name == "print":
        return {"speaks"}
    if last in WRITES or (last == "open" and _opens_to_write(call, name)):
        return {"writes"}
    return set()


def _opens_to_write(call: ast.Call, name: str) -> bool:
    if name == "os.open":
        return "O_RDONLY" not in ast.unparse(call)
    mode = [one.value for one in call.keywords if one.arg == "mode"]
    mode += (
        call.args[1:2]
        if name in ("open", "io.open")
        else [one for one in call.args[:1] if isinstance(one, ast.Constant)]
    )
    return any(not isinstance(one, ast.Constant) or bool(set(str(one.value)) & set("wax+")) for one in mode)


def _bare(target: ast.expr) -> ast.expr:
    return target.value if isinstance(target, ast.Subscript) else target


def _name(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return f"{_name(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else "…"


def who(what: str) -> set[str]:
    """The files that do this."""
    return {str(file.relative_to(ROOT)) for file in FILES if what in found_in(file.read_text(encoding="utf-8"))}


def test_one_module_makes_the_handler_of_a_process() -> None:
    assert who("sends") == SENDERS
    assert who("sets handlers") == HANDLERS_SET


def test_nothing_speaks_past_the_log_but_a_command_to_who_typed_it() -> None:
    assert {file for file in who("speaks") if not file.startswith(SPEAKING)} == set()


def test_pages_flows_letters_and_operations_write_no_files_but_these() -> None:
    assert {file for file in who("writes") if not file.startswith("binstart/")} == set(WRITING)


@pytest.mark.parametrize(
    ("source", "what"),
    [
        ("logging.FileHandler('x')", "sends"),
        ("from logging.handlers import SysLogHandler\nSysLogHandler()", "sends"),
        ("logging.basicConfig()", "sends"),
        ("log.addHandler(x)", "sends"),
        ("class Own(logging.Handler): pass", "sends"),
        ("structlog.PrintLogger()", "sends"),
        ("logging.getLogger().handlers[:] = [x]", "sets handlers"),
        ("log.handlers = []", "sets handlers"),
        ("log.handlers.append(x)", "sets handlers"),
        ("print(request.path)", "speaks"),
        ("sys.stderr.write('x')", "speaks"),
        ("Path('x').write_text('y')", "writes"),
        ("open('x', 'a')", "writes"),
        ("open('x', mode=chosen)", "writes"),
        ("Path('x').open('ab')", "writes"),
        ("os.open('x', os.O_WRONLY)", "writes"),
    ],
)
def test_each_of_them_would_be_found(source: str, what: str) -> None:
    assert found_in(source) == {what}


@pytest.mark.parametrize(
    "source",
    [
        "open('x')",
        "open('x', 'rb')",
        "press.print(job)",
        "pikepdf.open(BytesIO(x))",
        "Path('x').open()",
        "self.handler()",
    ],
)
def test_what_is_none_of_them_is_left_alone(source: str) -> None:
    assert found_in(source) == set()
