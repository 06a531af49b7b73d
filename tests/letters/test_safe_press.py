"""The press reads nothing that is not ours, ends what hangs, and leaves nothing behind."""

import base64
import http.server
import os
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from documents.kinds import example
from documents.press import pool
from documents.press.pool import Job, Press, PressFailed
from documents.press.rendering import RenderingFailed, render
from tests.letters.reading import open_pdf, text_of_pdf

SECRET = "TOPGEHEIM-12345"
ROOT = Path(__file__).parents[2]


class Hits(http.server.BaseHTTPRequestHandler):
    """Notes who calls, and gives everybody a style sheet."""

    paths: list[str]

    def do_GET(self) -> None:
        self.paths.append(self.path)
        self.send_response(200)
        self.send_header("Content-Type", "text/css")
        self.end_headers()
        self.wfile.write(b"p{color:red}")

    def log_message(self, format: str, *args: object) -> None:
        """Silent."""


@pytest.fixture(scope="module")
def listener() -> Iterator[tuple[int, list[str]]]:
    """A web server on loopback: its port, and the paths that were asked for."""
    paths: list[str] = []
    handler = type("Noting", (Hits,), {"paths": paths})
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_port, paths
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def press() -> Iterator[Press]:
    """One worker."""
    made = Press(size=1)
    yield made
    made.close()


def job(body: str, head: str = "", styles: tuple[str, ...] = ("look/base.css",)) -> Job:
    """A page with this body."""
    html = f'<!doctype html><html lang="nl"><head><title>t</title>{head}</head><body><h1>t</h1>{body}</body></html>'
    return Job(html, styles, {}, "00" * 16, "2027-01-01")


def xxe(path: Path) -> str:
    """A drawing that asks for a file through an entity."""
    drawing = (
        f'<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY x SYSTEM "file://{path}">]>'
        '<svg xmlns="http://www.w3.org/2000/svg" width="400" height="20"><text y="15">&x;</text></svg>'
    )
    return f'<img alt="x" src="data:image/svg+xml;base64,{base64.b64encode(drawing.encode()).decode()}">'


ATTACKS = {
    "attached file": '<link rel=attachment href="file://{secret}">',
    "attached file in a link": '<p><a rel=attachment href="file://{secret}">x</a>',
    "attached own file": '<link rel=attachment href="asset:/fonts/../press.py">',
    "picture from a file": '<img alt=x src="file://{secret}">',
    "style from a file": '<link rel=stylesheet href="file://{secret}"><p>x',
    "imported style": "<style>@import url(file://{secret});</style><p>x",
    "background from the network": '<p style="background:url(http://127.0.0.1:{port}/a)">x',
    "picture from the network": '<img alt=x src="http://127.0.0.1:{port}/b">',
    "style from the network": '<link rel=stylesheet href="http://127.0.0.1:{port}/c">',
    "font from the network": (
        "<style>@font-face{{font-family:F;src:url(http://127.0.0.1:{port}/d)}}p{{font-family:F}}</style><p>x"
    ),
    "picture in a drawing": (
        "<svg width=9 height=9><title>t</title><image href=http://127.0.0.1:{port}/e width=9 height=9 /></svg>"
    ),
    "reused drawing": '<svg width=99 height=20><title>t</title><use href="file://{secret}#a"/></svg>',
    "other base": '<base href="http://127.0.0.1:{port}/"><img alt=x src="f">',
    "object": '<object data="http://127.0.0.1:{port}/g"></object>',
    "embed": '<embed src="http://127.0.0.1:{port}/h">',
    "frame": '<iframe src="http://127.0.0.1:{port}/i"></iframe>',
    "refresh": '<meta http-equiv=refresh content="0;url=http://127.0.0.1:{port}/j">',
    "folder of fonts": '<img alt=x src="asset:/fonts/../../pyproject.toml">',
}


