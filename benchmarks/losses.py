"""`./dev bench losses --mirror DIR`: guards cut out of public backends, and refactorings that keep them.

DIR holds bare clones, one folder OWNER+NAME (or OWNER+NAME/repo) each; nothing of them is kept. Fifty losses each in
JavaScript and TypeScript, Ruby, Go and Java, and fifty in PHP beside them, from one seed; as many refactorings.
"""

import argparse
import random
import subprocess
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.made_losses import losses
from benchmarks.made_refactorings import refactorings
from checks.kit import ChangeSet, Kind, Side, Status
from checks.kit.change import FileVersions
from checks.kit.files import in_documentation_folder, is_test, language
from reviewer.analysis.bounded import Deadline
from reviewer.analysis.semgrep.engine import find_engine
from reviewer.analysis.semgrep.review import Semgrep, start_search
from reviewer.analysis.semgrep.rule_set import our_rules
from reviewer.analysis.semgrep.scan import Limits

SEED = 20261121
EACH = 50
LINES_BESIDE = 5
LARGEST = 60_000
REPOSITORIES = {
    "node": ("parse-community/parse-server", "outline/outline", "hoppscotch/hoppscotch"),
    "ruby": ("lobsters/lobsters", "solidusio/solidus"),
    "go": ("pocketbase/pocketbase", "gotify/server"),
    "java": ("thingsboard/thingsboard",),
    "php": ("monicahq/monica",),
}
LANGUAGES = {"javascript": "node", "typescript": "node", "ruby": "ruby", "go": "go", "java": "java", "php": "php"}
FRONTEND = ("ui-ngx/", "components/", "frontend/", "/hooks/", "app/stores", "app/scenes", "/migrations/", "mock")
LOUD = {Kind.LOST, Kind.WEAKENED}


@dataclass(frozen=True, slots=True)
class Case:
    """One change of one file, and the base lines that its guard stood on."""

    stack: str
    operator: str
    path: str
    base: bytes
    head: bytes
    lines: tuple[int, int]


def sources(mirror: Path, name: str, stack: str) -> Iterator[tuple[str, bytes]]:
    """Backend files of the newest commit, by path."""
    folder = mirror / name.replace("/", "+")
    folder = folder / "repo" if (folder / "repo").is_dir() else folder
    git = ["git", "-C", str(folder)]
    listed = subprocess.run([*git, "ls-tree", "-r", "-l", "HEAD"], check=True, capture_output=True).stdout.decode()
    for line in listed.splitlines():
        meta, _, path = line.partition("\t")
        _, kind, blob, size = meta.split()
        fits = kind == "blob" and size.isdigit() and 400 < int(size) < LARGEST
        if fits and LANGUAGES.get(language(path) or "") == stack and is_backend(path):
            yield path, subprocess.run([*git, "cat-file", "blob", blob], check=True, capture_output=True).stdout


def is_backend(path: str) -> bool:
    """Whether it is code of a server, by its path."""
    if is_test(path) or in_documentation_folder(path) or path.endswith((".tsx", ".jsx", ".d.ts")):
        return False
    return not any(part in path.lower() for part in FRONTEND)


def sampled(mirror: Path, stack: str, rng: random.Random) -> list[tuple[str, bytes]]:
    """Files of all repositories of a stack, in a seeded order, turn about."""
    piles: list[list[tuple[str, bytes]]] = []
    for name in REPOSITORIES[stack]:
        found = sorted(sources(mirror, name, stack))
        piles.append(rng.sample(found, min(len(found), 600)))
    return [pile[at] for at in range(600) for pile in piles if at < len(pile)]


def made_losses(files: list[tuple[str, bytes]], stack: str, rng: random.Random) -> list[Case]:
    """One loss a file; operators that are rare are taken first, so that all are seen."""
    found: dict[str, list[Case]] = defaultdict(list)
    for path, data in files:
        each: dict[str, list[Case]] = defaultdict(list)
        for loss in losses(grammar_name(path), data):
            each[loss.operator].append(Case(stack, loss.operator, path, data, loss.applied(data), loss.lines))
        for operator, cases in each.items():
            found[operator].append(rng.choice(cases))
    chosen: list[Case] = []
    taken: set[str] = set()
    while len(chosen) < EACH and any(found.values()):
        for operator in sorted(found):
            cases = [case for case in found[operator] if case.path not in taken]
            found[operator] = cases[1:]
            if cases and len(chosen) < EACH:
                chosen.append(cases[0])
                taken.add(cases[0].path)
    return chosen


