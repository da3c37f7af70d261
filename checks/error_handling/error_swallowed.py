"""An error that was raised again is swallowed now.

An exception handler ended in `raise`. It no longer does, and what failed before can still fail.

Why it matters:
    Callers take the failure for a success: the transaction commits, the job counts as done, the client gets an
    empty answer. The cause stands in a log that nobody reads.

Instead:
    Raise again, or raise an error of your own from it. Where going on is right, catch the narrowest exception
    and say why.

What it does not see:
    Whether a caller checks a value that is returned instead.

Sources:
    Catalogue ER01; CWE-755.
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.kit import Action, Change, Check, Example, Hit, Kind, Options, Severity
from checks.ledger import LOSSES, Claim, Family, Form, tell

claim = Claim(frozenset({Family.ERROR}), LOSSES, forms=frozenset({Form.HANDLER}))


def find(change: Change, options: Options) -> Iterator[Hit]:
    """Lost raises of exception handlers."""
    del options
    yield from tell(change, claim, "The caller goes on as if nothing had failed.")


_SYNC = """
    def sync(account):
        try:
            account.pull()
            account.save()
        except ConnectionError:
            log.warning("no answer")
            {ending}
        return account
"""

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("ER01",),
    kind=Kind.LOST,
    severity=Severity.HIGH,
    action=Action.WARN,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "raise became pass",
            base=_SYNC.format(ending="raise"),
            head=_SYNC.format(ending="pass"),
            finds=((7, "no longer guards `sync`"),),
        ),
        Example(
            "raise became raise of another error",
            base=_SYNC.format(ending="raise"),
            head=_SYNC.format(ending="raise SyncFailed(account)"),
        ),
        Example(
            "the handler went away and the error passes",
            base="""
                def load(path):
                    try:
                        return parse(path)
                    except OSError:
                        raise
            """,
            head="""
                def load(path):
                    return fetch(path)
            """,
        ),
        Example(
            "the log line changed",
            base=_SYNC.format(ending="raise"),
            head=_SYNC.format(ending="raise").replace("no answer", "no answer from the bank"),
        ),
    ),
)
