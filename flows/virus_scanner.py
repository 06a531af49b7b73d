"""The line to clamd, which looks at uploads: one connection per file, over TCP or a socket (its command INSTREAM)."""

import re
import socket
import struct
from urllib.parse import urlsplit

from models.settings import settings

SCANNER_SECONDS = 60  # of silence; then it counts as away
PIECE = 64 * 1024  # bytes
LONGEST_ANSWER = 4096  # bytes
_FOUND = re.compile(r"stream: (.+) FOUND")


class ScannerAway(Exception):
    """There is no talking with the scanner, or it could not look at the file."""


def find_virus(content: bytes) -> str:
    """What the scanner calls what it found; empty: nothing. Raises ScannerAway."""
    try:
        with _line() as line:
            line.sendall(b"zINSTREAM\0")
            for begin in range(0, len(content), PIECE):
                piece = content[begin : begin + PIECE]
                line.sendall(struct.pack(">I", len(piece)) + piece)
            line.sendall(struct.pack(">I", 0))
            answer = _answer(line)
    except OSError as error:
        raise ScannerAway(f"{type(error).__name__}: {error}") from error
    if answer == "stream: OK":
        return ""
    if found := _FOUND.fullmatch(answer):
        return found[1]
    raise ScannerAway(f"it said: {answer[:100] or 'nothing'}")


def _line() -> socket.socket:
    address = urlsplit(settings().virus_scanner)
    if address.scheme == "unix":
        line = socket.socket(socket.AF_UNIX)
        line.settimeout(SCANNER_SECONDS)
        line.connect(address.path)
        return line
    return socket.create_connection((address.hostname or "", address.port or 3310), SCANNER_SECONDS)


def _answer(line: socket.socket) -> str:
    told = b""
    while not told.endswith(b"\0") and len(told) < LONGEST_ANSWER and (more := line.recv(LONGEST_ANSWER)):
        told += more
    return told.rstrip(b"\0").decode(errors="replace").strip()
