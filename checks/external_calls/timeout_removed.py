"""A timeout was removed from a call.

A call to another service, a client or a connection had a limit of time. The limit is gone, and the call still
happens.

Why it matters:
    When the other side hangs, so does this worker, and then the next: a slow partner takes the whole service
    down.

Instead:
    Keep a timeout on every call, a little longer than the other side usually takes, or set it once on the
    client that all calls use.

What it does not see:
    Defaults of a session or client that is made in an unchanged file.

Sources:
    Catalogue EX01; requests documentation "Timeouts"; CWE-400.
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.kit import Action, Change, Check, Example, Hit, Kind, Options, Severity
from checks.ledger import LOSSES, Claim, Family, tell

claim = Claim(frozenset({Family.TIMEOUT}), LOSSES)


def find(change: Change, options: Options) -> Iterator[Hit]:
    """Lost and weakened guards of the family timeout."""
    del options
    yield from tell(change, claim, "When the other side hangs, this hangs with it.")


_RATES = """
    def rates():
        answer = requests.get("https://rates.example/today"{limit})
        return answer.json()
"""

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("EX01",),
    kind=Kind.LOST,
    severity=Severity.HIGH,
    action=Action.WARN,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "the timeout is gone",
            base=_RATES.format(limit=", timeout=5"),
            head=_RATES.format(limit=""),
            finds=((2, "timeout=5"),),
        ),
        Example(
            "the timeout was switched off",
            base=_RATES.format(limit=", timeout=5"),
            head=_RATES.format(limit=", timeout=None"),
            finds=((2, "timeout=5"),),
        ),
        Example(
            "the timeout comes from a setting now",
            base=_RATES.format(limit=", timeout=5"),
            head=_RATES.format(limit=", timeout=settings.RATES_TIMEOUT"),
        ),
        Example(
            "another argument went away",
            base=_RATES.format(limit=", headers=HEADERS"),
            head=_RATES.format(limit=""),
        ),
        Example(
            "the call went away",
            base=_RATES.format(limit=", timeout=5"),
            head="""
                def rates():
                    return Rate.objects.latest().value
            """,
        ),
    ),
)
