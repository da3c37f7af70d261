"""What each key of the configuration does to a whole review, from the base commit to the report."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.repositories import Files
from tests.reviewer.cli.running import LOST, UNGUARDED, harmless, holdfast, shop, unguarded


def report(folder: Path, config: str | None, change: Files | None = None) -> Any:  # noqa: ANN401  (JSON)
    repository = shop(folder / "shop", change or {"orders/views.py": UNGUARDED}, config)
    done = holdfast("review", "--repo", repository.path, "--format", "json")
    assert done.err == ""
    return done.json


def checks_of(found: Any) -> set[str]:  # noqa: ANN401  (JSON)
    return {finding["check"] for finding in found["findings"]}


def test_without_a_configuration_the_loss_asks_for_a_sign_off(tmp_path: Path) -> None:
    found = report(tmp_path, None)
    assert checks_of(found) == {LOST}
    assert found["verdict"] == "action_required"
    (boundary,) = found["boundaries"]
    assert (boundary["area"], boundary["required_signoffs"]) == ("auth", 1)
    assert boundary["eligible"] == ["anyone with write access"]


def test_exclude(tmp_path: Path) -> None:
    found = report(tmp_path, "exclude: ['orders/**']\n")
    assert (found["findings"], found["verdict"], found["complete"]) == ([], "success", True)
    assert found["files"][0]["skipped"] == "excluded by the configuration"


def test_exclude_does_not_reach_further_than_it_says(tmp_path: Path) -> None:
    assert checks_of(report(tmp_path, "exclude: ['order/**', '*.sql', '/views.py']\n")) == {LOST}


def test_an_area_that_is_switched_off(tmp_path: Path) -> None:
    found = report(tmp_path, "areas: {auth: {enabled: false}}\n")
    assert (found["findings"], found["boundaries"], found["verdict"]) == ([], [], "success")


def test_an_area_that_asks_when_code_is_touched(tmp_path: Path) -> None:
    touched = {
        "orders/views.py": UNGUARDED.replace("def refund", "@login_required\ndef refund").replace("pk=pk", "id=pk")
    }
    quiet = report(tmp_path / "default", None, touched)
    asked = report(tmp_path / "touched", "areas: {auth: {when: touched}}\n", touched)
    assert [boundary["area"] for boundary in quiet["boundaries"]] == []
    assert [boundary["area"] for boundary in asked["boundaries"]] == ["auth"]


def test_paths_put_a_file_into_an_area_whatever_it_holds(tmp_path: Path) -> None:
    found = report(tmp_path, "areas: {money: {paths: ['*.md']}}\n", {"README.md": "x\n"})
    assert [area["area"] for area in found["files"][0]["areas"]] == ["money"]


def test_who_may_sign_and_how_many_have_to(tmp_path: Path) -> None:
    rule = "{teams: [security], users: [ana], count: 2}"
    (boundary,) = report(tmp_path, f"areas: {{auth: {{sign_off: {rule}}}}}\n")["boundaries"]
    assert (boundary["eligible"], boundary["required_signoffs"]) == (["@security", "ana"], 2)


@pytest.mark.parametrize(
    ("action", "verdict"),
    [("block", "failure"), ("sign-off", "action_required"), ("warn", "neutral"), ("note", "success")],
)
def test_the_action_of_a_check(tmp_path: Path, action: str, verdict: str) -> None:
    found = report(tmp_path, f"checks: {{{LOST}: {{action: {action}}}}}\n")
    assert [finding["action"] for finding in found["findings"]] == [action]
    assert found["verdict"] == verdict


def test_a_check_that_is_switched_off(tmp_path: Path) -> None:
    found = report(tmp_path, f"checks: {{{LOST}: {{action: 'off'}}}}\n")
    assert (found["findings"], found["verdict"]) == ([], "success")


def test_the_number_of_inline_comments(tmp_path: Path) -> None:
    assert [finding["inline"] for finding in report(tmp_path / "some", None)["findings"]] == [True]
    assert [finding["inline"] for finding in report(tmp_path / "none", "inline_limit: 0\n")["findings"]] == [False]


def test_a_repository_that_only_observes(tmp_path: Path) -> None:
    done = holdfast("review", "--repo", unguarded(tmp_path / "shop", "mode: observe\n").path, "--format", "json")
    assert (done.status, done.json["verdict"]) == (0, "neutral")
    assert checks_of(done.json) == {LOST}
    assert "Only observed (mode: observe): nothing here holds the merge." in done.json["notes"]


def test_a_repository_that_only_observes_has_nothing_to_say_of_a_harmless_change(tmp_path: Path) -> None:
    done = holdfast("review", "--repo", harmless(tmp_path / "shop", "mode: observe\n").path, "--format", "json")
    assert (done.json["verdict"], [note for note in done.json["notes"] if "observe" in note]) == ("success", [])


def test_the_change_cannot_bring_its_own_configuration(tmp_path: Path) -> None:
    change = {"orders/views.py": UNGUARDED, ".github/holdfast.yml": "areas: {auth: {enabled: false}}\n"}
    assert LOST in checks_of(report(tmp_path, None, change))


def test_a_configuration_that_was_named_wins(tmp_path: Path) -> None:
    repository = unguarded(tmp_path / "shop", "mode: gate\n")
    own = tmp_path / "own.yml"
    own.write_text("areas: {auth: {enabled: false}}\n")
    assert holdfast("review", "--repo", repository.path, "--config", own).status == 0
    assert holdfast("review", "--repo", repository.path).status == 1


def test_a_broken_configuration_is_status_2_with_every_mistake_at_its_place(tmp_path: Path) -> None:
    repository = unguarded(tmp_path / "shop", "mode: gaet\nexlude: [a]\n")
    done = holdfast("review", "--repo", repository.path, "--format", "json")
    assert (done.status, done.out) == (2, "")
    assert done.err == (
        ".github/holdfast.yml:1:7: 'gaet' is not known here (did you mean gate?)\n"
        ".github/holdfast.yml:2:1: unknown key 'exlude' (did you mean exclude?)\n"
    )


def test_a_broken_configuration_that_was_named_is_status_2_under_its_own_name(tmp_path: Path) -> None:
    own = tmp_path / "own.yml"
    own.write_text("a: [\n")
    done = holdfast("review", "--repo", unguarded(tmp_path / "shop").path, "--config", own)
    assert done.status == 2
    assert f"{own}:2:1: not YAML" in done.err


def test_a_broken_configuration_at_head_alone_breaks_nothing(tmp_path: Path) -> None:
    repository = shop(tmp_path / "shop", {".github/holdfast.yml": "mode: gaet\n", "orders/views.py": UNGUARDED})
    assert holdfast("review", "--repo", repository.path).status == 1


def test_a_change_of_the_configuration_shows_what_it_would_do_and_is_judged_by_the_base(tmp_path: Path) -> None:
    change = {"orders/views.py": UNGUARDED, ".github/holdfast.yml": "areas: {auth: {enabled: false}}\n"}
    found = report(tmp_path, "areas: {auth: {when: touched}}\n", change)
    assert LOST in checks_of(found)
    assert "gate-integrity" in {boundary["area"] for boundary in found["boundaries"]}
    told = [note for note in found["notes"] if note.startswith("This change edits Holdfast's configuration: ")]
    assert [note.partition(": ")[2] for note in told] == [
        "areas.auth.when: no longer touched",
        "areas.auth.enabled: now false",
    ]


def test_a_change_that_would_break_the_configuration_says_so(tmp_path: Path) -> None:
    found = report(tmp_path, "mode: gate\n", {".github/holdfast.yml": "mode: gaet\n"})
    assert any("It cannot be used, .github/holdfast.yml:1:7: 'gaet' is not known here" in it for it in found["notes"])


def test_the_organisations_default(tmp_path: Path) -> None:
    repository = unguarded(tmp_path / "shop", "mode: gate\n")
    default = tmp_path / "acme.yml"
    default.write_text("areas: {auth: {enabled: false}}\n")
    assert holdfast("review", "--repo", repository.path, "--defaults", default).status == 0
    own = unguarded(tmp_path / "own", "areas: {auth: {enabled: true}}\n")
    assert holdfast("review", "--repo", own.path, "--defaults", default).status == 1
    default.write_text("mode: gaet\n")
    done = holdfast("review", "--repo", own.path, "--defaults", default)
    assert (done.status, done.err) == (2, f"{default}:1:7: 'gaet' is not known here (did you mean gate?)\n")


ALLOWED = UNGUARDED.replace("def refund", f'# holdfast: allow[{LOST}] until=UNTIL reason="old client"\ndef refund')


def test_a_suppression_is_listed_and_its_area_asks_while_it_is_new(tmp_path: Path) -> None:
    soon = (datetime.now(UTC) + timedelta(days=30)).date().isoformat()
    found = report(tmp_path, None, {"orders/views.py": ALLOWED.replace("UNTIL", soon)})
    lost = next(it for it in found["findings"] if it["check"] == LOST)
    assert lost["suppressed"] == {"reason": "old client", "until": soon}
    assert "gate-integrity/suppression-new" in checks_of(found)
    assert ("auth", "action_required") in {(it["area"], found["verdict"]) for it in found["boundaries"]}


def test_a_suppression_that_ended_is_a_finding_again(tmp_path: Path) -> None:
    found = report(tmp_path, None, {"orders/views.py": ALLOWED.replace("UNTIL", "2020-01-01")})
    assert next(it for it in found["findings"] if it["check"] == LOST)["suppressed"] is None
    assert "gate-integrity/suppression-expired" in checks_of(found)


def test_areas_where_nothing_is_suppressed(tmp_path: Path) -> None:
    config = "suppressions: {never: [auth], require: []}\n"
    found = report(tmp_path, config, {"orders/views.py": ALLOWED.replace(' until=UNTIL reason="old client"', "")})
    assert next(it for it in found["findings"] if it["check"] == LOST)["suppressed"] is None
    assert "gate-integrity/suppression-refused" in checks_of(found)


@pytest.mark.parametrize("severity", ["blocker", "high", "medium", "low"])
def test_the_severity_of_a_check(tmp_path: Path, severity: str) -> None:
    found = report(tmp_path, f"checks: {{{LOST}: {{severity: {severity}}}}}\n")
    assert [(it["severity"], it["action"]) for it in found["findings"]] == [(severity, "sign-off")]
