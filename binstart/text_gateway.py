"""The simulator of a gateway for text messages: a real HTTP server on loopback that keeps each message in the local
mailbox, sends nothing on, and reports soon after that the phone took it (numbers that end in 9999 never do)."""

import hmac
import json
import threading
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx

from binstart.mailbox import keep_message

REPORTS_AFTER = 1.0  # seconds
DEAD_END = "9999"
LONGEST_REQUEST = 20_000  # bytes


class TextGateway(ThreadingHTTPServer):
    """The server. `report_to`: where it tells what became of a message; empty: nowhere."""

    daemon_threads = True

    def __init__(self, folder: Path, port: int, key: str, report_to: str) -> None:
        super().__init__(("127.0.0.1", port), _Answering)
        self.folder, self.key, self.report_to = folder, key, report_to

    def serve_beside(self) -> None:
        """Serve in a thread of its own, until the process ends or `shutdown`."""
        threading.Thread(target=self.serve_forever, name="text gateway", daemon=True).start()

    def keep(self, message: dict[str, str], known_as: str) -> None:
        """Keep a message as a mail of the local mailbox, once for each key, and report on it."""
        mail = EmailMessage()
        mail["Message-ID"] = f"<{known_as}@sms.example>"
        mail["From"] = f"{message['from']} <sms@sms.example>"
        mail["To"] = f"{message['to']}@sms.example"
        mail["Subject"] = f"Sms naar {message['to']}"
        mail.set_content(message["text"])
        keep_message(self.folder, mail.as_bytes(), [f"{message['to']}@sms.example"])
        if self.report_to:
            threading.Timer(REPORTS_AFTER, self._report, (message,)).start()

    def _report(self, message: dict[str, str]) -> None:
        status = "failed" if message["to"].endswith(DEAD_END) else "delivered"
        try:
            httpx.post(self.report_to, json={"reference": message["reference"], "status": status}, trust_env=False,
                       headers={"Authorization": f"Bearer {self.key}"}, timeout=5)  # fmt: skip
        except httpx.HTTPError:
            return  # the web app is away; a real gateway would try again


class _Answering(BaseHTTPRequestHandler):
    """One request."""

    server: TextGateway

    def do_POST(self) -> None:
        """Take one message: 202; a wrong key: 401; no message: 400."""
        given = self.headers.get("Authorization", "").removeprefix("Bearer ")
        if not hmac.compare_digest(given.encode(), self.server.key.encode()):
            self._answer(401)
            return
        length = min(int(self.headers.get("Content-Length") or 0), LONGEST_REQUEST)
        try:
            message = json.loads(self.rfile.read(length))
            self.server.keep({name: str(message[name]) for name in ("from", "to", "text", "reference")},
                             self.headers.get("Idempotency-Key", "").replace(":", "-"))  # fmt: skip
        except (ValueError, KeyError, TypeError):
            self._answer(400)
            return
        self._answer(202)

    def _answer(self, status: int) -> None:
        self.send_response(status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing: it would tell numbers."""
