"""Steps of the tests of messages to programs: a real receiver on loopback."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

from tests.engine.harness import free_port

SECRET_KEY = "geheim" * 8


@dataclass
class Receiver:
    """A real receiver. `answer`: the status for each request; `before`: what it does first."""

    port: int = field(default_factory=free_port)
    answer: Callable[[], int] = lambda: 204
    before: Callable[[], object] = lambda: None
    taken: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    asked: int = 0

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}/hier"

    def ids(self) -> Counter[str]:
        return Counter(headers["webhook-id"] for headers, _content in self.taken)

    def serve(self) -> ThreadingHTTPServer:
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                content = self.rfile.read(int(self.headers["Content-Length"]))
                receiver.asked += 1
                receiver.before()
                status = receiver.answer()
                if status < 300:
                    receiver.taken.append(({name.lower(): value for name, value in self.headers.items()}, content))
                self.send_response(status)
                if 300 <= status < 400:
                    self.send_header("Location", f"http://127.0.0.1:{receiver.port}/elders")
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_: object) -> None:
                pass

        server = ThreadingHTTPServer(("127.0.0.1", self.port), Handler)
        Thread(target=server.serve_forever, daemon=True).start()
        return server