def made_refactorings(files: list[tuple[str, bytes]], stack: str, rng: random.Random) -> list[Case]:
    """One refactoring a file, kinds turn about."""
    chosen: list[Case] = []
    counts: Counter[str] = Counter()
    for path, data in files:
        options = list(refactorings(grammar_name(path), data, rng))
        if options and len(chosen) < EACH:
            kind, head = min(options, key=lambda option: counts[option[0]])
            counts[kind] += 1
            chosen.append(Case(stack, kind, path, data, head, (0, 0)))
    return chosen


def grammar_name(path: str) -> str:
    """The grammar that reads a file."""
    return "tsx" if path.endswith(".tsx") else language(path) or ""


def told(semgrep: Semgrep, case: Case) -> tuple[set[Kind], set[Kind], list[str], int]:
    """Kinds at the place of the guard, kinds anywhere, titles, and how many files were not looked at."""
    changes = ChangeSet([FileVersions(case.path, Status.MODIFIED, case.base, case.head)])
    hits, skips = start_search(semgrep, changes, Limits(Deadline(60.0))).finish()
    near, everywhere = set[Kind](), set[Kind]()
    for found in hits:
        everywhere.add(found.hit.kind)
        span = found.hit.span
        first, last = case.lines[0] - LINES_BESIDE, case.lines[1] + LINES_BESIDE
        if span.side is Side.LEFT and span.start_line <= last and span.end_line >= first:
            near.add(found.hit.kind)
    return near, everywhere, [f"{found.check} {found.hit.kind.value}: {found.hit.title}" for found in hits], len(skips)


def report(name: str, counts: dict[str, list[bool]]) -> None:
    """A line for each key and one for all."""
    print(f"\n{name}")
    for key in sorted(counts):
        print(f"  {key:<28} {sum(counts[key]):>4} / {len(counts[key]):<4} {sum(counts[key]) / len(counts[key]):.2f}")


def main() -> None:
    """Measure, and print shares; `--show` prints each miss and each false alarm."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mirror", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--show", action="store_true")
    parser.add_argument("--stacks", nargs="*", default=list(REPOSITORIES))
    options = parser.parse_args()
    semgrep = Semgrep(our_rules(), find_engine())
    recall: dict[str, list[bool]] = defaultdict(list)
    false: dict[str, list[bool]] = defaultdict(list)
    skipped = 0
    for stack in options.stacks:
        rng = random.Random(options.seed)
        files = sampled(options.mirror, stack, rng)
        for case in made_losses(files, stack, rng):
            near, _, titles, skips = told(semgrep, case)
            skipped += skips
            found = bool(near & {*LOUD, Kind.CHANGED})
            for key in (f"stack {stack}", f"operator {case.operator}", "all" if stack != "php" else "php beside"):
                recall[key].append(found)
            recall["all, as lost or weakened" if stack != "php" else "php, as lost"].append(bool(near & LOUD))
            if options.show and not found:
                guard = case.base.decode("utf-8", "replace").split("\n")[case.lines[0] - 1 : case.lines[1]]
                print(f"MISS {stack} {case.operator} {case.path}:{case.lines[0]}", titles, *guard[:6], sep="\n     ")
        for case in made_refactorings(files, stack, rng):
            _, everywhere, titles, skips = told(semgrep, case)
            skipped += skips
            for key in (f"stack {stack}", f"kind {case.operator}", "all"):
                false[key].append(bool(everywhere & LOUD))
                false[f"{key}, also changed or moved"].append(bool(everywhere - {Kind.INTRODUCED}))
            if options.show and everywhere - {Kind.INTRODUCED}:
                print(f"FALSE {stack} {case.operator} {case.path}", titles)
    report("losses found", recall)
    report("refactorings told as lost", false)
    print(f"\nnot looked at: {skipped} files")


if __name__ == "__main__":
    main()
