"""No file can hide the others: hostile ones are named, everything else is looked at."""

import json
import os
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from checks.kit import Source
from reviewer.analysis.blobs import Blob, blob_of
from reviewer.analysis.bounded import Deadline
from reviewer.analysis.semgrep.cache import RecentResults
from reviewer.analysis.semgrep.engine import Engine, find_engine
from reviewer.analysis.semgrep.match import Scanned
from reviewer.analysis.semgrep.rule_set import our_rules
from reviewer.analysis.semgrep.scan import Limits, scan

FINE = "process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';\n"

# Stands in for an engine that misbehaves in ways that the real one cannot be brought to at will.
MISBEHAVING = """
import json, os, sys
from pathlib import Path
targets = [target[1]["path"]["fpath"] for target in json.loads(Path("targets.json").read_text())[1]]
text = "".join(Path(name).read_text() for name in targets)
if "ABORT" in text: os.abort()
if "FLOOD" in text:
    while True: sys.stdout.write("x" * 1_000_000)
if "LOOP" in text:
    while True: pass
if "GARBAGE" in text:
    print("no results"); sys.exit(2)
if "FORGET" in text: targets = [name for name in targets if "FORGET" not in Path(name).read_text()]
print(json.dumps({"version": "0", "results": [], "errors": [], "skipped_rules": [], "paths": {"scanned": targets}}))
"""


def blob(path: str, text: str) -> Blob:
    return blob_of(Source(path, text.encode()))


def candidate(path: str, text: str) -> Blob:
    """A blob that some rule wants to see."""
    comment = "#" if path.endswith(".py") else "//"
    return blob(path, f"{comment} csrf rejectUnauthorized {text}\n")


def run(*blobs: Blob, engine: Engine | None = None, limits: Limits | None = None) -> Mapping[Blob, Scanned]:
    return scan(blobs, our_rules(), engine or find_engine(), RecentResults(), limits or Limits(Deadline(60.0)))


@pytest.fixture
def misbehaving(tmp_path: Path) -> Engine:
    program = tmp_path / "engine"
    program.write_text(f"#!{sys.executable} -IS\n{MISBEHAVING}", encoding="utf-8")
    program.chmod(0o755)
    return Engine(program, "0")


HOSTILE = {
    "one long line": ";".join(f"function f{n}(a){{return router.get(a,b({n}),c)}}" for n in range(1500)),
    "one long call": "router.get([" + ",".join(str(n) for n in range(20_000)) + "], a, b)",
    "deep nesting": "router.get(" * 1500 + "1" + ")" * 1500,
    "nothing but brackets": FINE + "[" * 20_000,
}


def test_a_file_with_five_thousand_matches_is_named_and_the_others_are_looked_at() -> None:
    hostile = blob("hostile.js", FINE * 5000)
    fine = [blob(f"fine{n}.js", FINE + f"// {n}\n") for n in range(5)]
    seen = run(hostile, *fine)
    assert seen[hostile].problem in {"a Semgrep rule matches too often in it", "a Semgrep rule took too long on it"}
    assert [(seen[it].problem, len(seen[it].matches)) for it in fine] == [(None, 1)] * 5


@pytest.mark.parametrize("kind", sorted(HOSTILE))
def test_beside_a_hostile_file_the_others_are_looked_at(kind: str) -> None:
    hostile = blob("hostile.js", HOSTILE[kind])  # searched or named, as fast as the machine is
    fine = [blob(f"fine{n}.js", FINE + f"// {n}\n") for n in range(5)]
    seen = run(hostile, *fine)
    assert hostile in seen
    assert [(seen[it].problem, len(seen[it].matches)) for it in fine] == [(None, 1)] * 5


@pytest.mark.parametrize("word", ["ABORT", "GARBAGE", "FLOOD"])
def test_one_file_that_kills_the_engine_costs_no_other(misbehaving: Engine, word: str) -> None:
    hostile = candidate("hostile.js", word)
    fine = [candidate(f"fine{n}.js", f"{n}") for n in range(20)]
    seen = run(hostile, *fine, engine=misbehaving)
    assert {it.path for it in seen if seen[it].problem} == {"hostile.js"}
    assert len(seen) == 21


def test_two_files_that_kill_the_engine_are_both_named(misbehaving: Engine) -> None:
    hostile = [candidate("a.js", "ABORT 1"), candidate("b.ts", "GARBAGE 2")]
    fine = [candidate(f"fine{n}.py", f"{n}") for n in range(20)]
    seen = run(*hostile, *fine, engine=misbehaving)
    assert {it for it in seen if seen[it].problem} == set(hostile)


