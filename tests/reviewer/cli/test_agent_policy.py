"""What `agents:` of the base's configuration does to a whole review of a change that an agent wrote."""

from pathlib import Path
from typing import Any

import pytest

from reviewer.domain.agent_policy.work_log import Entry
from tests.repositories import Files, new_repository
from tests.reviewer.cli.running import GUARDED, LOST, UNGUARDED, holdfast

BY_AGENT = "Simplify refunds\n\nCo-Authored-By: Claude <noreply@anthropic.com>"
TOO_LARGE = "gate-integrity/agent-change-too-large"
CROSSES = "gate-integrity/agent-change-crosses-boundaries"
MISSING = "gate-integrity/work-log-missing"
CONTRADICTED = "gate-integrity/work-log-contradicted"
BLOCK = "    with transaction.atomic():\n        order.refund()\n        order.save()\n"
UNLOCKED = UNGUARDED.replace(BLOCK, "    order.refund()\n    order.save()\n")


def log(**answers: str) -> str:
    return "".join(f"- {entry}: {answers.get(entry.name.lower(), 'none')}\n" for entry in Entry)


def report(folder: Path, agents: str, change: Files, message: str = BY_AGENT) -> Any:  # noqa: ANN401  (JSON)
    repository = new_repository(folder / "shop")
    config = f"agents: {{{agents}}}\n"
    repository.commit({"orders/views.py": GUARDED, "README.md": "Shop\n", ".github/holdfast.yml": config})
    repository.commit(change, message)
    done = holdfast("review", "--repo", repository.path, "--format", "json")
    assert done.err == ""
    return done.json


def own(found: Any) -> list[str]:  # noqa: ANN401  (JSON)
    return [it["check"] for it in found["findings"] if it["area"] == "gate-integrity"]


def test_more_files_than_an_agent_may_change(tmp_path: Path) -> None:
    found = report(tmp_path, "max_files: 1", {"README.md": "The shop\n", "NOTES.md": "x\n"})
    (finding,) = found["findings"]
    assert finding["check"] == TOO_LARGE
    assert finding["title"] == "2 changed files in a change by claude-code; at most 1 are allowed"
    assert not finding["inline"]
    assert [boundary["area"] for boundary in found["boundaries"]] == ["gate-integrity"]
    assert found["verdict"] == "action_required"


@pytest.mark.parametrize(
    ("agents", "message"),
    [("max_files: 2", BY_AGENT), ("max_files: 1", "Simplify refunds"), ("sign_offs: 1", BY_AGENT)],
)
def test_as_many_files_as_allowed_or_a_persons_change(tmp_path: Path, agents: str, message: str) -> None:
    found = report(tmp_path, agents, {"README.md": "The shop\n", "NOTES.md": "x\n"}, message)
    assert (found["findings"], found["verdict"]) == ([], "success")


def test_two_boundaries_at_once(tmp_path: Path) -> None:
    found = report(tmp_path, "one_boundary: true", {"orders/views.py": UNLOCKED})
    assert own(found) == [CROSSES]
    (title,) = [it["title"] for it in found["findings"] if it["check"] == CROSSES]
    assert title == "2 boundaries in a change by claude-code: auth, transactions"


def test_one_boundary_is_allowed(tmp_path: Path) -> None:
    change = UNGUARDED.replace(BLOCK, "    order.refund()\n")
    base = {"orders/views.py": change.replace("def refund", "@permission_required('shop.refund')\ndef refund")}
    repository = new_repository(tmp_path / "one")
    repository.commit({**base, ".github/holdfast.yml": "agents: {one_boundary: true}\n"})
    repository.commit({"orders/views.py": change}, BY_AGENT)
    found = holdfast("review", "--repo", repository.path, "--format", "json").json
    assert [boundary["area"] for boundary in found["boundaries"]] == ["auth"]
    assert own(found) == []


def test_a_log_in_the_change_is_complete(tmp_path: Path) -> None:
    found = report(tmp_path, "work_log: required", {"README.md": "The shop\n", "WORKLOG.md": log()})
    assert found["findings"] == []
    assert not [note for note in found["notes"] if "work log" in note]


def test_a_log_that_leaves_a_line_open(tmp_path: Path) -> None:
    found = report(tmp_path, "work_log: required", {"docs/worklog.md": log(uncertain="")})
    (finding,) = found["findings"]
    assert (finding["check"], finding["path"]) == (MISSING, "docs/worklog.md")
    assert finding["title"] == "the work log says nothing of: Uncertain places"


def test_without_a_pull_request_a_missing_log_is_a_note(tmp_path: Path) -> None:
    found = report(tmp_path, "work_log: required", {"README.md": "The shop\n"})
    assert found["findings"] == []
    assert "A work log is required; without a pull request only a file could hold it." in found["notes"]


def test_a_log_that_denies_what_was_lost(tmp_path: Path) -> None:
    change = {"orders/views.py": UNGUARDED, "WORKLOG.md": log(trade_offs="There is no permission change.")}
    found = report(tmp_path, "work_log: optional", change)
    assert own(found) == [CONTRADICTED]
    (finding,) = [it for it in found["findings"] if it["check"] == CONTRADICTED]
    (lost,) = [it for it in found["findings"] if it["check"] == LOST]
    assert (finding["path"], finding["start_line"], finding["side"]) == (lost["path"], lost["start_line"], lost["side"])
    assert finding["title"].startswith('the work log says "no permission change", but: ')


def test_a_log_that_admits_it_is_silent(tmp_path: Path) -> None:
    change = {"orders/views.py": UNGUARDED, "WORKLOG.md": log(boundaries="auth of refund, the gateway checks it")}
    assert own(report(tmp_path, "work_log: required", change)) == []


def test_a_log_of_a_person_is_not_held_against_the_change(tmp_path: Path) -> None:
    change = {"orders/views.py": UNGUARDED, "WORKLOG.md": log()}
    assert own(report(tmp_path, "work_log: required", change, "Simplify refunds")) == []


def test_the_checks_of_a_policy_can_be_switched_off(tmp_path: Path) -> None:
    agents = f"max_files: 1}}\nchecks: {{{TOO_LARGE}: {{action: 'off'}}"
    found = report(tmp_path, agents, {"README.md": "The shop\n", "NOTES.md": "x\n"})
    assert (found["findings"], found["verdict"]) == ([], "success")


def test_a_log_that_is_no_text_answers_nothing(tmp_path: Path) -> None:
    found = report(tmp_path, "work_log: required", {"WORKLOG.md": b"\xff\xfe\x00## Work log"})
    assert own(found) == [MISSING]


def test_the_template_is_printed_with_the_constraints_that_hold(tmp_path: Path) -> None:
    repository = new_repository(tmp_path / "shop")
    rule = "{id: C-1, says: Orders are filtered., kind: omission, area: tenancy, paths: ['orders/**'], protect: [a.py]}"
    repository.commit({".github/holdfast.yml": f"constraints: [{rule}]\n"})
    inside = holdfast("work-log", "orders/views.py", "--repo", repository.path)
    outside = holdfast("work-log", "README.md", "--repo", repository.path)
    assert (inside.status, outside.status) == (0, 0)
    assert inside.out.startswith("## Work log\n<!-- ")
    assert "C-1: Orders are filtered." in inside.out
    assert "C-1" not in outside.out
    assert [f"- {entry}: <!--" in outside.out for entry in Entry] == [True] * len(Entry)
