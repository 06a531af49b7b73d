"""`binstart run` as an operator meets it: comes up, refuses what would harm, mends itself, leaves nothing behind."""

import json
import os
import signal
import sqlite3
import stat
import subprocess
import sys
import time
import urllib.error
import urllib.request
from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import pytest

from binstart.instance import running_on
from binstart.preparing import free_port
from tests.engine.harness import listening_on

pytestmark = pytest.mark.engine

FOR_REAL = {
    "BINSTART_BASE_URL": "https://binstart.oosterbeke.example",
    "BINSTART_SMTP_HOST": "127.0.0.1",
    "BINSTART_MAIL_FROM": "Gemeente Oosterbeke <bin@oosterbeke.example>",
}


@dataclass(frozen=True)
class Started:
    """One `binstart run`, what it said so far, and a mark that all its descendants carry."""

    process: subprocess.Popen[bytes]
    data: Path
    mark: str
    log: Path

    @property
    def web(self) -> str:
        return str(json.loads((self.data / "running.json").read_text(encoding="utf-8"))["web"])

    def said(self) -> str:
        return self.log.read_text(encoding="utf-8")

    def processes(self, words: str = "") -> list[int]:
        """Every process that lives and descends from this start, whoever its parent is now."""
        return [pid for pid in map(int, filter(str.isdigit, os.listdir("/proc"))) if _carries(pid, self.mark, words)]


@pytest.fixture(scope="module")
def healthy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Started]:
    """A system without demonstration that answers; the tests that stop it start their own."""
    with _running(tmp_path_factory.mktemp("healthy")) as started:
        yield started


@pytest.fixture
def another(tmp_path: Path) -> Iterator[Started]:
    """A system for a test that ends it."""
    with _running(tmp_path) as started:
        yield started


def test_it_answers_and_says_where(healthy: Started) -> None:
    with urllib.request.urlopen(f"{healthy.web}/healthz") as answer:
        assert answer.status == 200

    _until(lambda: "Ctrl-C stops everything" in healthy.said())
    assert healthy.web in healthy.said()


def test_all_its_processes_are_one_foreground_group(healthy: Started) -> None:
    assert {os.getpgid(pid) for pid in healthy.processes()} == {os.getpgid(healthy.process.pid)}


def test_its_secrets_are_for_its_user_alone(healthy: Started) -> None:
    secrets = [healthy.data / "secrets" / name for name in ("web", "prefect")]

    assert [stat.S_IMODE(file.stat().st_mode) for file in secrets] == [0o600, 0o600]
    assert stat.S_IMODE((healthy.data / "secrets").stat().st_mode) == 0o700
    assert all(len(file.read_text().strip()) >= 43 for file in secrets)


def test_prefect_is_closed_to_who_does_not_know_the_secret(healthy: Started) -> None:
    prefect = json.loads((healthy.data / "running.json").read_text(encoding="utf-8"))["prefect"]
    _until(lambda: _status(f"{prefect}/api/health") == 200)

    assert _status(f"{prefect}/api/admin/version") == 401
    assert _status(prefect) == 401


def test_prefect_listens_to_this_machine_alone(healthy: Started) -> None:
    prefect = json.loads((healthy.data / "running.json").read_text(encoding="utf-8"))["prefect"]
    _until(lambda: _status(f"{prefect}/api/health") == 200)

    assert listening_on(int(prefect.rpartition(":")[2])) == {"127.0.0.1"}


def test_prefects_pages_may_talk_to_nobody_but_their_own_server(healthy: Started) -> None:
    prefect = json.loads((healthy.data / "running.json").read_text(encoding="utf-8"))["prefect"]
    _until(lambda: _status(f"{prefect}/api/health") == 200)

    login = b64encode((healthy.data / "secrets" / "prefect").read_bytes().strip()).decode()
    asked = urllib.request.Request(prefect, headers={"Authorization": f"Basic {login}"})
    with urllib.request.urlopen(asked) as page:
        assert "connect-src 'self';" in page.headers["Content-Security-Policy"]


