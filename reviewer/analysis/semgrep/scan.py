"""Runs the engine over blobs so that no file of them can hide the others, and remembers the answers."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from checks.kit.files import MAX_BYTES
from reviewer.analysis.blobs import Blob
from reviewer.analysis.bounded import Deadline
from reviewer.analysis.semgrep.batch import EngineStopped, run_batch, try_rules
from reviewer.analysis.semgrep.cache import CacheKey, ResultCache
from reviewer.analysis.semgrep.engine import Engine
from reviewer.analysis.semgrep.languages import analyzer_of
from reviewer.analysis.semgrep.match import Scanned
from reviewer.analysis.semgrep.output import Answer
from reviewer.analysis.semgrep.rule import MalformedRule, RuleId
from reviewer.analysis.semgrep.rule_set import RuleSet

_PROCESSES: Final = 2
_SPLIT_BYTES: Final = 45_000  # without blanks; below, one process is as fast as two
_ALONE_BYTES: Final = 100_000  # a file of this size can burn a minute by itself; most changes have none
_PIECES: Final = 4  # a start costs a tenth of a second, an unanswered run seconds: split wider than in halves
_BASE_SECONDS: Final = 5.0
_SECONDS_PER_MEGABYTE: Final = 20.0  # an idle machine needs one


class Limits(Struct, frozen=True):
    """What one scan may use.

    Attributes:
        deadline: for all of it; what was not reached by then was not looked at.
        run_seconds: one run of the engine, whatever its input.
    """

    deadline: Deadline
    run_seconds: float = 30.0


Wanted = Mapping[Blob, frozenset[RuleId]]


def scan(
    blobs: Collection[Blob],
    rules: RuleSet,
    engine: Engine,
    cache: ResultCache,
    limits: Limits,
    wanted: Wanted | None = None,
) -> Mapping[Blob, Scanned]:
    """Look for rules in every blob whose language has rules; the others are left out.

    `wanted` names the rules to look for in each blob; without it, all that may match there.

    Raises:
        MalformedRule: the engine refuses a rule; names file and line.
    """
    seen: dict[Blob, Scanned] = {}
    new: dict[Blob, frozenset[RuleId]] = {}
    for blob in sorted({blob for blob in blobs if analyzer_of(blob) is not None}, key=_size):
        if len(blob.data) > MAX_BYTES:
            seen[blob] = Scanned((), f"it is larger than {MAX_BYTES // 1000} kB")
            continue
        named = rules.needed_by(blob) if wanted is None else wanted[blob]
        known = cache.get(_key(blob, named, rules, engine)) if named else Scanned(())
        if known is None:
            new[blob] = named
        else:
            seen[blob] = known
    for blob, scanned in _Runs(rules, engine, limits, new).run(_parts(list(new))).items():
        # Others of its run wanted other rules: what they found here is not this blob's answer.
        seen[blob] = replace(scanned, matches=tuple(match for match in scanned.matches if match.rule in new[blob]))
        if scanned.problem is None:  # a machine under load must not be remembered against a file
            cache.put(_key(blob, new[blob], rules, engine), seen[blob])
    return seen


def _size(blob: Blob) -> tuple[int, str]:
    return (len(blob.data), blob.file_name)


def _key(blob: Blob, wanted: frozenset[RuleId], rules: RuleSet, engine: Engine) -> CacheKey:
    return CacheKey(engine.version, rules.digest_of(wanted), blob.digest, f"{analyzer_of(blob)}")


def _parts(blobs: Sequence[Blob]) -> list[tuple[Blob, ...]]:
    """Group blobs into runs: large ones alone, the rest in as many runs as can go on at once."""
    large = [blob for blob in blobs if len(blob.data) > _ALONE_BYTES]
    small = [blob for blob in blobs if len(blob.data) <= _ALONE_BYTES]
    runs = _PROCESSES if sum(len(blob.data) - blob.data.count(b" ") for blob in small) > _SPLIT_BYTES else 1
    return [*_deal(small, runs), *((blob,) for blob in large)]


def _deal(blobs: Sequence[Blob], hands: int) -> list[tuple[Blob, ...]]:
    """Deal blobs, ordered by size, into hands of about equal size in bytes."""
    return [tuple(blobs[hand::hands]) for hand in range(min(hands, len(blobs)))]


class _Runs(Struct, frozen=True):
    """The runs of one scan."""

    rules: RuleSet
    engine: Engine
    limits: Limits
    wanted: Wanted

    def run(self, parts: Iterable[tuple[Blob, ...]]) -> dict[Blob, Scanned]:
        """Answer for every blob: a part without an answer is split until the blob is alone that prevents it."""
        seen: dict[Blob, Scanned] = {}
        with ThreadPoolExecutor(_PROCESSES) as threads:
            going: dict[Future[Answer], tuple[Blob, ...]] = {threads.submit(self._run, part): part for part in parts}
            while going:
                done, _ = wait(going, return_when=FIRST_COMPLETED)
                for future in done:
                    part = going.pop(future)
                    try:
                        seen |= self._accept(future.result())
                    except EngineStopped as stopped:
                        if len(part) == 1:
                            seen[part[0]] = Scanned((), str(stopped))
                        going |= {threads.submit(self._run, piece): piece for piece in _pieces(part)}
        return seen

    def _run(self, part: tuple[Blob, ...]) -> Answer:
        if self.limits.deadline.seconds_left <= 0:
            return Answer({blob: Scanned((), "the time for this review was used up") for blob in part}, ())
        megabytes = sum(len(blob.data) for blob in part) / 1_000_000
        fair = _BASE_SECONDS + _SECONDS_PER_MEGABYTE * megabytes
        document = self.rules.document_of(frozenset[RuleId]().union(*(self.wanted[blob] for blob in part)))
        return run_batch(self.engine, document, part, min(self.limits.run_seconds, fair), self.limits.deadline)

    def _accept(self, answer: Answer) -> Mapping[Blob, Scanned]:
        for broken in answer.broken_rules:
            rule = next(rule for rule in self.rules.rules.values() if rule.engine_id == broken.engine_id)
            line = next((found.line for found in try_rules(self.engine, rule.file)), 1)
            raise MalformedRule(f"{rule.file}:{line}: {broken.reason}")
        return answer.scanned


def _pieces(part: tuple[Blob, ...]) -> list[tuple[Blob, ...]]:
    return _deal(part, _PIECES) if len(part) > 1 else []