@pytest.mark.parametrize("attack", [*ATTACKS, "entity in a drawing"])
def test_a_page_reads_no_file_and_calls_nobody(
    attack: str, press: Press, listener: tuple[int, list[str]], tmp_path: Path
) -> None:
    port, paths = listener
    secret = tmp_path / "geheim.txt"
    secret.write_text(f"p::after{{content:'{SECRET}'}}")
    body = ATTACKS[attack].format(secret=secret, port=port) if attack in ATTACKS else xxe(secret)

    try:
        printed = press.print(job(body)).pdf
    except PressFailed:
        printed = b""

    assert paths == []
    if printed:
        pdf = open_pdf(printed)
        assert list(pdf.attachments) == []
        assert SECRET not in text_of_pdf(printed)


def test_the_same_attacks_would_work_without_the_lock(listener: tuple[int, list[str]], tmp_path: Path) -> None:
    port, paths = listener
    secret = tmp_path / "geheim.txt"
    secret.write_text(SECRET)
    page = job(ATTACKS["attached file"].format(secret=secret) + ATTACKS["style from the network"].format(port=port))
    script = "import sys, weasyprint; sys.stdout.buffer.write(weasyprint.HTML(string=sys.stdin.read()).write_pdf())"

    run = subprocess.run([sys.executable, "-c", script], input=page.html.encode(), capture_output=True, check=True)

    pdf = open_pdf(run.stdout)
    assert len(list(pdf.attachments)) == 1
    assert paths == ["/c"]
    paths.clear()


def test_a_page_that_hangs_is_ended_and_the_next_one_is_printed() -> None:
    impatient = Press(size=1, seconds=4)

    with pytest.raises(PressFailed, match="not finished after 4 seconds"):
        impatient.print(job("<table><tr><td colspan=1000000>x</table>"))

    assert impatient.print(job("<p>Nog altijd hier</p>")).pages == 1
    impatient.close()


def test_a_page_that_breaks_the_library_is_refused_and_the_next_one_is_printed(press: Press) -> None:
    with pytest.raises(PressFailed, match="RecursionError"):
        press.print(job("<div>" * 3000))

    assert press.print(job("<p>Nog altijd hier</p>")).pages == 1


def test_a_character_that_no_font_has_is_replaced_and_told(press: Press) -> None:
    assert press.print(job("<p>\U0001f600</p>")).notices == ("character U+1F600 replaced by □",)


def test_a_worker_has_limits_on_memory_and_on_the_size_of_a_file(press: Press) -> None:
    press.print(job("<p>x</p>"))
    worker = press._desks.get()
    press._desks.put(worker)
    assert worker is not None

    limits = Path(f"/proc/{worker._process.pid}/limits").read_text()

    assert re.search(r"Max address space +2147483648 +2147483648 ", limits)
    assert re.search(r"Max file size +209715200 +209715200 ", limits)
    assert re.search(r"Max cpu time +\d{2,3} +unlimited ", limits)


def test_any_warning_of_the_library_fails_the_document(press: Press) -> None:
    with pytest.raises(PressFailed, match=r"WARNING.*unknown property"):
        press.print(job("<p style='colour: red'>x</p>"))


def test_many_threads_get_the_same_bytes_from_a_few_workers() -> None:
    press = Press(size=2)
    page = job("<p>Dezelfde brief</p>")

    with ThreadPoolExecutor(8) as threads:
        made = list(threads.map(lambda _: press.print(page).pdf, range(12)))
    press.close()

    assert len(set(made)) == 1


def test_a_worker_is_renewed_after_its_share_and_its_folder_goes_with_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    press = Press(size=1, documents_per_worker=2)

    folders = []
    for _ in range(3):
        press.print(job("<p>x</p>"))
        folders.append(sorted(path.name for path in tmp_path.iterdir()))
    press.close()

    assert folders[0] != []
    assert folders[1] == []
    assert folders[2] not in ([], folders[0])
    assert list(tmp_path.iterdir()) == []


