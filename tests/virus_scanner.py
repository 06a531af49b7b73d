"""A real clamd on loopback, with a database of one signature of our own: that of the harmless EICAR file."""

import shutil
import socket
import subprocess
from pathlib import Path

from tests.engine.harness import free_port, until

CLAMD = shutil.which("clamd") or "/usr/sbin/clamd"
# The file with which every scanner can be tried; put together here, so that no scanner stumbles over this one.
EICAR = b"".join((rb"X5O!P%@AP[4\PZX54(P^)7CC)7}", b"$EICAR-STANDARD-", b"ANTIVIRUS-TEST-FILE!", b"$H+H*"))
INFECTED = b"%PDF-1.4\n" + EICAR + b"\ntrailer<</Root 1 0 R>>\n%%EOF\n"


class VirusScanner:
    """clamd as a process of its own; it listens on a port and on a socket, and can be stopped and started again."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._port = folder, free_port()
        self._process: subprocess.Popen[bytes] | None = None
        (folder / "database").mkdir()
        (folder / "database" / "tests.ndb").write_text(f"Test.Eicar:0:*:{EICAR[:40].hex()}\n")
        (folder / "clamd.conf").write_text(
            f"DatabaseDirectory {folder}/database\nTCPSocket {self._port}\nTCPAddr 127.0.0.1\n"
            f"LocalSocket {folder}/clamd.ctl\nTemporaryDirectory {folder}\nForeground true\nMaxThreads 2\n"
        )

    @property
    def over_tcp(self) -> str:
        return f"tcp://127.0.0.1:{self._port}"

    @property
    def over_socket(self) -> str:
        return f"unix:{self._folder}/clamd.ctl"

    def start(self) -> None:
        with (self._folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [CLAMD, "--config-file", str(self._folder / "clamd.conf")], stdout=log, stderr=log
            )
        until(self._answers)

    def stop(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def _answers(self) -> bool:
        assert self._process is not None
        assert self._process.poll() is None, (self._folder / "log").read_text()[-2000:]
        try:
            with socket.create_connection(("127.0.0.1", self._port), 5) as line:
                line.sendall(b"zPING\0")
                return line.recv(100) == b"PONG\0"
        except OSError:
            return False
