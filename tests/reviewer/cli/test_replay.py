"""`holdfast replay`: the merged changes of a branch, what would have been said, and a run that goes on."""

from pathlib import Path

import pytest

from tests.repositories import GitRepository, new_repository
from tests.reviewer.cli.running import GUARDED, LOST, UNGUARDED, Done, holdfast


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture
def shop(tmp_path: Path) -> GitRepository:
    """Four commits: guarded, harmless, a loss, and what takes the loss back."""
    repository = new_repository(tmp_path / "shop")
    repository.commit({"orders/views.py": GUARDED}, "Begin")
    repository.commit({"README.md": "Shop\n"}, "Explain (#1)")
    lost = repository.commit({"orders/views.py": UNGUARDED}, "Simplify refunds (#2)")
    repository.commit({"orders/views.py": GUARDED}, f'Revert "Simplify refunds"\n\nThis reverts commit {lost}.')
    return repository


def replay(repository: GitRepository, *arguments: str | Path) -> Done:
    return holdfast("replay", "--repo", repository.path, *arguments)


def test_what_would_have_been_said(shop: GitRepository) -> None:
    done = replay(shop)
    assert (done.status, done.err) == (0, "")
    assert done.out.startswith("3 changes of main, ")
    assert "held until a person signs or mends   1 of 3" in done.out
    assert "later reverted, of those held        1 of 1" in done.out
    assert "Simplify refunds (#2)  reverted by " in done.out
    assert f"sign-off  {LOST}  orders/views.py:5" in done.out
    assert "Explain" not in done.out


def test_places_of_one_check_stand_on_one_line_and_what_was_not_seen_is_named(shop: GitRepository) -> None:
    view = "@login_required\ndef {}(request, pk):\n    return charge(pk)\n"
    views = ("pay", "refund", "cancel", "ship")
    shop.commit({f"orders/{name}.py": view.format(name) for name in views}, "Views")
    gone = {f"orders/{name}.py": view.format(name).replace("@login_required\n", "") for name in views}
    shop.commit({**gone, "orders/tax.py": "def (:\n"}, "Simplify")
    out = replay(shop, "--last", "1").out
    assert f"{LOST}  orders/cancel.py:1, and 3 more" in out
    assert "not looked at: orders/tax.py: " in out
    assert "not all of it" not in out


def test_the_same_for_machines(shop: GitRepository) -> None:
    found = replay(shop, "--format", "json").json
    assert [change["subject"] for change in found["changes"]] == [
        'Revert "Simplify refunds"',
        "Simplify refunds (#2)",
        "Explain (#1)",
    ]
    (held,) = [change for change in found["changes"] if change["result"]["verdict"] == "action_required"]
    assert held["reverted_by"] == found["changes"][0]["sha"]
    assert held["result"]["to_sign"] == ["auth"]
    assert found["totals"]["held"] == {"count": 1, "of": 3}


def test_only_the_last(shop: GitRepository) -> None:
    assert len(replay(shop, "--last", "1", "--format", "json").json["changes"]) == 1


def test_a_configuration_to_try(shop: GitRepository, tmp_path: Path) -> None:
    own = tmp_path / "own.yml"
    own.write_text("areas: {auth: {enabled: false}}\n")
    assert replay(shop, "--format", "json").json["totals"]["held"]["count"] == 1
    assert replay(shop, "--format", "json", "--config", own).json["totals"]["held"]["count"] == 0


def test_a_second_run_goes_on_where_the_first_stopped(shop: GitRepository, cache: Path) -> None:
    first = replay(shop, "--format", "json").out
    (file,) = cache.rglob("*.jsonl")
    lines = [line for line in file.read_text().splitlines() if line]
    assert len(lines) == 3
    # Another answer in the kept line shows that it was read; the half of a line that it is not.
    kept = lines[0].replace('"verdict": "success"', '"verdict": "failure"')
    file.write_text(f"{kept}\n{lines[1][:40]}")
    second = replay(shop, "--format", "json").json
    assert [change["result"]["verdict"] for change in second["changes"]] == ["failure", "action_required", "success"]
    assert replay(shop, "--format", "json", "--anew").out == first