def test_what_it_says_of_a_request_stands_in_logs_and_nowhere_else(healthy: Started) -> None:
    """Also one that is refused; what is written meanwhile besides is the databases', the clockwork's and a press's that
    starts."""
    before = _files(healthy.data)

    numbers = [_number(f"{healthy.web}/"), _number(f"{healthy.web}/nergens"), _number(f"{healthy.web}/aanmelden", b"")]

    _until(lambda: all(one in (healthy.data / "logs" / "web.log").read_text() for one in numbers))
    assert {file for file in _files(healthy.data) if _holds(healthy.data / file, numbers)} == {"logs/web.log"}
    changed = {file for file, seen in _files(healthy.data).items() if before.get(file) != seen}
    others = ("logs/", "binstart.sqlite", "prefect/", "tmp/binstart-press-")
    assert {file for file in changed if not file.startswith(others)} <= {"said.log"}


def _number(address: str, sent: bytes | None = None) -> str:
    """The number of a request."""
    try:
        with urllib.request.urlopen(address, sent) as answer:
            return str(answer.headers["X-Request-Id"])
    except urllib.error.HTTPError as refusal:
        return str(refusal.headers["X-Request-Id"])


def _holds(file: Path, numbers: list[str]) -> bool:
    with suppress(FileNotFoundError):
        content = file.read_bytes()
        return any(one.encode() in content for one in numbers)
    return False


def _files(folder: Path) -> dict[str, tuple[int, int]]:
    """Size and moment of each file in a folder; some go while one looks."""
    found = {}
    for file in folder.rglob("*"):
        with suppress(FileNotFoundError):
            if file.is_file():
                found[str(file.relative_to(folder))] = (file.stat().st_size, file.stat().st_mtime_ns)
    return found


def test_a_second_instance_on_the_same_data_is_refused_in_one_line(healthy: Started) -> None:
    refused = _run("--data", str(healthy.data), "--port", "0", "--no-demo", **FOR_REAL)

    assert refused.returncode == 1
    assert refused.stderr == (
        f"binstart: already running on the data folder {healthy.data}; stop it, or choose another with --data\n"
    )
    assert _status(f"{healthy.web}/healthz") == 200


def test_a_port_in_use_is_refused_in_one_line(healthy: Started, tmp_path: Path) -> None:
    port = healthy.web.rpartition(":")[2]

    refused = _run("--data", str(tmp_path / "other"), "--port", port)

    assert refused.returncode == 1
    assert refused.stderr == (
        f"binstart: cannot listen on 127.0.0.1, port {port}: Address already in use; choose another with --port\n"
    )


def test_an_unreachable_database_is_refused_in_one_line_without_its_password(tmp_path: Path) -> None:
    url = f"postgresql+psycopg://binstart:geheim@127.0.0.1:{free_port()}/binstart"

    refused = _run("--data", str(tmp_path), "--port", "0", "--database-url", url)

    assert refused.returncode == 1
    assert refused.stderr.startswith(
        "binstart: the database cannot be used: postgresql+psycopg://binstart:***@127.0.0.1:"
    )
    assert refused.stderr.count("\n") == 1


def test_a_wrong_setting_is_refused_in_one_line(tmp_path: Path) -> None:
    refused = _run("--data", str(tmp_path), "--port", "0", BINSTART_SMTP_PORT="mail")

    assert refused.returncode == 1
    assert refused.stderr.startswith("binstart: wrong setting: BINSTART_SMTP_PORT: ")
    assert refused.stderr.count("\n") == 1


@pytest.mark.parametrize("kind", [{}, {"BINSTART_DEMONSTRATION": "false"}], ids=["--no-demo", "in the environment"])
@pytest.mark.parametrize("missing", FOR_REAL)
def test_a_real_system_without_a_setting_that_it_needs_starts_nothing_and_names_it(
    tmp_path: Path, missing: str, kind: dict[str, str]
) -> None:
    words = () if kind else ("--no-demo",)

    refused = _run("--data", str(tmp_path / "data"), "--port", "0", *words, **FOR_REAL | kind | {missing: ""})

    assert refused.returncode == 1
    assert refused.stderr.startswith(f"binstart: missing setting: {missing};")
    assert refused.stderr.count("\n") == 1
    assert not (tmp_path / "data").exists()


def test_all_settings_that_a_real_system_misses_are_named_in_one_line(tmp_path: Path) -> None:
    refused = _run("--data", str(tmp_path / "data"), "--port", "0", "--no-demo")

    assert refused.returncode == 1
    assert all(name in refused.stderr for name in FOR_REAL)
    assert refused.stderr.count("\n") == 1


def test_the_demonstration_is_never_put_over_real_cases(healthy: Started, tmp_path: Path) -> None:
    (tmp_path / "kind").write_text("real\n", encoding="utf-8")

    refused = _run("--data", str(tmp_path), "--port", "0", "--demo")

    assert refused.returncode == 1
    assert "holds real cases; start it with --no-demo" in refused.stderr


