"""GET /healthz and /readyz, for whoever starts, restarts and balances the service."""

from __future__ import annotations

from typing import Final

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from reviewer.domain.errors import StoreDown
from reviewer.web.deadline import within
from reviewer.web.doors import Pulse

_READY_SECONDS: Final = 2.0


async def healthz(request: Request) -> Response:
    """Answer that the process lives; nothing else is asked, so that an outage elsewhere restarts nobody."""
    del request
    return JSONResponse({"status": "ok"})


async def readyz(request: Request) -> Response:
    """Answer whether deliveries can be kept and worked off: 200, or 503 with what is amiss."""
    pulse = Pulse.of(request)
    parts = {
        "database": "ok" if await _database_answers(pulse) else "down",
        "worker": "ok" if pulse.worker_runs() else "down",
    }
    ready = all(state == "ok" for state in parts.values())
    return JSONResponse({"status": "ok" if ready else "unavailable", **parts}, 200 if ready else 503)


async def _database_answers(pulse: Pulse) -> bool:
    try:
        await within(_READY_SECONDS, pulse.queue_state())
    except StoreDown:
        return False
    return True
