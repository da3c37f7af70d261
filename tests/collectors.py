"""A collector of traces: OTLP over HTTP on the loopback, which keeps every span that it is sent."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import (
    ExportTraceServiceRequest,
)
from typing_extensions import override


@dataclass(frozen=True, slots=True)
class Collected:
    """One span; ids in hexadecimal, "" for no parent."""

    name: str
    trace: str
    id: str
    parent: str
    attributes: dict[str, str]
    failed: bool
    events: int


@dataclass(slots=True)
class Collector:
    """Everything that was sent; `address` is its endpoint."""

    address: str = ""
    spans: list[Collected] = field(default_factory=list[Collected])
    services: set[str] = field(default_factory=set[str])

    def take(self, body: bytes) -> None:
        for resource in ExportTraceServiceRequest.FromString(body).resource_spans:
            self.services |= {it.value.string_value for it in resource.resource.attributes if it.key == "service.name"}
            for scope in resource.scope_spans:
                for span in scope.spans:
                    told = {it.key: it.value.string_value or str(it.value.int_value) for it in span.attributes}
                    ids = (span.trace_id.hex(), span.span_id.hex(), span.parent_span_id.hex())
                    self.spans.append(Collected(span.name, *ids, told, span.status.code == 2, len(span.events)))


@contextmanager
def collecting() -> Generator[Collector]:
    """A collector while the block runs."""
    collector = Collector()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            collector.take(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(200)
            self.end_headers()

        @override
        def log_message(self, format: str, *args: object) -> None:
            del format, args

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    collector.address = f"http://127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield collector
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