@pytest.mark.parametrize(("part", "words"), [("worker-1", "flows.dispatching"), ("prefect", "binstart.prefect_server")])
def test_a_process_that_dies_is_started_again_and_one_line_says_so(healthy: Started, part: str, words: str) -> None:
    (dead,) = healthy.processes(words)

    os.kill(dead, signal.SIGKILL)

    _until(lambda: bool(set(healthy.processes(words)) - {dead}))
    _until(lambda: healthy.said().count(f"{part} was ended by SIGKILL") == 1)
    assert _status(f"{healthy.web}/healthz") == 200


def test_the_web_app_comes_back_after_its_master_was_killed(another: Started) -> None:
    _until(lambda: "Ctrl-C stops everything" in another.said())
    master = min(another.processes("gunicorn"))

    os.kill(master, signal.SIGKILL)

    _until(lambda: master not in another.processes("gunicorn"))
    _until(lambda: "web was ended by SIGKILL" in another.said())  # its orphans may answer a moment longer
    _until(lambda: _status(f"{another.web}/healthz") == 200)


@pytest.mark.parametrize("asked", [signal.SIGINT, signal.SIGTERM])
def test_asked_to_stop_it_ends_well_and_leaves_nothing_running(another: Started, asked: signal.Signals) -> None:
    another.process.send_signal(asked)

    assert another.process.wait() == 0
    assert another.processes() == []
    assert not (another.data / "running.json").exists()


def test_killed_outright_it_leaves_nothing_running_and_can_be_started_again(another: Started) -> None:
    another.process.kill()

    another.process.wait()
    _until(lambda: another.processes() == [])
    with _running(another.data) as again:  # on the word that the killed one left behind
        assert _status(f"{again.web}/healthz") == 200


def test_the_demonstration_names_its_accounts_and_is_kept_from_one_start_to_the_next(tmp_path: Path) -> None:
    with _running(tmp_path, "--demo") as first:
        _until(lambda: "Ctrl-C stops everything" in first.said())
        assert "@oosterbeke.example" in first.said()
        assert _status(f"{first.web}/dev/mail") == 200
    kept = _kept(tmp_path)

    with _running(tmp_path, "--demo") as second:
        _until(lambda: "Ctrl-C stops everything" in second.said())
        assert "@oosterbeke.example" in second.said()
        assert _status(f"{second.web}/dev/mail") == 200
    assert _kept(tmp_path) == kept


def test_without_demonstration_there_is_no_mailbox(healthy: Started) -> None:
    assert _status(f"{healthy.web}/dev/mail") == 404
    assert healthy.processes("binstart mailbox") == []


def _kept(data: Path) -> tuple[list[str], list[str]]:
    """The numbers of the cases, and the secrets."""
    with closing(sqlite3.connect(data / "binstart.sqlite")) as database:
        numbers = [str(number) for (number,) in database.execute("select number from founding_case order by number")]
    assert numbers
    return numbers, [(data / "secrets" / name).read_text(encoding="utf-8") for name in ("web", "prefect")]


@contextmanager
def _running(data: Path, kind: str = "--no-demo") -> Iterator[Started]:
    mark, log = uuid4().hex, data / "said.log"
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "binstart", "run", "--data", str(data), "--port", "0", kind],
            env=os.environ | {"MARK": mark} | ({} if kind == "--demo" else FOR_REAL),
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
        )
    started = Started(process, data, mark, log)
    try:
        _until(lambda: process.poll() is not None or _is_up(started))
        assert process.poll() is None, started.said()
        yield started
    finally:
        process.terminate()
        process.wait()


def _is_up(started: Started) -> bool:
    instance = running_on(started.data)
    return instance is not None and _status(f"{instance.web}/healthz") == 200


def _run(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "binstart", "run", *words]
    return subprocess.run(command, env=os.environ | environment, capture_output=True, text=True, check=False)


def _status(address: str) -> int:
    try:
        with urllib.request.urlopen(address) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as refusal:
        return refusal.code
    except OSError:
        return 0


def _carries(pid: int, mark: str, words: str) -> bool:
    try:
        environment = Path(f"/proc/{pid}/environ").read_bytes()
        command = Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    except OSError:  # gone meanwhile
        return False
    return mark.encode() in environment and words in command


def _until(true: Callable[[], bool]) -> None:
    while not true():
        time.sleep(0.05)
