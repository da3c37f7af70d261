"""Which statements of an SQL text share a transaction."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from checks.schema.operations import ControlTransaction, Operation, Transaction


def stamped(operations: Iterable[Operation], around: Transaction | None) -> Iterator[Operation]:
    """The operations with their transactions; `around` is the one that the tool opens before the text."""
    current, count = around, 0 if around is None else around.number
    for operation in operations:
        if not isinstance(operation, ControlTransaction):
            yield replace(operation, transaction=current)
            continue
        yield replace(
            operation,
            transaction=current,
            open_before=current is not None,
            sure=current is None or current.sure,
        )
        if operation.verb == "begin":
            count += 1
            current = Transaction(count, sure=True, written=True)
        else:
            current = None
