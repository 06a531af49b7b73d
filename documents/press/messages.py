"""How the press and its worker process talk: a length, a line of JSON, and the bytes that follow it."""

import json
import struct
from collections.abc import Callable
from typing import Any

_LENGTHS = struct.Struct(">QQ")

Read = Callable[[int], bytes]
Write = Callable[[bytes], object]


class Ended(Exception):
    """The other side closed the line, in the middle of a message or before one."""


def send(write: Write, head: dict[str, Any], body: bytes = b"") -> None:
    """Send one message."""
    packed = json.dumps(head).encode()
    write(_LENGTHS.pack(len(packed), len(body)) + packed + body)


def receive(read: Read) -> tuple[dict[str, Any], bytes]:
    """Wait for one message. Raises Ended when the other side is gone."""
    head_length, body_length = _LENGTHS.unpack(_exactly(read, _LENGTHS.size))
    head: dict[str, Any] = json.loads(_exactly(read, head_length))
    return head, _exactly(read, body_length)


def _exactly(read: Read, length: int) -> bytes:
    parts = []
    while length:
        part = read(min(length, 1 << 20))
        if not part:
            raise Ended
        parts.append(part)
        length -= len(part)
    return b"".join(parts)
