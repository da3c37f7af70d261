"""What we rely on of an engine whose flags and formats nobody promises: an upgrade that changes them fails here."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from reviewer.analysis.semgrep.batch import FLAGS
from reviewer.analysis.semgrep.engine import find_engine

RULES = {
    "rules": [
        {
            "id": "auth.guard",
            "languages": ["javascript", "typescript"],
            "severity": "ERROR",
            "message": "m",
            "pattern": "guard($WHO)",
        },
        {
            "id": "auth.in-src",
            "languages": ["python"],
            "severity": "ERROR",
            "message": "m",
            "pattern": "grab(...)",
            "paths": {"include": ["/src/**"]},
        },
    ]
}


class Engine:
    """Runs the binary as `batch` does, without our own reading of its output."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.rules: object = RULES

    def run(self, *targets: tuple[str, str, str, str]) -> dict[str, Any]:
        """Targets: (name, text, path for the rules, analyzer)."""
        for name, text, _, _ in targets:
            (self.folder / name).write_bytes(text.encode("utf-8", "surrogateescape"))
        listed = [
            ["CodeTarget", {"path": {"fpath": name, "ppath": path}, "analyzer": analyzer, "products": ["sast"]}]
            for name, _, path, analyzer in targets
        ]
        (self.folder / "rules.json").write_text(json.dumps(self.rules), encoding="utf-8")
        (self.folder / "targets.json").write_text(json.dumps(["Targets", listed]), encoding="utf-8")
        command = [find_engine().program, "-rules", "rules.json", "-targets", "targets.json", *FLAGS]
        done = subprocess.run(command, cwd=self.folder, env={}, capture_output=True, check=False)
        assert done.returncode == 0
        assert done.stdout.startswith(b"{"), "dots or a log before the JSON"
        return json.loads(done.stdout.decode("utf-8", "replace"))  # a matched text may be no UTF-8


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    return Engine(tmp_path)


def test_the_version_is_the_one_this_file_was_written_for() -> None:
    assert find_engine().version == "1.182.0"


def test_the_flags_are_those_that_were_measured() -> None:
    assert " ".join(FLAGS) == (
        "-json_nodots -fast -j 1 -timeout 2 -timeout_threshold 1 -max_match_per_file 1000 -max_memory 1024"
    )


def test_a_match_has_its_place_its_metavariables_and_its_suppression(engine: Engine) -> None:
    output = engine.run(("a.ts", "guard(ä);\n  guard(b); // nosemgrep\n", "/a.ts", "ts"))
    first, second = sorted(output["results"], key=lambda result: result["start"]["line"])
    assert (first["check_id"], first["path"]) == ("auth.guard", "a.ts")
    assert (first["start"]["line"], first["start"]["offset"]) == (1, 0)
    assert (first["end"]["line"], first["end"]["offset"]) == (1, 9), "offsets are bytes"
    who = first["extra"]["metavars"]["$WHO"]
    assert (who["start"]["offset"], who["end"]["offset"]) == (6, 8)
    assert [first["extra"]["is_ignored"], second["extra"]["is_ignored"]] == [False, True]
    assert output["errors"] == []
    assert output["paths"]["scanned"] == ["a.ts"]
    assert output["skipped_rules"] == []
    assert output["version"] == find_engine().version


def test_path_filters_see_the_repository_path(engine: Engine) -> None:
    text = "grab(1)\n"
    output = engine.run(("a.py", text, "/src/a.py", "python"), ("b.py", text, "/lib/b.py", "python"))
    assert [result["path"] for result in output["results"]] == ["a.py"]


@pytest.mark.parametrize(("name", "text"), [("a.ts", "const a = <T>b; guard(a)"), ("a.tsx", "guard(<a>b</a>)")])
def test_the_ending_of_the_file_chooses_the_dialect(engine: Engine, name: str, text: str) -> None:
    output = engine.run((name, text, f"/{name}", "ts"))
    assert output["errors"] == []
    assert len(output["results"]) == 1


def test_a_broken_rule_is_told_with_its_line_and_the_others_run(engine: Engine) -> None:
    broken = {**RULES["rules"][0], "id": "auth.broken", "pattern": "guard((("}
    engine.rules = {"rules": [*RULES["rules"], broken]}
    output = engine.run(("a.ts", "guard(a)\n", "/a.ts", "ts"))
    assert [(rule["rule_id"], rule["position"]["line"]) for rule in output["skipped_rules"]] == [("auth.broken", 1)]
    assert [(error["error_type"], error["rule_id"]) for error in output["errors"]] == [
        ("Rule parse error", "auth.broken")
    ]
    assert len(output["results"]) == 1


def test_a_file_that_does_not_parse_is_told_with_its_line(engine: Engine) -> None:
    engine.rules = {"rules": [{**RULES["rules"][0], "languages": ["java"]}]}
    (error,) = engine.run(("A.java", "<<<< guard(a)\n", "/A.java", "java"))["errors"]
    assert (error["error_type"], error["location"]["path"]) == ("Other syntax error", "A.java")
    assert error["location"]["start"]["line"] == 1


def test_a_part_that_does_not_parse_is_told_with_its_lines(engine: Engine) -> None:
    (error,) = engine.run(("a.ts", "const a = <b>c</b>;\nguard(a);\n", "/a.ts", "ts"))["errors"]
    kind, (place,) = error["error_type"]
    assert (kind, place["path"], place["start"]["line"]) == ("PartialParsing", "a.ts", 1)


def test_broken_python_is_not_told_so_the_check_must_be_ours(engine: Engine) -> None:
    assert engine.run(("a.py", "def a(:\n  grab(1)\n", "/src/a.py", "python"))["errors"] == []


def test_a_missing_bracket_in_typescript_is_not_told_so_the_check_must_be_ours(engine: Engine) -> None:
    assert engine.run(("a.ts", "function g(a { guard(a) }\n", "/a.ts", "ts"))["errors"] == []


def test_too_many_matches_are_told_and_the_other_file_is_searched(engine: Engine) -> None:
    output = engine.run(("a.ts", "guard(a);\n" * 1001, "/a.ts", "ts"), ("b.ts", "guard(b);\n", "/b.ts", "ts"))
    assert [(error["error_type"], error["location"]["path"]) for error in output["errors"]] == [
        ("Too many matches", "a.ts")
    ]
    assert [result["path"] for result in output["results"]] == ["b.ts"]


def test_a_file_that_is_not_there_is_left_out_without_a_word(engine: Engine) -> None:
    output = engine.run(("a.ts", "guard(a);\n", "/a.ts", "ts"))
    (engine.folder / "a.ts").unlink()
    listed = json.loads((engine.folder / "targets.json").read_bytes())
    listed[1][0][1]["path"]["fpath"] = "gone.ts"
    (engine.folder / "targets.json").write_text(json.dumps(listed), encoding="utf-8")
    command = [find_engine().program, "-rules", "rules.json", "-targets", "targets.json", *FLAGS]
    done = subprocess.run(command, cwd=engine.folder, env={}, capture_output=True, check=True)
    assert "gone.ts" not in json.loads(done.stdout)["paths"]["scanned"]
    assert output["paths"]["scanned"] == ["a.ts"]


@pytest.mark.parametrize("text", ["", "\n", "\udcff\udcfe guard(a)", "guard(a)\0", "\u2028guard(a)"])
def test_odd_bytes_do_no_harm(engine: Engine, text: str) -> None:
    output = engine.run(("a.ts", text, "/a.ts", "ts"), ("b.ts", "guard(b);\n", "/b.ts", "ts"))
    assert "b.ts" in [result["path"] for result in output["results"]]
