"""Constraints from the file at the base to the report: what they ask for, cite and become."""

from pathlib import Path
from typing import Any

import pytest

from tests.repositories import new_repository
from tests.reviewer.cli.running import holdfast

VIEWS = "def show(request, pk):\n    return for_org(request).get(pk=pk)\n"
FILES = {
    "orders/__init__.py": "",
    "orders/views.py": VIEWS,
    "orders/services.py": "",
    "orders/models.py": "x = 1\n",
    "orders/tax.py": "def half(x):\n    return x // 2\n",
    "deploy/key.bin": b"\0\1",
    "README.md": "Shop\n",
}
GUARD = (
    "id: C-1, says: Orders are filtered., because: INC-2031, kind: omission, area: tenancy, "
    "require_guard: {any_of: [for_org]}"
)
LAYERS = "id: C-2, says: Layers., kind: commission, area: layering, layers: routes-services-repositories-models"
HUMAN = "id: C-3, says: Only people., kind: commission, area: queries, paths: [deploy/**], human_only: true"
UNGUARDED = {"orders/views.py": VIEWS.replace("for_org(request)", "Order.objects")}
UPWARDS = {"orders/models.py": "from orders import services\nx = 1\n"}
KEY = {"deploy/key.bin": b"\0\2"}


def report(folder: Path, change: dict[str, Any], *entries: str, more: str = "") -> Any:  # noqa: ANN401  (JSON)
    repository = new_repository(folder / "shop")
    constraints = "".join(f"  - {{{entry}}}\n" for entry in entries)
    repository.commit({**FILES, ".github/holdfast.yml": f"{more}constraints:\n{constraints}"})
    repository.commit(change)
    done = holdfast("review", "--repo", repository.path, "--format", "json")
    assert done.err == ""
    return done.json


def findings(found: Any) -> list[tuple[str, str, str]]:  # noqa: ANN401  (JSON)
    return [(it["check"], it["action"], it["kind"]) for it in found["findings"]]


def test_a_violation_cites_id_sentence_and_reason(tmp_path: Path) -> None:
    found = report(tmp_path, UNGUARDED, GUARD)
    (finding,) = found["findings"]
    assert (finding["check"], finding["area"], finding["inline"]) == ("tenancy/C-1", "tenancy", True)
    assert finding["title"] == "C-1: Orders are filtered"
    assert finding["message"].endswith("Because: INC-2031.")
    assert finding["docs"].endswith("docs/configuration.md#constraints")
    assert found["constraints"] == [{"id": "C-1", "kind": "omission", "status": "violated"}]
    assert [boundary["area"] for boundary in found["boundaries"]] == ["tenancy"]


def test_kept_violated_and_not_applicable(tmp_path: Path) -> None:
    found = report(tmp_path, UPWARDS, GUARD, LAYERS, HUMAN)
    assert [it["status"] for it in found["constraints"]] == ["not-applicable", "violated", "not-applicable"]
    found = report(tmp_path / "kept", {"orders/views.py": f"{VIEWS}x = 1\n"}, GUARD, LAYERS)
    assert [it["status"] for it in found["constraints"]] == ["kept", "kept"]
    assert (found["verdict"], found["findings"]) == ("success", [])


@pytest.mark.parametrize(
    ("more", "action", "verdict"),
    [
        ("", "sign-off", "action_required"),
        (", severity: blocker", "sign-off", "action_required"),
        (", severity: medium", "warn", "neutral"),
        (", severity: low", "warn", "neutral"),
        (", severity: low, action: block", "block", "failure"),
        (", action: note", "note", "success"),
    ],
)
def test_what_a_violation_asks_for(tmp_path: Path, more: str, action: str, verdict: str) -> None:
    """Also in an area that only warns."""
    found = report(tmp_path, UPWARDS, LAYERS + more)
    assert findings(found) == [("layering/C-2", action, "introduced")]
    assert found["verdict"] == verdict


@pytest.mark.parametrize("when", ["lost", "changed", "touched"])
def test_files_for_people_always_ask(tmp_path: Path, when: str) -> None:
    found = report(tmp_path, KEY, f"{HUMAN}, severity: low", more=f"areas: {{queries: {{when: {when}}}}}\n")
    assert findings(found) == [("queries/C-3", "sign-off", "changed")]
    assert [boundary["area"] for boundary in found["boundaries"]] == ["queries"]


def test_checks_may_name_a_constraint(tmp_path: Path) -> None:
    assert findings(report(tmp_path / "a", UPWARDS, LAYERS, more="checks: {layering/C-2: {action: note}}\n")) == [
        ("layering/C-2", "note", "introduced")
    ]
    assert findings(report(tmp_path / "b", UPWARDS, LAYERS, more="checks: {layering/C-2: {action: 'off'}}\n")) == []


def test_the_change_cannot_drop_its_constraint(tmp_path: Path) -> None:
    found = report(tmp_path, {**UPWARDS, ".github/holdfast.yml": "version: 1\n"}, LAYERS)
    assert ("layering/C-2", "sign-off", "introduced") in findings(found)


def test_a_pattern_that_semgrep_refuses_is_never_green(tmp_path: Path) -> None:
    entry = "id: C-9, says: x, kind: commission, area: auth, semgrep: {languages: [python], pattern: 'foo('}"
    found = report(tmp_path, {"orders/views.py": f"{VIEWS}x = 1\n"}, entry)
    assert found["verdict"] == "action_required"
    assert any("The constraint C-9 was not judged: Semgrep does not accept its pattern" in it for it in found["notes"])


def test_a_file_that_is_excluded_is_no_hole_in_what_people_guard(tmp_path: Path) -> None:
    found = report(tmp_path, KEY, HUMAN, more="exclude: ['deploy/**']\n")
    assert findings(found) == [("queries/C-3", "sign-off", "changed")]


def test_two_edits_of_what_people_guard_are_two_boundaries(tmp_path: Path) -> None:
    entry = "id: C-4, says: x, kind: commission, area: money, protect: [orders.tax.half]"
    hashes = {
        report(tmp_path / text, {"orders/tax.py": f"def half(x):\n    return {text}\n"}, entry)["boundaries"][0][
            "content_hash"
        ]
        for text in ("x", "-x")
    }
    assert len(hashes) == 2


def test_an_area_that_is_off_cannot_own_a_constraint(tmp_path: Path) -> None:
    repository = new_repository(tmp_path / "shop")
    repository.commit(
        {".github/holdfast.yml": f"areas: {{layering: {{enabled: false}}}}\nconstraints: [{{{LAYERS}}}]\n"}
    )
    repository.commit(UPWARDS)
    done = holdfast("review", "--repo", repository.path)
    assert done.status == 2
    assert done.err == (
        ".github/holdfast.yml:1:20: the area layering is switched off, but the constraint C-2 belongs to it "
        "(leave the area on, or give the constraint another area)\n"
    )
