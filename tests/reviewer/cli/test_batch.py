"""`holdfast review --batch`: one line in, one line out, whatever a line holds."""

import json
from pathlib import Path
from typing import Any

import pytest

from reviewer.cli.batch import _LONGEST_LINE  # pyright: ignore[reportPrivateUsage]  # the bound itself is under test
from tests.reviewer.cli.running import LOST, Done, harmless, holdfast, unguarded, unreadable


def batch(folder: Path, *lines: object) -> Done:
    listing = folder / "batch.jsonl"
    listing.write_text("".join((line if isinstance(line, str) else json.dumps(line)) + "\n" for line in lines))
    return holdfast("review", "--batch", listing, "--format", "json")


def answers(done: Done) -> list[Any]:
    return [json.loads(line) for line in done.out.splitlines()]


def test_every_line_is_answered_in_order_with_its_own_exit(tmp_path: Path) -> None:
    done = batch(
        tmp_path,
        {"id": "a", "repo": str(unguarded(tmp_path / "a").path), "base": "HEAD~1", "head": "HEAD", "config": None},
        {"id": "b", "repo": str(harmless(tmp_path / "b").path)},
        {"id": "c", "repo": str(unreadable(tmp_path / "c").path)},
        {"id": "d", "repo": str(tmp_path / "nowhere")},
    )
    a, b, c, d = answers(done)
    assert [(each["id"], each["exit"]) for each in (a, b, c, d)] == [("a", 1), ("b", 0), ("c", 3), ("d", 2)]
    assert [finding["check"] for finding in a["report"]["findings"]] == [LOST]
    assert b["report"]["verdict"] == "success"
    assert c["report"]["complete"] is False
    assert set(d) == {"id", "exit", "error"}
    assert "does not exist" in d["error"]
    assert (done.status, done.err) == (2, "")


def test_a_report_in_a_batch_is_the_report_alone(tmp_path: Path) -> None:
    repository = unguarded(tmp_path / "shop").path
    (answer,) = answers(batch(tmp_path, {"id": 1, "repo": str(repository)}))
    alone = holdfast("review", "--repo", repository, "--format", "json").json
    for report in (answer["report"], alone):
        del report["timing"]
    assert answer["report"] == alone


def test_the_configuration_of_a_line(tmp_path: Path) -> None:
    own = tmp_path / "own.yml"
    own.write_text("areas: {auth: {enabled: false}}\n")
    broken = tmp_path / "broken.yml"
    broken.write_text("mode: gaet\nexlude: []\n")
    repo = str(unguarded(tmp_path / "shop").path)
    first, second, third = answers(
        batch(
            tmp_path,
            {"id": 1, "repo": repo, "config": str(own)},
            {"id": 2, "repo": repo, "config": str(broken)},
            {"id": 3, "repo": repo},
        )
    )
    assert (first["exit"], second["exit"], third["exit"]) == (0, 2, 1)
    assert second["error"].splitlines() == [
        f"{broken}:1:7: 'gaet' is not known here (did you mean gate?)",
        f"{broken}:2:1: unknown key 'exlude' (did you mean exclude?)",
    ]


