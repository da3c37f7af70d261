"""Spans by OpenTelemetry. Imported only where a collector is named; where it goes is OpenTelemetry's own environment.

https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/
"""

from __future__ import annotations

from collections.abc import Generator, Mapping
from contextlib import contextmanager
from typing import Final

from msgspec import Struct
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import SpanProcessor, TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.trace import Span as OpenTelemetrySpan
from opentelemetry.trace import SpanKind, Status, StatusCode, get_current_span
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

from reviewer.telemetry.spans import Kind, Span, Value, plain

_SERVICE: Final = "holdfast"
_KINDS: Final[Mapping[Kind, SpanKind]] = {
    "server": SpanKind.SERVER,
    "consumer": SpanKind.CONSUMER,
    "client": SpanKind.CLIENT,
    "internal": SpanKind.INTERNAL,
}
_PARENT: Final = "traceparent"
_PROPAGATOR: Final = TraceContextTextMapPropagator()


class _Open(Struct, frozen=True):
    span: OpenTelemetrySpan

    def note(self, name: str, value: Value) -> None:
        self.span.set_attribute(name, plain(value))


class OpenTelemetry:
    """Spans of this process, handed to a processor."""

    def __init__(self, version: str, processor: SpanProcessor) -> None:
        """`OTEL_SERVICE_NAME` and `OTEL_RESOURCE_ATTRIBUTES` of the environment win over what is said here."""
        own = Resource({"service.name": _SERVICE, "service.version": version})
        environment = Resource.create()
        named = environment.attributes.get("service.name") != "unknown_service"
        self._provider = TracerProvider(resource=environment.merge(own) if not named else own.merge(environment))
        self._provider.add_span_processor(processor)
        self._tracer = self._provider.get_tracer("holdfast", version)

    @classmethod
    def to_collector(cls, version: str) -> OpenTelemetry:
        """Spans go, in batches and from a thread of their own, to the collector that the environment names."""
        return cls(version, BatchSpanProcessor(OTLPSpanExporter()))

    @contextmanager
    def span(self, name: str, kind: Kind, attributes: Mapping[str, Value], carried: str) -> Generator[Span]:
        """As `spans.Tracing`. Of an error only the type is told: its words may hold anything."""
        parent = _PROPAGATOR.extract({_PARENT: carried}) if carried else None
        with self._tracer.start_as_current_span(
            name, parent, _KINDS[kind], attributes, record_exception=False, set_status_on_exception=False
        ) as opened:
            try:
                yield _Open(opened)
            except BaseException as error:
                opened.set_attribute("error.type", type(error).__name__)
                opened.set_status(Status(StatusCode.ERROR))
                raise

    def carrier(self) -> str:
        """As `spans.Tracing`."""
        if not get_current_span().get_span_context().is_valid:
            return ""
        carried: dict[str, str] = {}
        _PROPAGATOR.inject(carried)
        return carried.get(_PARENT, "")

    def close(self) -> None:
        """Hand over what waits."""
        self._provider.shutdown()
