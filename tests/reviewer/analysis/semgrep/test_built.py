"""The built rules say what the YAML says, and are not used when they do not."""

import json
from pathlib import Path

import pytest

from reviewer.analysis.semgrep.built import BUILT, built_text, read_rules
from reviewer.analysis.semgrep.rule import MalformedRule
from reviewer.analysis.semgrep.rule_set import rule_set, rules_folder
from tests.reviewer.analysis.semgrep.test_rule_files import GOOD, write


def test_the_committed_file_is_fresh() -> None:
    assert (rules_folder() / BUILT).read_text(encoding="utf-8") == built_text(rules_folder()), "run ./dev docs"


def test_built_and_read_rules_are_equal(tmp_path: Path) -> None:
    write(tmp_path, GOOD)
    from_yaml = list(read_rules(tmp_path))
    (tmp_path / BUILT).write_text(built_text(tmp_path), encoding="utf-8")
    assert list(read_rules(tmp_path)) == from_yaml


def test_the_yaml_is_not_read_where_the_built_file_is_fresh(tmp_path: Path) -> None:
    write(tmp_path, GOOD)
    built = json.loads(built_text(tmp_path))
    built["rules"]["auth/key-dropped.yaml"]["metadata"]["holdfast"]["confidence"] = 0.4
    (tmp_path / BUILT).write_text(json.dumps(built), encoding="utf-8")
    assert [rule.confidence for rule in read_rules(tmp_path)] == [0.4]


@pytest.mark.parametrize("change", ["edited", "added", "removed", "renamed"])
def test_a_stale_file_is_not_used(tmp_path: Path, change: str) -> None:
    file = write(tmp_path, GOOD)
    write(tmp_path, GOOD.replace("key-dropped", "other"), "auth/other.yaml")
    (tmp_path / BUILT).write_text(built_text(tmp_path), encoding="utf-8")
    match change:
        case "edited":
            write(tmp_path, GOOD.replace("0.7", "0.9"))
        case "added":
            write(tmp_path, GOOD.replace("key-dropped", "more"), "auth/more.yaml")
        case "removed":
            file.unlink()
        case _:
            file.rename(file.with_name("renamed.yaml"))
    if change == "renamed":
        with pytest.raises(MalformedRule, match="renamed"):
            list(read_rules(tmp_path))
        return
    now = list(read_rules(tmp_path))
    (tmp_path / BUILT).unlink()
    assert now == list(read_rules(tmp_path))


@pytest.mark.parametrize("text", ["", "{", "[]", '{"digest": 1}', '{"digest": "", "rules": {}, "more": 1}'])
def test_half_a_file_is_no_file(tmp_path: Path, text: str) -> None:
    write(tmp_path, GOOD)
    (tmp_path / BUILT).write_text(text, encoding="utf-8")
    assert list(rule_set(read_rules(tmp_path)).rules) == ["auth/key-dropped"]
