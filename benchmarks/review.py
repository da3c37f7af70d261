"""`holdfast review` as a whole process, beside the floor and beside Semgrep's own diff scan.

The floor is parsing both sides of the changed Python files once with `ast`. Semgrep's fastest way is its
diff scan with our rules in one file and the changed files named. All of it on repositories of constant
size that are made from a fixed seed; medians of some rounds after one that does not count. In each round all three run
one after the other, so that a machine that grows slower meanwhile does so for all of them.
"""

from __future__ import annotations

import ast
import math
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from benchmarks.made_repository import MadeRepository, make_repository
from reviewer.analysis.semgrep.rule_set import our_rules

_SIZES = (1, 20, 300)
_RUNS = 5
_BESIDE = Path(sys.executable).parent


def main() -> None:
    """Print the table."""
    print(
        f"{'files':>5} {'review':>9} {'floor':>9} {'ratio':>7} {'semgrep':>9} {'ratio':>7}   seconds, median of {_RUNS}"
    )
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        rules = folder / "rules.json"
        rules.write_bytes(our_rules().document)
        nothing = make_repository(folder / "change0", 0)
        [empty] = _measured(lambda: _review(nothing))
        times: dict[int, float] = {}
        for size in _SIZES:
            made = make_repository(folder / f"change{size}", size)
            review, floor, scan = _measured(
                lambda made=made: _review(made),
                lambda made=made: _parse(made),
                lambda made=made: _semgrep(made, rules),
            )
            times[size] = review
            print(f"{size:5} {review:9.3f} {floor:9.3f} {review / floor:7.1f} {scan:9.3f} {review / scan:7.2f}")
    print(f"growth exponent from {_SIZES[1]} to {_SIZES[2]} files: {_exponent(times, empty):.2f}")


def _measured(*works: Callable[[], None]) -> list[float]:
    """Median seconds of each."""
    rounds = [[_seconds(work) for work in works] for _ in range(_RUNS + 1)]
    return [median(seconds) for seconds in zip(*rounds[1:], strict=True)]


def _seconds(work: Callable[[], None]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _review(made: MadeRepository) -> None:
    _run(
        [
            _BESIDE / "holdfast",
            "review",
            "--repo",
            made.folder,
            "--base",
            made.base,
            "--head",
            made.head,
            "--format",
            "json",
        ],
        made.folder,
        allowed=(0, 1),
    )


def _semgrep(made: MadeRepository, rules: Path) -> None:
    options = ["--config", rules, "--baseline-commit", made.base, "--metrics=off", "--disable-version-check", "--quiet"]
    _run([_BESIDE / "semgrep", "scan", *options, *made.changed], made.folder, allowed=(0, 1))


def _parse(made: MadeRepository) -> None:
    for path in made.changed:
        if path.endswith(".py"):
            for commit in (made.base, made.head):
                ast.parse(_text(made, commit, path))


_texts: dict[tuple[str, str], str] = {}


def _text(made: MadeRepository, commit: str, path: str) -> str:
    if (commit, path) not in _texts:
        shown = subprocess.run(
            ["git", "-C", made.folder, "show", f"{commit}:{path}"], check=True, capture_output=True, text=True
        )
        _texts[commit, path] = shown.stdout
    return _texts[commit, path]


def _run(command: list[str | Path], folder: Path, *, allowed: tuple[int, ...]) -> None:
    done = subprocess.run(list(map(str, command)), cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode not in allowed:
        raise SystemExit(f"{command[0]} ended with {done.returncode}: {done.stderr[-500:]}")


def _exponent(times: dict[int, float], empty: float) -> float:
    """Of the time above that of an empty change, between the two larger sizes."""
    small, large = (max(times[size] - empty, 1e-3) for size in _SIZES[1:])
    return math.log(large / small) / math.log(_SIZES[2] / _SIZES[1])


if __name__ == "__main__":
    main()