def test_a_worker_that_was_killed_while_idle_is_replaced_unseen(monkeypatch: pytest.MonkeyPatch) -> None:
    press = Press(size=1)
    press.print(job("<p>x</p>"))
    worker = press._desks.get()
    assert worker is not None
    os.kill(worker._process.pid, signal.SIGKILL)
    worker._process.wait()
    press._desks.put(worker)

    assert press.print(job("<p>y</p>")).pages == 1
    press.close()


PARENT = """
import sys, time
from documents.press import pool
from documents.press.pool import Job, Press
press = Press(size=1)
press.print(Job('<html lang=nl><title>t</title><h1>x</h1>', (), {}, '00' * 16, '2027-01-01'))
worker = press._desks.get(); print(worker._process.pid, worker._folder, flush=True); press._desks.put(worker)
if sys.argv[1] == 'busy':
    page = '<html lang=nl><title>t</title><h1>x</h1><table><tr><td colspan=1000000>x</table>'
    press.print(Job(page, (), {}, '00' * 16, '2027-01-01'))
time.sleep(60)
"""


def _runs(pid: str) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().split()[2] != "Z"
    except (FileNotFoundError, ProcessLookupError):  # it may end between two looks
        return False


@pytest.mark.parametrize("state", ["idle", "busy"])
def test_no_worker_outlives_a_parent_that_was_killed(state: str) -> None:
    parent = subprocess.Popen([sys.executable, "-c", PARENT, state], stdout=subprocess.PIPE, text=True, cwd=ROOT)
    assert parent.stdout is not None
    pid, folder = parent.stdout.readline().split()
    if state == "busy":
        time.sleep(0.5)

    parent.kill()
    parent.wait()
    parent.stdout.close()

    while _runs(pid):
        time.sleep(0.05)
    assert not Path(folder).exists()


FORKING = """
import os, sys
from documents.press import pool
from documents.press.pool import Job, shared_press
page = Job('<html lang=nl><title>t</title><h1>x</h1>', (), {}, '00' * 16, '2027-01-01')
first = shared_press().print(page).pdf
child = os.fork()
if child == 0:
    sys.exit(0 if shared_press().print(page).pdf == first else 1)
code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
worker = shared_press()._desks.get()
print(code, worker.is_running)
shared_press()._desks.put(worker)
"""


def test_a_forked_process_has_its_own_press_and_leaves_that_of_its_parent_alone() -> None:
    run = subprocess.run([sys.executable, "-c", FORKING], capture_output=True, text=True, check=True, cwd=ROOT)

    assert run.stdout == "0 True\n"


def test_a_worker_gets_no_secrets(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("BINSTART_SECRET_KEY", SECRET)
    monkeypatch.setenv("PREFECT_API_AUTH_STRING", SECRET)

    environment = pool._environment(str(tmp_path))

    assert SECRET not in environment.values()
    assert environment["TMPDIR"] == str(tmp_path)


def test_missing_typesetting_libraries_are_named_in_one_sentence(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    broken = tmp_path / "weasyprint.py"
    broken.write_text("raise OSError(\"cannot load library 'libgobject-2.0-0'\")")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    press = Press(size=1)

    with pytest.raises(RenderingFailed, match=r"^receipt: the typesetting libraries are missing; .*libpangoft2"):
        render("receipt", example("receipt"), press=press)
    press.close()


def test_missing_fonts_are_named_in_one_sentence(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from documents.press import rendering

    monkeypatch.setattr(rendering, "_font_files", lambda: ("Ontbreekt.ttf",))

    with pytest.raises(RenderingFailed, match=r"^receipt: fonts are missing \(Ontbreekt.ttf\); `make run`"):
        render("receipt", example("receipt"))


def test_the_package_can_be_imported_without_the_typesetting_libraries() -> None:
    script = (
        "import sys; import documents.press.rendering; print([name for name in sys.modules if 'weasyprint' in name])"
    )

    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=ROOT)

    assert run.stdout == "[]\n"