def test_an_engine_that_never_ends_is_ended(misbehaving: Engine) -> None:
    hostile = candidate("hostile.js", "LOOP")
    seen = run(hostile, engine=misbehaving, limits=Limits(Deadline(60.0), run_seconds=1.0))
    assert seen[hostile].problem == "Semgrep took too long on it"


def test_a_file_that_the_engine_does_not_speak_of_was_not_looked_at(misbehaving: Engine) -> None:
    forgotten, fine = candidate("a.js", "FORGET"), candidate("b.js", "b")
    seen = run(forgotten, fine, engine=misbehaving)
    assert seen[forgotten].problem == "Semgrep did not open it"
    assert seen[fine].problem is None


def test_when_the_time_is_used_up_nothing_more_is_started(misbehaving: Engine) -> None:
    blobs = [candidate(f"a{n}.js", f"ABORT {n}") for n in range(3)]
    seen = run(*blobs, engine=misbehaving, limits=Limits(Deadline(0.0)))
    assert {scanned.problem for scanned in seen.values()} == {"the time for this review was used up"}


def test_a_large_file_is_never_given_to_the_engine(misbehaving: Engine) -> None:
    large = blob("a.js", "// ABORT\n" * 60_000)
    assert run(large, engine=misbehaving)[large].problem == "it is larger than 500 kB"


def test_files_without_rules_are_left_out(misbehaving: Engine) -> None:
    assert run(blob("a.css", "ABORT"), blob("b.sql", "ABORT"), blob("c", "ABORT"), engine=misbehaving) == {}
    assert run(engine=misbehaving) == {}


def test_a_text_that_no_rule_can_match_is_not_given_to_the_engine(misbehaving: Engine) -> None:
    plain = blob("a.js", "// ABORT\nlet a = 1;\n")
    assert run(plain, engine=misbehaving) == {plain: Scanned(())}


def test_many_files_are_all_looked_at_by_several_runs() -> None:
    blobs = [blob(f"a{n}.js", FINE + f"// {n}\n" * 400) for n in range(60)]
    assert sum(len(it.data) for it in blobs) > 100_000
    assert [len(scanned.matches) for scanned in run(*blobs).values()] == [1] * 60


def test_the_engine_sees_no_environment_and_no_path_of_the_repository(tmp_path: Path) -> None:
    program = tmp_path / "engine"
    seen = tmp_path / "seen.json"
    program.write_text(
        f"#!{sys.executable} -IS\nimport json, os\nfrom pathlib import Path\n"
        f"Path({str(seen)!r}).write_text(json.dumps([dict(os.environ), sorted(os.listdir('.')), os.getcwd(), "
        f"os.getpgid(0) == os.getpid(), oct(os.stat('.').st_mode & 0o777)]))\n",
        encoding="utf-8",
    )
    program.chmod(0o755)
    os.environ["HOLDFAST_WEBHOOK_SECRET"] = "not yours"
    try:
        run(candidate("../../etc/passwd.js", "a"), engine=Engine(program, "0"))
    finally:
        del os.environ["HOLDFAST_WEBHOOK_SECRET"]
    environment, names, folder, own_group, mode = json.loads(seen.read_text(encoding="utf-8"))
    assert "HOLDFAST_WEBHOOK_SECRET" not in environment
    assert set(environment) <= {"PWD", "OLDPWD", "SHLVL", "_", "LC_CTYPE"}, "what a shell sets by itself"
    assert [name for name in names if name.endswith(".js")] == [candidate("../../etc/passwd.js", "a").file_name]
    assert (own_group, mode) == (True, "0o700")
    assert not Path(folder).exists(), "the folder is removed"


def test_the_same_blob_on_two_paths_is_told_apart() -> None:
    on, off = blob("shop/settings.py", "DEBUG = True\n"), blob("shop/settings_dev.py", "DEBUG = True\n")
    seen = run(on, off)
    assert (len(seen[on].matches), len(seen[off].matches)) == (1, 0)


@pytest.mark.parametrize(
    "path",
    ["a\ud800.js", "a\nb.js", 'a"b.js', "a\\b.js", "-rules.js", "ä/ü.js"],  # a lone surrogate: not Unicode in git
    ids=["surrogate", "line feed", "quote", "backslash", "dash", "umlaut"],
)
def test_odd_paths_are_searched(path: str) -> None:
    odd = blob(path, FINE)
    assert len(run(odd)[odd].matches) == 1
