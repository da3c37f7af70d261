"""`holdfast config`: is it right, and what may stand in it."""

from pathlib import Path

import jsonschema
import pytest

from reviewer.analysis.catalogue import catalogue
from tests.reviewer.cli.running import LOST, holdfast
from tests.reviewer.config.test_policy import CONTRACT


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / ".github").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("path", [".github/holdfast.yml", ".github/holdfast.yaml"])
def test_the_file_of_the_current_directory(path: str) -> None:
    Path(path).write_text("mode: gate\n")
    done = holdfast("config", "check")
    assert (done.status, done.out, done.err) == (0, f"{path} is right\n", "")


def test_a_file_that_was_named() -> None:
    Path("own.yml").write_text(CONTRACT.replace("auth/some-rule", LOST))
    done = holdfast("config", "check", "own.yml")
    assert done.status == 0
    assert done.out.startswith("own.yml is right; read, but without effect yet: ")
    assert done.out.endswith(", suppressions\n")


def test_every_rule_of_ours_may_be_named() -> None:
    Path("own.yml").write_text("checks:\n" + "".join(f"  {check_id}: {{action: note}}\n" for check_id in catalogue()))
    assert holdfast("config", "check", "own.yml").status == 0


def test_every_mistake_has_its_line() -> None:
    Path("own.yml").write_text("mode: gaet\nchecks: {nowhere/at-all: {action: warn}}\n")
    done = holdfast("config", "check", "own.yml")
    assert (done.status, done.out) == (2, "")
    assert done.err == ("own.yml:1:7: 'gaet' is not known here (did you mean gate?)\n")
    Path("own.yml").write_text("checks: {nowhere/at-all: {action: warn}}\n")
    assert "own.yml:1:10: no check or rule is called 'nowhere/at-all'" in holdfast("config", "check", "own.yml").err


def test_no_file_is_status_2() -> None:
    done = holdfast("config", "check")
    assert done.status == 2
    assert done.err == "holdfast: there is no .github/holdfast.yml here (name the file to check)\n"


@pytest.mark.parametrize("name", ["nowhere.yml", ".github"])
def test_a_file_that_cannot_be_read_is_status_2(name: str) -> None:
    done = holdfast("config", "check", name)
    assert done.status == 2
    assert f"{name} cannot be read" in done.err


def test_two_files_are_status_2() -> None:
    for name in ("holdfast.yml", "holdfast.yaml"):
        Path(".github", name).write_text("mode: gate\n")
    done = holdfast("config", "check")
    assert done.status == 2
    assert ".github/holdfast.yaml stands beside it" in done.err


def test_a_large_file_is_status_2() -> None:
    Path("own.yml").write_bytes(b"#" * 2_000_000)
    done = holdfast("config", "check", "own.yml")
    assert done.status == 2
    assert "a configuration is read up to 64 kB" in done.err


def test_the_schema_knows_every_check() -> None:
    schema = holdfast("config", "schema").json
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["properties"]["checks"]["propertyNames"]["enum"] == sorted(catalogue())


@pytest.mark.parametrize("arguments", [("config",), ("config", "explain"), ("config", "chck")])
def test_bad_usage_is_status_2(arguments: tuple[str, ...]) -> None:
    assert holdfast(*arguments).status == 2
