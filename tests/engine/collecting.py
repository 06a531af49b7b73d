"""A real receiver of OTLP over HTTP on loopback, that keeps what it is given."""

import json
import ssl
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from opentelemetry.proto.collector.logs.v1.logs_service_pb2 import ExportLogsServiceRequest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.trace.v1.trace_pb2 import Span


class Collector:
    """Of traces or of lines; with a certificate it is spoken to encrypted."""

    def __init__(self, path: str = "/v1/traces", certificate: Path | None = None) -> None:
        self.bodies: list[bytes] = []
        bodies = self.bodies

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                bodies.append(self.rfile.read(int(self.headers["Content-Length"])))
                self.send_response(200)
                self.send_header("Content-Type", "application/x-protobuf")
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *told: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        if certificate is not None:
            context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
            context.load_cert_chain(certificate)
            self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
        host = "https://localhost" if certificate else "http://127.0.0.1"
        self.endpoint = f"{host}:{self._server.server_port}{path}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def spans(self) -> list[Span]:
        """Each part of a trace that came."""
        found = []
        for body in list(self.bodies):
            request = ExportTraceServiceRequest.FromString(body)
            found += [span for one in request.resource_spans for scope in one.scope_spans for span in scope.spans]
        return found

    def has(self, name: str) -> bool:
        """Whether a part of this name came."""
        return any(one.name == name for one in self.spans())

    def lines(self) -> list[dict[str, Any]]:
        """Each line that came."""
        found = []
        for body in list(self.bodies):
            request = ExportLogsServiceRequest.FromString(body)
            found += [row for one in request.resource_logs for scope in one.scope_logs for row in scope.log_records]
        return [json.loads(row.body.string_value) for row in found]

    def close(self) -> None:
        """It is away from now on."""
        self._server.shutdown()
        self._server.server_close()
