"""What spans tell, and what they never tell; and that nobody pays who does not trace."""

from __future__ import annotations

import subprocess
import sys

import pytest
from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import StatusCode

from reviewer.telemetry.otel import OpenTelemetry
from reviewer.telemetry.spans import carrier, span, traced_by


@pytest.fixture
def exporter() -> InMemorySpanExporter:
    return InMemorySpanExporter()


@pytest.fixture
def tracing(exporter: InMemorySpanExporter) -> OpenTelemetry:
    return OpenTelemetry("1.2.3", SimpleSpanProcessor(exporter))


def only(exporter: InMemorySpanExporter) -> ReadableSpan:
    (found,) = exporter.get_finished_spans()
    return found


def test_a_span_has_its_name_and_attributes(tracing: OpenTelemetry, exporter: InMemorySpanExporter) -> None:
    with traced_by(tracing), span("GET /repos/{}/{}", "client", {"holdfast.installation": 7}) as opened:
        opened.note("http.response.status_code", 200)
    told = only(exporter)
    assert (told.name, dict(told.attributes or {})) == (
        "GET /repos/{}/{}",
        {"holdfast.installation": 7, "http.response.status_code": 200},
    )
    assert dict(told.resource.attributes)["service.version"] == "1.2.3"


@pytest.mark.parametrize(
    "foreign",
    ["ghs_x\n", "<b>", "def pay():", "a" * 101, "ümlaut", "sha256=0", "key\x00", "50 %", "me@example.com", '"'],
)
def test_text_that_is_not_ours_is_not_told(
    tracing: OpenTelemetry, exporter: InMemorySpanExporter, foreign: str
) -> None:
    with traced_by(tracing), span("x", attributes={"name": foreign}) as opened:
        opened.note("more", foreign)
    assert dict(only(exporter).attributes or {}) == {"name": "(not told)", "more": "(not told)"}


def test_of_an_error_only_its_type_is_told(tracing: OpenTelemetry, exporter: InMemorySpanExporter) -> None:
    with pytest.raises(ValueError, match="hunter22"), traced_by(tracing), span("x"):
        raise ValueError("hunter22")
    told = only(exporter)
    assert (told.status.status_code, dict(told.attributes or {})) == (StatusCode.ERROR, {"error.type": "ValueError"})
    assert told.events == ()
    assert "hunter22" not in told.to_json()


def test_a_job_goes_on_in_the_trace_of_who_queued_it(tracing: OpenTelemetry, exporter: InMemorySpanExporter) -> None:
    with traced_by(tracing):
        with span("door"):
            carried = carrier()
        with span("job", "consumer", carried=carried):
            pass
    door, job = exporter.get_finished_spans()
    assert door.context is not None
    assert job.context is not None
    assert job.parent is not None
    assert (job.context.trace_id, job.parent.span_id) == (door.context.trace_id, door.context.span_id)


@pytest.mark.parametrize(
    "garbage", ["", "x", "00-0-0-01", "00-" + "0" * 32 + "-" + "0" * 16 + "-01", "\n", "a" * 9_000]
)
def test_a_damaged_name_of_a_trace_begins_a_new_one(
    tracing: OpenTelemetry, exporter: InMemorySpanExporter, garbage: str
) -> None:
    with traced_by(tracing), span("job", "consumer", carried=garbage):
        pass
    assert only(exporter).parent is None


def test_where_nobody_traces_jobs_carry_nothing(tracing: OpenTelemetry) -> None:
    with span("door") as opened:
        opened.note("x", 1)
        assert carrier() == ""
    with traced_by(tracing):
        assert carrier() == ""
    assert carrier() == ""


def test_a_service_that_does_not_trace_does_not_load_it() -> None:
    script = "import sys; import reviewer.app.service; print(*sorted(it for it in sys.modules if 'telemetry' in it))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert [name for name in done.stdout.split() if not name.startswith("reviewer.")] == []
