"""Which push of a pull request lost what, and which one brought it back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from reviewer.domain.decay.recorded import RecordedCycle
from reviewer.domain.decay.seen import Breach

State = Literal["broken", "restored", "gone", "renamed", "not-seen"]
"""How a breach stands after the last push: it goes on, perhaps under another name (renamed), or has ended."""


class Life(Struct, frozen=True):
    """One breach.

    Attributes:
        lost_at: the push that brought it; the first one known, where older records are missing.
        ended_at: the push that ended it; None while it goes on.
    """

    breach: Breach
    lost_at: int
    ended_at: int | None
    state: State


def timeline(cycles: Sequence[RecordedCycle]) -> tuple[Life, ...]:
    """Every breach of a pull request, in the order in which its pushes brought them."""
    done: list[Life] = []
    going: dict[str, Life] = {}
    for cycle in sorted(cycles, key=lambda it: it.push):
        told = {breach.fingerprint for _, breach in cycle.outcomes}
        over = [it for it in going if it not in told]
        done += [replace(going.pop(it), ended_at=cycle.push, state="renamed") for it in over]
        for became, breach in cycle.outcomes:
            before = going.pop(breach.fingerprint, Life(breach, cycle.push, None, "broken"))
            match became:
                case "lost":
                    going[breach.fingerprint] = Life(breach, cycle.push, None, "broken")
                case "still-lost":
                    going[breach.fingerprint] = replace(before, breach=breach, state="broken")
                case "not-seen":
                    going[breach.fingerprint] = replace(before, state="not-seen")
                case "restored" | "gone":
                    done.append(replace(before, ended_at=cycle.push, state=became))
    return tuple(sorted((*done, *going.values()), key=lambda it: (it.lost_at, it.breach.path, it.breach.symbol)))
