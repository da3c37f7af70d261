"""`./dev bench ordinary --mirror DIR`: how loud our rules are on ordinary commits of public backends.

Non-merge commits of at most twenty files, drawn from one seed; DIR as for `losses`. A commit is loud inline from a
confidence of 0.75 on, and asks for a sign-off from 0.5 on in an area that asks for one.
"""

import argparse
import os
import random
import subprocess
from collections import defaultdict
from pathlib import Path

from benchmarks.losses import REPOSITORIES, SEED, report
from checks.kit import Action, ChangeSet, Status
from checks.kit.areas import WARN_AREAS, Area
from checks.kit.change import FileVersions
from reviewer.analysis.bounded import Deadline
from reviewer.analysis.semgrep.engine import find_engine
from reviewer.analysis.semgrep.review import Semgrep, start_search
from reviewer.analysis.semgrep.rule_set import our_rules
from reviewer.analysis.semgrep.scan import Limits

EACH = 80
MOST_FILES = 20
INLINE, ASKS = 0.75, 0.5
STATUS = {"A": Status.ADDED, "M": Status.MODIFIED, "D": Status.REMOVED, "R": Status.RENAMED}


def git(folder: Path, *arguments: str) -> bytes:
    """The output of git."""
    # A partial clone must not be filled over the network by a measurement.
    alone = {**os.environ, "GIT_NO_LAZY_FETCH": "1"}
    return subprocess.run(["git", "-C", str(folder), *arguments], check=True, capture_output=True, env=alone).stdout


def changed(folder: Path, commit: str) -> list[FileVersions]:
    """The files that a commit changed, with both versions."""
    files: list[FileVersions] = []
    row = git(folder, "diff-tree", "-r", "-M", "-z", "--no-commit-id", commit).decode("utf-8", "replace").split("\0")
    while row and row[0]:
        _, _, old, new, status = row.pop(0).lstrip(":").split(" ")
        path = previous = row.pop(0)
        if status[0] in "RC":
            path = row.pop(0)
        if status[0] in STATUS:
            base = None if set(old) == {"0"} else git(folder, "cat-file", "blob", old)
            head = None if set(new) == {"0"} else git(folder, "cat-file", "blob", new)
            files.append(FileVersions(path, STATUS[status[0]], base, head, previous if path != previous else None))
    return files


def ordinary(folder: Path, rng: random.Random) -> list[str]:
    """Commits in a seeded order."""
    listed = git(folder, "log", "--no-merges", "--format=%H", "-n", "3000", "HEAD").decode().split()
    return rng.sample(listed, len(listed))


def main() -> None:
    """Print shares of commits; `--show` prints every finding that asks."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mirror", type=Path, required=True)
    parser.add_argument("--each", type=int, default=EACH)
    parser.add_argument("--stacks", nargs="*", default=list(REPOSITORIES))
    parser.add_argument("--show", action="store_true")
    options = parser.parse_args()
    semgrep = Semgrep(our_rules(), find_engine())
    loud: dict[str, list[bool]] = defaultdict(list)
    for stack in options.stacks:
        rng = random.Random(SEED)
        folders = [options.mirror / name.replace("/", "+") / "repo" for name in REPOSITORIES[stack]]
        for folder in folders:
            taken = 0
            for commit in ordinary(folder, rng):
                try:
                    files = changed(folder, commit)
                except subprocess.CalledProcessError:  # a blob that this clone does not have
                    continue
                if not 0 < len(files) <= MOST_FILES or taken >= options.each // len(folders):
                    continue
                taken += 1
                hits, _ = start_search(semgrep, ChangeSet(files), Limits(Deadline(60.0))).finish()
                said = [it for it in hits if it.hit.confidence >= ASKS and it.hit.action is not Action.NOTE]
                asks = [it for it in said if Area(it.check.split("/")[0]) not in WARN_AREAS]
                inline = [it for it in hits if it.hit.confidence >= INLINE]
                for key in (f"stack {stack}", "all"):
                    loud[f"{key}: a finding inline"].append(bool(inline))
                    loud[f"{key}: a demand for sign-off"].append(bool(asks))
                    loud[f"{key}: a finding from 0.5 on"].append(bool(said))
                for it in said if options.show else ():
                    hit = it.hit
                    where = f"{folder.parent.name} {commit[:9]} {hit.span.path}:{hit.span.start_line}"
                    print(f"{where} {it.check} {hit.kind.value} {hit.confidence:.2f} {hit.title}")
    report("ordinary commits with", loud)


if __name__ == "__main__":
    main()
