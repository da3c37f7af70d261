"""The ledger and all checks in this process, beside the floor: reading every changed file once.

The floor parses both sides of the changed Python files with `ast`, and the definitions that differ with LibCST.
No git, no Semgrep, no process start: what is measured is the analysis itself. Then one file of 20,000 lines, with
the memory that its comparison takes at most. Processor seconds, medians of some runs after one
that does not count.
"""

from __future__ import annotations

import ast
import tempfile
import time
import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median

import libcst

from benchmarks.made_repository import make_repository
from checks.kit import ChangeSet, Check, Status
from checks.kit.change import FileVersions
from checks.kit.discovery import all_checks
from checks.kit.index import Definition, first_line
from checks.ledger import ledger

_SIZES = (20, 300)
_RUNS = 5
_LONG = 20_000  # lines
_MEGABYTE = 1 << 20
_VIEW = """
@login_required
def view{n}(request, pk):
    order = Order.objects.get(pk=pk, team=request.team)
    if order.status == {n}:
        raise Http404
    with transaction.atomic():
        order.pay({n})
        order.save()
    return redirect("orders")
"""


def main() -> None:
    """Print both tables."""
    checks = all_checks()
    print(f"{'files':>5} {'ledger':>9} {'checks':>9} {'floor':>9} {'ledger':>7} {'checks':>7}   seconds, then ratios")
    with tempfile.TemporaryDirectory() as name:
        for size in _SIZES:
            files = _files(Path(name) / f"change{size}", size)
            floor = _measured(lambda files=files: _floor(files))
            told = _measured(lambda files=files: _ledger(files))
            found = _measured(lambda files=files: _checks(files, checks))
            print(f"{size:5} {told:9.3f} {found:9.3f} {floor:9.3f} {told / floor:7.2f} {found / floor:7.2f}")
    files = [_long_file()]
    print(f"\n{_LONG} lines: {'seconds':>8} {'ratio':>6} {'peak MB':>8} {'of parsing':>11}")
    floor, told = _measured(lambda: _floor(files), runs=1), _measured(lambda: _ledger(files), runs=1)
    peak, parsing = _peak(lambda: _ledger(files)), _peak(lambda: _parse(files))
    print(f"{'':12} {told:8.3f} {told / floor:6.2f} {peak:8.0f} {parsing:11.0f}")


def _measured(work: Callable[[], None], runs: int = _RUNS) -> float:
    work()
    seconds: list[float] = []
    for _ in range(runs):
        start = time.process_time()
        work()
        seconds.append(time.process_time() - start)
    return median(seconds)


def _peak(work: Callable[[], object]) -> float:
    """Megabytes allocated at most while `work` runs."""
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1] / _MEGABYTE
    finally:
        tracemalloc.stop()


def _ledger(files: list[FileVersions]) -> None:
    ChangeSet(files).ask(ledger)


def _checks(files: list[FileVersions], checks: tuple[Check, ...]) -> None:
    changes = ChangeSet(files)
    for check in checks:
        for change in changes:
            list(check.find(change, check.options()))


def _parse(files: list[FileVersions]) -> list[tuple[ast.Module, ast.Module]]:
    return [(ast.parse(file.base or b""), ast.parse(file.head or b"")) for file in files]


def _floor(files: list[FileVersions]) -> None:
    for file, (base, head) in zip(files, _parse(files), strict=True):
        before = set(_definitions(base, file.base or b""))
        for text in _definitions(head, file.head or b""):
            if text not in before:
                libcst.parse_module(text)


def _definitions(tree: ast.Module, content: bytes) -> Iterator[str]:
    """The text of every function and class at the top of a module."""
    lines = content.decode().splitlines(keepends=True)
    for node in tree.body:
        if isinstance(node, Definition):
            yield "".join(lines[first_line(node) - 1 : node.end_lineno])


def _files(folder: Path, size: int) -> list[FileVersions]:
    """The changed Python files of a made repository."""
    made = make_repository(folder, size)
    paths = [path for path in made.changed if path.endswith(".py")]
    return [
        FileVersions(path, Status.MODIFIED, made.read(made.base, path), made.read(made.head, path)) for path in paths
    ]


def _long_file() -> FileVersions:
    view = "@login_required\ndef view{n}(request, pk):\n    order = Order.objects.get(pk=pk, team=request.team)\n"
    view += (
        "    if order.status == {n}:\n        raise Http404\n    with transaction.atomic():\n        order.pay({n})\n"
    )
    view += "        order.save()\n    return redirect('orders')\n\n"
    text = "".join(view.format(n=number) for number in range(_LONG // 10))
    head = text.replace("@login_required\ndef view77(", "def view77(").replace(
        "team=request.team)", "team=request.crew)"
    )
    return FileVersions("shop/views.py", Status.MODIFIED, text.encode(), head.encode())


if __name__ == "__main__":
    main()
