"""`holdfast review`: what it prints, where to, and what it ends with."""

import json
from pathlib import Path

import jsonschema
import pytest

from reviewer.render.report_schema import report_schema
from tests.repositories import clone, new_repository
from tests.reviewer.cli.running import LOST, UNGUARDED, harmless, holdfast, shop, unguarded, unreadable


def test_nothing_found_is_status_0(tmp_path: Path) -> None:
    done = holdfast("review", "--repo", harmless(tmp_path / "shop").path)
    assert (done.status, done.err) == (0, "")
    assert done.out.startswith("Holdfast: nothing found")


def test_a_lost_guard_is_status_1(tmp_path: Path) -> None:
    done = holdfast("review", "--repo", unguarded(tmp_path / "shop").path)
    assert (done.status, done.err) == (1, "")
    assert "`@login_required` no longer guards `refund`" in done.out


def test_what_could_not_be_looked_at_is_status_3_and_never_success(tmp_path: Path) -> None:
    done = holdfast("review", "--repo", unreadable(tmp_path / "shop").path, "--format", "json")
    assert done.status == 3
    assert done.json["complete"] is False
    assert done.json["verdict"] != "success"


def test_a_lost_guard_beside_an_unreadable_file_is_status_3(tmp_path: Path) -> None:
    repository = shop(tmp_path / "shop", {"orders/views.py": UNGUARDED, "orders/pay.py": "def pay(:\n"})
    done = holdfast("review", "--repo", repository.path, "--format", "json")
    assert done.status == 3
    assert LOST in [finding["check"] for finding in done.json["findings"]]


def test_a_picture_that_nobody_can_read_leaves_the_review_complete(tmp_path: Path) -> None:
    repository = shop(tmp_path / "shop", {"logo.png": b"\x89PNG\0\xff"})
    done = holdfast("review", "--repo", repository.path, "--format", "json")
    assert (done.status, done.json["complete"], done.json["files"][0]["skipped"]) == (0, True, "binary at head")


def test_json_is_the_promised_report(tmp_path: Path) -> None:
    repository = unguarded(tmp_path / "shop")
    report = holdfast("review", "--repo", repository.path, "--format", "json").json
    jsonschema.validate(report, report_schema())
    assert report["head"] == repository.git("rev-parse", "HEAD")
    assert report["base"] == repository.git("rev-parse", "HEAD~1")
    assert report["timing"]["stages"]["git"] > 0
    assert report["timing"]["total_ms"] >= sum(report["timing"]["stages"].values())


def test_two_reviews_of_one_range_differ_in_their_timing_alone(tmp_path: Path) -> None:
    repository = unguarded(tmp_path / "shop")
    reports = [holdfast("review", "--repo", repository.path, "--format", "json").json for _ in range(2)]
    for report in reports:
        del report["timing"]
    assert reports[0] == reports[1]


@pytest.mark.parametrize(
    ("wanted", "words"),
    [
        ("text", "auth/authentication-removed"),
        ("markdown", "`@login_required` no longer guards `refund`"),
        ("github", "::warning file=orders/views.py,line=5"),
    ],
)
def test_formats_for_people_and_workflows(tmp_path: Path, wanted: str, words: str) -> None:
    done = holdfast("review", "--repo", unguarded(tmp_path / "shop").path, "--format", wanted)
    assert done.status == 1
    assert words in done.out
    assert done.out.endswith("\n")
    assert "\x1b" not in done.out


def test_sarif_knows_the_rule(tmp_path: Path) -> None:
    log = holdfast("review", "--repo", unguarded(tmp_path / "shop").path, "--format", "sarif").json
    (run,) = log["runs"]
    assert log["version"] == "2.1.0"
    assert LOST in [rule["id"] for rule in run["tool"]["driver"]["rules"]]


def test_gitlab_code_quality(tmp_path: Path) -> None:
    issues = holdfast("review", "--repo", unguarded(tmp_path / "shop").path, "--format", "gitlab").json
    assert LOST in [issue["check_name"] for issue in issues]


def test_a_file_is_written_whole_and_nothing_is_printed(tmp_path: Path) -> None:
    report = tmp_path / "report.json"
    report.write_text("what stood there before")
    arguments = ("--repo", unguarded(tmp_path / "shop").path, "--format", "json", "--output", report)
    done = holdfast("review", *arguments)
    assert (done.status, done.out, done.err) == (1, "", "")
    assert json.loads(report.read_text())["version"] == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["report.json", "shop"]


def test_a_special_file_is_written_to_and_not_replaced(tmp_path: Path) -> None:
    done = holdfast("review", "--repo", harmless(tmp_path / "shop").path, "--output", "/dev/null")
    assert (done.status, done.out) == (0, "")
    assert Path("/dev/null").is_char_device()


@pytest.mark.parametrize("output", ["nowhere/report.json", "."])
def test_a_file_that_cannot_be_written_is_status_2(tmp_path: Path, output: str) -> None:
    done = holdfast("review", "--repo", harmless(tmp_path / "shop").path, "--output", tmp_path / output)
    assert done.status == 2
    assert "cannot be written" in done.err
    assert done.err.count("\n") == 1


