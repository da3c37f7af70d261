"""`holdfast config`: is it right, and what may stand in it."""

from pathlib import Path

import jsonschema
import pytest

from reviewer.analysis.catalogue import catalogue
from tests.reviewer.cli.running import LOST, holdfast
from tests.reviewer.config.test_policy import CONTRACT

GUIDE = "https://github.com/holdfast-review/holdfast/blob/main/docs/configuration.md"


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
    assert done.out == "own.yml is right\n"


def test_every_rule_of_ours_may_be_named() -> None:
    Path("own.yml").write_text("checks:\n" + "".join(f"  {check_id}: {{action: note}}\n" for check_id in catalogue()))
    assert holdfast("config", "check", "own.yml").status == 0


def test_every_mistake_has_its_line() -> None:
    Path("own.yml").write_text("mode: gaet\nchecks: {nowhere/at-all: {action: warn}}\n")
    done = holdfast("config", "check", "own.yml")
    assert (done.status, done.out) == (2, "")
    assert done.err == f"own.yml:1:7: 'gaet' is not known here (did you mean gate?)\n  see {GUIDE}#how-loud-it-is\n"
    Path("own.yml").write_text("checks: {nowhere/at-all: {action: warn}}\n")
    assert "own.yml:1:10: no check or rule is called 'nowhere/at-all'" in holdfast("config", "check", "own.yml").err


def test_no_file_is_status_2() -> None:
    done = holdfast("config", "check")
    assert done.status == 2
    assert (
        done.err
        == "holdfast: there is no .github/holdfast.yml here (name the file to check, or begin with `holdfast init`)\n"
    )


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
    assert schema["properties"]["checks"]["propertyNames"]["anyOf"][0]["enum"] == sorted(catalogue())


@pytest.mark.parametrize(
    "arguments", [("config",), ("config", "explain"), ("config", "chck"), ("config", "explain", "a", "b")]
)
def test_bad_usage_is_status_2(arguments: tuple[str, ...]) -> None:
    assert holdfast(*arguments).status == 2


def test_a_pattern_that_semgrep_refuses_has_its_line() -> None:
    entry = "{id: C-1, says: x, kind: commission, area: auth, semgrep: {languages: [python], pattern: 'foo('}}"
    Path("own.yml").write_text(f"version: 1\nconstraints:\n  - {entry}\n")
    done = holdfast("config", "check", "own.yml")
    assert done.status == 2
    assert done.err.startswith("own.yml:3:5: the constraint C-1: Semgrep does not accept its pattern: Invalid pattern")


def test_the_organisations_default_is_checked_too() -> None:
    Path("own.yml").write_text("mode: gate\n")
    Path("acme.yml").write_text("mode: gaet\n")
    done = holdfast("config", "check", "own.yml", "--defaults", "acme.yml")
    assert (done.status, done.err.splitlines()[0]) == (2, "acme.yml:1:7: 'gaet' is not known here (did you mean gate?)")
    assert holdfast("config", "check", "own.yml", "--defaults", "nowhere.yml").status == 2


OWN = """\
exclude: ["legacy/**", "!legacy/new/**"]
areas:
  tenancy: {paths: ["orders/**"], when: touched, sign_off: {teams: [security], count: 2}}
constraints:
  - {id: C-1, says: Orders are filtered., because: INC-1, kind: omission, area: tenancy, paths: ["orders/**"],
     require_guard: {any_of: [tenant-scope]}}
"""
ACME = """\
exclude: ["vendor/**"]
inline_limit: 3
areas: {money: {enabled: false}}
constraints:
  - {id: C-9, says: Only people., kind: commission, area: auth, paths: ["deploy/**"], human_only: true}
"""


def explained(path: str) -> list[str]:
    Path("own.yml").write_text(OWN)
    Path("acme.yml").write_text(ACME)
    done = holdfast("config", "explain", path, "--config", "own.yml", "--defaults", "acme.yml")
    assert (done.status, done.err) == (0, "")
    return [" ".join(line.split()) for line in done.out.splitlines()]


def test_what_holds_for_a_file_and_why() -> None:
    assert explained("orders/views.py") == [
        "area money: switched off [acme.yml:3:17]",
        "area tenancy: always, orders/** matches [own.yml:3:21]",
        "area tenancy: asks when touched; 2 of @security [own.yml:3:3]",
        "constraint C-1 (tenancy, high): Orders are filtered. Because: INC-1 [own.yml:5:5]",
        "mode gate [built in]",
        "inline_limit 3 [acme.yml:2:1]",
        "suppressions reason and until wanted, 180 days at most [built in]",
    ]


def test_an_excluded_file_says_by_whom() -> None:
    excluded = "not looked at: {} matches (constraints for people only hold all the same) [{}]"
    assert explained("vendor/x.py")[0] == f"exclude {excluded.format('vendor/**', 'acme.yml:1:11')}"
    assert explained("./legacy/x.py")[0] == f"exclude {excluded.format('legacy/**', 'own.yml:1:11')}"
    assert not explained("legacy/new/x.py")[0].startswith("exclude")


def test_a_path_with_commands_of_the_terminal_is_spelled_out() -> None:
    assert "\x1b" not in "".join(explained("orders/\x1b[31m.py"))


def test_explaining_with_a_broken_file_is_status_2() -> None:
    Path("own.yml").write_text("mode: gaet\n")
    assert holdfast("config", "explain", "a.py", "--config", "own.yml").status == 2


def test_each_mistake_points_at_the_section_that_speaks_of_it() -> None:
    Path("own.yml").write_text("exlude: [a]\nmode: gaet\ninline_limit: -1\nagents: {max_files: 0}\n")
    lines = holdfast("config", "check", "own.yml").err.splitlines()
    assert [line.partition("#")[2] or line.partition(": ")[0] for line in lines] == [
        "own.yml:1:1",
        "the-file",
        "own.yml:2:7",
        "own.yml:3:15",
        "how-loud-it-is",
        "own.yml:4:21",
        "changes-that-agents-wrote",
    ]


def test_a_pattern_that_the_engine_refuses_points_at_the_section_on_patterns() -> None:
    rule = "{id: A-1, says: x, kind: commission, area: auth, semgrep: {languages: [python], pattern: 'f('}}"
    Path("own.yml").write_text(f"constraints: [{rule}]\n")
    done = holdfast("config", "check", "own.yml")
    assert done.status == 2
    assert done.err.endswith(f"  see {GUIDE}#a-semgrep-pattern\n")
