"""`./dev bench semgrep`: our rules over both sides of made changes, against Semgrep's own diff scan.

Guarded: every file has a line edited that a rule speaks of, without a loss; all of them go to the engine. Plain: an
edit that no rule can say anything about. Cold: nothing is known.
Next push: one file of the change was edited again. Redelivery: the same change again.
The ratio is to `semgrep scan --baseline-commit` with the same rules in one file, on the same two commits.
"""

import random
import statistics
import subprocess
import sys
import time
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import assert_never

from msgspec.structs import replace

from checks.kit import ChangeSet, Status
from checks.kit.change import FileVersions
from reviewer.analysis.bounded import Deadline
from reviewer.analysis.semgrep.engine import find_engine
from reviewer.analysis.semgrep.review import Semgrep, start_search
from reviewer.analysis.semgrep.rule_set import our_rules
from reviewer.analysis.semgrep.scan import Limits

SEED = 20261121
ROUNDS = 5
WORDS = ("order", "invoice", "refund", "parcel", "member", "ticket", "report", "contract")


def script(rng: random.Random, number: int) -> str:
    """A module of Express routes."""
    lines = ['const express = require("express");', "const router = express.Router();", ""]
    for turn in range(12):
        word = rng.choice(WORDS)
        lines += [
            f'router.post("/{word}/{number}/{turn}", requireAuth, async (req, res) => {{',
            "  const where = { where: { id: req.params.id, tenantId: req.tenant.id } };",
            f"  const found = await prisma.{word}.findFirst(where);",
            f'  if (!found) return res.status(404).json({{ error: "{word}" }});',
            f"  const total = found.lines.reduce((sum, line) => sum + line.{rng.choice(WORDS)}, {rng.randrange(90)});",
            "  res.json({ total });",
            "});",
            "",
        ]
    return "\n".join([*lines, "module.exports = router;", ""])


def module(rng: random.Random, number: int) -> str:
    """A module of Django views."""
    lines = ["import requests", "from django.http import JsonResponse", ""]
    for turn in range(12):
        word = rng.choice(WORDS)
        lines += [
            f"def {word}_{number}_{turn}(request, pk):",
            f"    found = {word.title()}.objects.filter(tenant=request.tenant).get(pk=pk)",
            f'    answer = requests.get("https://{word}.example/", params={{"pk": pk}}, timeout={rng.randrange(1, 9)})',
            f"    total = sum(line.{rng.choice(WORDS)} * {rng.randrange(90)} for line in found.lines.all())",
            '    return JsonResponse({"total": total, "answer": answer.json()})',
            "",
        ]
    return "\n".join(lines)


class Edit(StrEnum):
    """What is edited in each file."""

    GUARDED = "guarded"
    PLAIN = "plain"


def edited(text: str, edit: Edit) -> str:
    """The text with one line edited, and nothing lost."""
    match edit:
        case Edit.PLAIN:
            return text.replace("total", "sums", 1)
        case Edit.GUARDED:
            return text.replace("requireAuth, async", "requireAuth,  async", 1).replace(
                "timeout=", "verify=True, timeout=", 1
            )
        case _:
            assert_never(edit)


def made_change(size: int, edit: Edit) -> list[FileVersions]:
    """`size` modified files, half of them scripts, each with one line edited."""
    rng = random.Random(SEED)
    files: list[FileVersions] = []
    for number in range(size):
        path, text = (
            (f"app/a{number}.py", module(rng, number)) if number % 2 else (f"src/a{number}.js", script(rng, number))
        )
        files.append(FileVersions(path, Status.MODIFIED, text.encode(), edited(text, edit).encode()))
    return files


def searching(semgrep: Semgrep, files: list[FileVersions]) -> float:
    """Milliseconds of one search; the sources were parsed before, as the checks need them anyway."""
    changes = ChangeSet(files)
    start = time.perf_counter()
    hits, skips = start_search(semgrep, changes, Limits(Deadline(60.0))).finish()
    spent = (time.perf_counter() - start) * 1000
    if hits or skips:  # the made change holds no finding; a file that was not looked at would be a lie here
        raise SystemExit(f"the made change was to be silent: {hits[:1]} {skips[:1]}")
    return spent


def baseline_scan(files: list[FileVersions], folder: Path) -> float:
    """Milliseconds of Semgrep's own diff scan of the same change."""
    (folder / "rules.json").write_bytes(our_rules().document)
    tree = folder / "tree"
    tree.mkdir()
    git = ["git", "-C", str(tree), "-c", "user.name=Bench", "-c", "user.email=bench@example.com"]
    subprocess.run([*git, "init", "-q"], check=True)
    for side in ("base", "head"):
        for file in files:
            (tree / file.path).parent.mkdir(exist_ok=True)
            (tree / file.path).write_bytes((file.base if side == "base" else file.head) or b"")
        subprocess.run([*git, "add", "."], check=True)
        subprocess.run([*git, "commit", "-q", "-m", side], check=True)
    command = [Path(sys.executable).with_name("semgrep"), "scan", "--metrics=off", "--disable-version-check", "--quiet"]
    command += ["--config", "../rules.json", "--baseline-commit", "HEAD~1", "--json", "."]
    times: list[float] = []
    for _ in range(3):
        start = time.perf_counter()
        subprocess.run(command, cwd=tree, check=True, capture_output=True)
        times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times)


def main() -> None:
    """Print one line for each size."""
    print(" files  edit         kB     cold  next push  redelivery  semgrep scan  ratio   (times in ms)")
    for size, edit in ((1, Edit.GUARDED), (20, Edit.GUARDED), (20, Edit.PLAIN), (300, Edit.GUARDED)):
        files = made_change(size, edit)
        kilobytes = sum(len(file.base or b"") + len(file.head or b"") for file in files) / 1000
        cold = statistics.median(searching(Semgrep(our_rules(), find_engine()), files) for _ in range(ROUNDS))
        known = Semgrep(our_rules(), find_engine())
        searching(known, files)
        pushes = [replace(files[-1], head=(files[-1].head or b"") + b"\n" * turn) for turn in range(1, ROUNDS + 1)]
        pushed = statistics.median(searching(known, [*files[:-1], file]) for file in pushes)
        again = statistics.median(searching(known, files) for _ in range(ROUNDS))
        with TemporaryDirectory() as folder:
            theirs = baseline_scan(files, Path(folder))
        figures = f"{cold:>8.0f} {pushed:>10.0f} {again:>11.0f} {theirs:>13.0f} {cold / theirs:>6.2f}"
        print(f"{size:>6} {edit:<8} {kilobytes:>6.0f} {figures}")


if __name__ == "__main__":
    main()