@pytest.mark.parametrize(
    ("line", "identity", "words"),
    [
        ("{", None, "line 2: Invalid JSON"),
        ("[]", None, "line 2: Input should be an object"),
        ("null", None, "line 2: Input should be an object"),
        ('"text"', None, "line 2: Input should be an object"),
        ('{"id": "x"}', "x", "line 2: repo: Field required"),
        ('{"repo": "."}', None, "line 2: id: Field required"),
        ('{"id": true, "repo": "."}', None, "line 2: id"),
        ('{"id": {"a": 1}, "repo": "."}', None, "line 2: id"),
        ('{"id": 7, "repo": 5}', 7, "line 2: repo: Input should be a valid string"),
        ('{"id": 7, "repo": ".", "heads": "x"}', 7, "line 2: heads: Extra inputs are not permitted"),
        ('{"id": 7, "repo": "\\u0000"}', 7, "does not exist"),
        ('{"id": "\\ud800", "repo": "nowhere"}', "\ud800", "line 2: Invalid JSON"),
        ("[" * 5000, None, "line 2: "),
        ('{"id": 7, "repo": ".", "base": "' + "x" * _LONGEST_LINE + '"}', None, "line 2: longer than"),
        ('{"id": 7, "repo": ".", "base": "nowhere"}', 7, ""),
    ],
)
def test_a_bad_line_is_answered_and_the_rest_goes_on(tmp_path: Path, line: str, identity: object, words: str) -> None:
    good = {"id": "good", "repo": str(harmless(tmp_path / "shop").path)}
    first, bad, last = answers(batch(tmp_path, good, line, good))
    assert (first["exit"], last["exit"]) == (0, 0)
    assert (bad["id"], bad["exit"]) == (identity, 2)
    assert words in bad["error"]


def test_bytes_that_are_no_text_are_a_bad_line(tmp_path: Path) -> None:
    listing = tmp_path / "batch.jsonl"
    listing.write_bytes(b'{"id": "\xff", "repo": "."}\n')
    (bad,) = answers(holdfast("review", "--batch", listing))
    assert (bad["id"], bad["exit"]) == (None, 2)


def test_standard_input_and_blank_lines(tmp_path: Path) -> None:
    line = json.dumps({"id": 1, "repo": str(harmless(tmp_path / "shop").path)}).encode()
    done = holdfast("review", "--batch", "-", stdin=b"\n  \n" + line + b"\r\n\n" + line)
    assert [answer["exit"] for answer in answers(done)] == [0, 0]
    assert done.status == 0


def test_no_lines_are_no_answers(tmp_path: Path) -> None:
    assert batch(tmp_path) == Done(0, "", "")


@pytest.mark.parametrize(
    ("kinds", "status"),
    [("g", 0), ("gu", 1), ("ugi", 3), ("ign", 2), ("nui", 2), ("g" * 3, 0)],
)
def test_the_batch_ends_with_its_worst_line(tmp_path: Path, kinds: str, status: int) -> None:
    repositories = {
        "g": harmless(tmp_path / "g").path,
        "u": unguarded(tmp_path / "u").path,
        "i": unreadable(tmp_path / "i").path,
        "n": tmp_path / "nowhere",
    }
    lines = [{"id": n, "repo": str(repositories[kind])} for n, kind in enumerate(kinds)]
    assert batch(tmp_path, *lines).status == status


def test_answers_go_to_a_file(tmp_path: Path) -> None:
    listing, output = tmp_path / "batch.jsonl", tmp_path / "answers.jsonl"
    listing.write_text(json.dumps({"id": 1, "repo": str(harmless(tmp_path / "shop").path)}) + "\n")
    done = holdfast("review", "--batch", listing, "--output", output)
    assert (done.status, done.out) == (0, "")
    assert json.loads(output.read_text())["exit"] == 0


def test_a_file_for_answers_that_cannot_be_made_is_status_2(tmp_path: Path) -> None:
    done = holdfast("review", "--batch", "-", "--output", tmp_path / "nowhere" / "answers.jsonl")
    assert done.status == 2
    assert "cannot be written" in done.err


def test_the_organisations_default_of_a_line(tmp_path: Path) -> None:
    default = tmp_path / "acme.yml"
    default.write_text("areas: {auth: {enabled: false}}\n")
    repo = str(unguarded(tmp_path / "shop").path)
    under, without, broken = answers(
        batch(
            tmp_path,
            {"id": 1, "repo": repo, "defaults": str(default)},
            {"id": 2, "repo": repo},
            {"id": 3, "repo": repo, "defaults": str(tmp_path / "nowhere.yml")},
        )
    )
    assert [each["exit"] for each in (under, without, broken)] == [0, 1, 2]