def test_a_range_that_was_named(tmp_path: Path) -> None:
    repository = unguarded(tmp_path / "shop")
    repository.commit({"README.md": "Another\n"})
    arguments = ("review", "--repo", repository.path, "--format", "json")
    assert holdfast(*arguments).status == 0
    assert holdfast(*arguments, "--base", "HEAD~2").status == 1
    assert holdfast(*arguments, "--base", "HEAD~2", "--head", "HEAD~1").status == 1
    assert holdfast(*arguments, "--head", "HEAD~1").status == 1


def test_the_current_directory_is_the_default(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(unguarded(tmp_path / "shop").path)
    assert holdfast("review").status == 1


def test_what_is_staged(tmp_path: Path) -> None:
    repository = harmless(tmp_path / "shop")
    repository.stage({"orders/views.py": UNGUARDED})
    assert holdfast("review", "--repo", repository.path).status == 0
    done = holdfast("review", "--repo", repository.path, "--staged", "--format", "json")
    assert done.status == 1
    assert done.json["head"] == "0" * 40


def test_a_bare_repository(tmp_path: Path) -> None:
    bare = clone(unguarded(tmp_path / "shop"), tmp_path / "bare.git", "--bare")
    assert holdfast("review", "--repo", bare.path).status == 1


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--repo", "nowhere"), "nowhere does not exist (name a git repository with --repo)"),
        (("--base", "nowhere"), "unknown revision 'nowhere'"),
        (("--head", "nowhere"), "unknown revision 'nowhere'"),
        (("--base", ""), "'' is no revision"),
        (("--config", "nowhere.yml"), "nowhere.yml cannot be read: No such file or directory"),
        (("--config", "."), ". cannot be read: Is a directory"),
        (("--staged", "--base", "HEAD"), "--base cannot stand beside --staged"),
        (("--staged", "--head", "HEAD"), "--head cannot stand beside --staged"),
        (("--batch", "-", "--repo", "."), "--repo cannot stand beside --batch"),
        (("--batch", "-", "--base", "HEAD"), "--base cannot stand beside --batch"),
        (("--batch", "-", "--staged"), "--staged cannot stand beside --batch"),
        (("--batch", "-", "--format", "text"), "--batch answers in JSON only"),
        (("--batch", "nowhere.jsonl"), "nowhere.jsonl cannot be read: No such file or directory"),
        (("--format", "xml"), "xml"),
        (("--sarif",), "--sarif"),
        (("surplus",), "surplus"),
        (("--base",), "--base"),
    ],
)
def test_bad_usage_is_status_2_with_words_and_no_report(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], words: str
) -> None:
    monkeypatch.chdir(harmless(tmp_path / "shop").path)
    done = holdfast("review", *arguments)
    assert (done.status, done.out) == (2, "")
    assert words in done.err
    assert "Traceback" not in done.err


def test_a_folder_that_is_no_repository_is_status_2(tmp_path: Path) -> None:
    done = holdfast("review", "--repo", tmp_path)
    assert (done.status, done.out) == (2, "")
    assert "is not a git repository" in done.err


def test_an_empty_repository_is_status_2(tmp_path: Path) -> None:
    done = holdfast("review", "--repo", new_repository(tmp_path / "empty").path)
    assert done.status == 2
    assert done.err == (
        "holdfast: empty has no commits yet (commit something first, or review the index with --staged)\n"
    )


def test_what_a_terminal_would_obey_in_an_error_is_spelled_out(tmp_path: Path) -> None:
    folder = tmp_path / "\x1b[31m\u202ered"
    folder.mkdir()
    done = holdfast("review", "--repo", folder)
    assert done.status == 2
    assert "\\x1b[31m\\u202ered is not a git repository" in done.err


def test_names_that_are_not_utf_8_come_out_in_every_format(tmp_path: Path) -> None:
    repository = shop(tmp_path / "shop", {"b\udcff.py": "def f(:\n", "\x1b[2J.sql": "DROP TABLE orders;\n"})
    for wanted in ("text", "json", "sarif", "markdown", "github", "gitlab"):
        done = holdfast("review", "--repo", repository.path, "--format", wanted)
        assert done.status == 3
        assert "\x1b" not in done.out
        done.out.encode()


def test_the_help_names_every_option_and_status() -> None:
    done = holdfast("review", "--help")
    assert done.status == 0
    for option in ("--repo", "--base", "--head", "--config", "--format", "--output", "--staged", "--batch"):
        assert option in done.out
    assert "0 verdict success or neutral" in " ".join(done.out.split())


def test_a_summary_is_appended_beside_the_report(tmp_path: Path) -> None:
    summary = tmp_path / "summary.md"
    summary.write_text("# Before\n")
    done = holdfast("review", "--repo", unguarded(tmp_path / "shop").path, "--format", "json", "--summary", summary)
    assert (done.status, done.json["verdict"]) == (1, "action_required")
    text = summary.read_text()
    assert text.startswith("# Before\n")
    assert "no longer guards" in text


def test_a_summary_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    done = holdfast("review", "--repo", harmless(tmp_path / "shop").path, "--summary", tmp_path / "no/such.md")
    assert done.status == 2
    assert "such.md cannot be written: No such file or directory" in done.err


def test_a_batch_has_no_summary(tmp_path: Path) -> None:
    assert holdfast("review", "--batch", "-", "--summary", tmp_path / "x.md").status == 2