@pytest.mark.parametrize("data", [b"\xff\xfe", b"{}", b"[]\n" * 10, b"null", b"\0" * 100])
def test_a_broken_cache_is_none(shop: GitRepository, cache: Path, data: bytes) -> None:
    first = replay(shop).out
    (file,) = cache.rglob("*.jsonl")
    file.write_bytes(data)
    assert replay(shop).out == first


def test_a_cache_that_cannot_be_written_is_none(
    shop: GitRepository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    assert replay(shop).status == 0


def test_merges_count_as_one_change(shop: GitRepository) -> None:
    shop.git("checkout", "--quiet", "-b", "topic", "HEAD~1")
    shop.commit({"a.md": "a\n"}, "One")
    shop.commit({"b.md": "b\n"}, "Two")
    shop.git("checkout", "--quiet", "main")
    shop.git("merge", "--quiet", "--no-ff", "-m", "Merge pull request #3 from acme/topic\n\nNotes", "topic")
    found = replay(shop, "--last", "2", "--format", "json").json
    assert [change["subject"] for change in found["changes"]] == ["Notes (#3)", 'Revert "Simplify refunds"']


def test_a_change_that_cannot_be_reviewed_costs_itself_only(shop: GitRepository) -> None:
    shop.commit({".github/holdfast.yml": "mode: gates\n"}, "Configure")
    shop.commit({"README.md": "The shop\n"}, "Explain more")
    found = replay(shop, "--format", "json").json
    assert found["totals"]["not_reviewed"] == 1
    assert found["changes"][0]["result"]["verdict"] is None
    assert "'gates' is not known here" in found["changes"][0]["result"]["problem"]
    assert found["totals"]["held"] == {"count": 1, "of": 4}


def test_a_shallow_clone_is_said(shop: GitRepository, tmp_path: Path) -> None:
    shop.git("clone", "--quiet", "--depth", "3", shop.path.as_uri(), str(tmp_path / "shallow"))
    done = replay(GitRepository(tmp_path / "shallow"))
    assert done.err == "holdfast: this shallow clone holds only 2 of the last 50 changes\n"
    assert done.out.startswith("2 changes of origin/main, ")


def test_a_failure_is_tried_again(shop: GitRepository, cache: Path) -> None:
    shop.commit({".github/holdfast.yml": "mode: gates\n"}, "Configure")
    shop.commit({"README.md": "The shop\n"}, "Explain more")
    assert replay(shop, "--format", "json").json["totals"]["not_reviewed"] == 1
    (file,) = cache.rglob("*.jsonl")
    assert '"verdict": null' not in file.read_text()
    assert len([line for line in file.read_text().splitlines() if line]) == 4


def test_foreign_text_sends_nothing_to_the_terminal(shop: GitRepository) -> None:
    shop.commit({"orders/views.py": UNGUARDED}, "Evil \x1b[2J \u202e title")
    out = replay(shop, "--last", "1").out
    assert "\x1b" not in out
    assert "\u202e" not in out


@pytest.mark.parametrize(
    "arguments", [("--last", "0"), ("--last", "x"), ("--branch", "nowhere"), ("--config", "no.yml")]
)
def test_what_cannot_be_used(shop: GitRepository, arguments: tuple[str, ...]) -> None:
    done = replay(shop, *arguments)
    assert (done.status, done.out) == (2, "")


def test_a_repository_with_one_commit_has_nothing_to_show(tmp_path: Path) -> None:
    repository = new_repository(tmp_path / "new")
    repository.commit({"a": "a"})
    done = replay(repository)
    assert done.status == 2
    assert "holds no change with a parent" in done.err
