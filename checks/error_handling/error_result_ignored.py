"""The result of a call is no longer checked for failure.

`raise_for_status()`, `check=True` or the like turned a failed call into an error. It is gone, and the call
still happens.

Why it matters:
    A 500 of the other side is read as data. The wrong value is stored, or the missing one is taken for "nothing
    to do".

Instead:
    Check the result of every call before it is used, or use a client that raises by itself.

What it does not see:
    Hooks of a client that raise for every response.

Sources:
    Catalogue ER05; requests documentation "Response Status Codes".
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.kit import Action, Change, Check, Example, Hit, Kind, Options, Severity
from checks.ledger import LOSSES, Claim, Family, Form, tell

claim = Claim(frozenset({Family.ERROR}), LOSSES, but=frozenset({Form.HANDLER}))


def find(change: Change, options: Options) -> Iterator[Hit]:
    """Lost checks of results."""
    del options
    yield from tell(change, claim, "A failed call is taken for a successful one.")


_RATE = """
    def rate(client):
        answer = client.get("/rate")
        {check}
        return answer.json()["value"]
"""

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("ER05",),
    kind=Kind.LOST,
    severity=Severity.HIGH,
    action=Action.WARN,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "the status is no longer checked",
            base=_RATE.format(check="answer.raise_for_status()"),
            head=_RATE.format(check="log.debug('rate read')"),
            finds=((3, "raise_for_status"),),
        ),
        Example(
            "the exit status of a command is no longer checked",
            base="""
                def pack(folder):
                    subprocess.run(["tar", "czf", "out.tgz", folder], check=True)
                    upload("out.tgz")
            """,
            head="""
                def pack(folder):
                    subprocess.run(["tar", "czf", "out.tgz", folder])
                    upload("out.tgz")
            """,
            finds=((2, "check=True"),),
        ),
        Example(
            "the check moved one line down",
            base=_RATE.format(check="answer.raise_for_status()"),
            head=_RATE.format(check="log.debug('rate read')\n        answer.raise_for_status()"),
        ),
        Example(
            "the response has another name",
            base=_RATE.format(check="answer.raise_for_status()"),
            head=_RATE.format(check="answer.raise_for_status()").replace("answer", "response"),
        ),
    ),
)
