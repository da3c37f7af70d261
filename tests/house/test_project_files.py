"""What other programs read of this repository is what they expect: workflows, the Action, hooks, deployments."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from reviewer.settings import PREFIX, Settings
from tests.house.tracked import ROOT, yaml_documents, yaml_of
from tests.repositories import GitRepository
from tests.reviewer.cli.running import harmless, unguarded, unreadable

BIN = Path(sys.executable).parent
SCHEMAS = {
    "github-workflows": sorted(ROOT.glob(".github/workflows/*.yml")),
    "github-actions": [ROOT / "action.yml"],
    "github-issue-forms": sorted(set(ROOT.glob(".github/ISSUE_TEMPLATE/*.yml")) - {*ROOT.glob("**/config.yml")}),
    "github-issue-config": [ROOT / ".github/ISSUE_TEMPLATE/config.yml"],
    "compose-spec": [ROOT / "compose.yaml"],
}


def documents(path: str) -> list[Any]:
    return yaml_documents((ROOT / path).read_text())


def loaded(path: str) -> Any:  # noqa: ANN401  (YAML)
    return yaml_of((ROOT / path).read_text())


def run(*command: str | Path, folder: Path = ROOT, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}", **variables}
    return subprocess.run(
        [*map(str, command)], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize("name", SCHEMAS)
def test_files_of_other_programs_are_as_those_want_them(name: str) -> None:
    assert SCHEMAS[name]
    done = run("check-jsonschema", "--builtin-schema", f"vendor.{name}", *SCHEMAS[name])
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_file_that_is_not_as_it_should_be_is_found(tmp_path: Path) -> None:
    broken = tmp_path / "ci.yml"
    broken.write_text((ROOT / ".github/workflows/ci.yml").read_text().replace("runs-on:", "run-on:"))
    assert run("check-jsonschema", "--builtin-schema", "vendor.github-workflows", broken).returncode == 1


def test_the_manifests_are_what_kubernetes_takes() -> None:
    done = run("kubernetes-validate", "--strict", *sorted(ROOT.glob("deploy/kubernetes/*.yaml")))
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_workflows_pass_their_audit() -> None:
    done = run("zizmor", "--offline", "--no-progress", "--quiet", ".github", "action.yml")
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_foreign_action_is_pinned_to_a_commit() -> None:
    text = "".join(file.read_text() for file in (*ROOT.glob(".github/workflows/*.yml"), ROOT / "action.yml"))
    uses = re.findall(r"uses: (\S+)", text)
    assert [name for name in uses if name != "./" and not re.fullmatch(r"[\w./-]+@[0-9a-f]{40}", name)] == []


@pytest.mark.parametrize("path", ["compose.yaml", "deploy/holdfast.env.example", "deploy/kubernetes/holdfast.yaml"])
def test_every_variable_that_a_deployment_names_is_a_setting(path: str) -> None:
    named = set(re.findall(rf"{PREFIX}([A-Z_]+)", (ROOT / path).read_text()))
    assert named - {name.upper() for name in Settings.model_fields} - {"HOST"} == set()


def test_what_runs_in_a_container_is_locked_down() -> None:
    compose = loaded("compose.yaml")["services"]
    for name in ("service", "worker"):
        assert compose[name]["read_only"] is True
        assert compose[name]["cap_drop"] == ["ALL"]
    kinds = documents("deploy/kubernetes/holdfast.yaml")
    pods = [it["spec"]["template"]["spec"] for it in kinds if it["kind"] == "Deployment"]
    assert len(pods) == 2
    for pod in pods:
        assert pod["securityContext"]["runAsNonRoot"] is True
        assert all(it["securityContext"]["readOnlyRootFilesystem"] for it in pod["containers"])


def step(repository: GitRepository, runner: Path, **inputs: str) -> tuple[int, dict[str, str], str]:
    """The Action's own script, as a runner starts it: status, outputs and summary."""
    (script,) = [it["run"] for it in loaded("action.yml")["runs"]["steps"] if it.get("id") == "review"]
    (runner / "holdfast/bin").mkdir(parents=True)
    (runner / "holdfast/bin/holdfast").symlink_to(BIN / "holdfast")
    output, summary = runner / "output", runner / "summary"
    given = {"BASE": "", "HEAD": "HEAD", "SARIF": f"{runner / 'holdfast.sarif'}", "FAIL": "true", **inputs}
    done = run(
        "bash",
        "--noprofile",
        "--norc",
        "-eo",
        "pipefail",
        "-c",
        script,
        folder=repository.path,
        RUNNER_TEMP=f"{runner}",
        GITHUB_WORKSPACE=f"{repository.path}",
        GITHUB_OUTPUT=f"{output}",
        GITHUB_STEP_SUMMARY=f"{summary}",
        **given,
    )
    outputs = dict(line.split("=", 1) for line in output.read_text().splitlines())
    return done.returncode, outputs, summary.read_text() if summary.exists() else ""


def test_the_action_passes_what_is_harmless(tmp_path: Path) -> None:
    status, outputs, summary = step(harmless(tmp_path / "shop"), tmp_path / "runner")
    assert (status, outputs) == (0, {"status": "0"})
    assert "Holdfast" in summary
    assert (tmp_path / "runner/holdfast.sarif").read_text().startswith("{")


@pytest.mark.parametrize(("fail", "status"), [("true", 1), ("false", 0)])
def test_the_action_fails_a_loss_where_it_shall(tmp_path: Path, fail: str, status: int) -> None:
    ended, outputs, summary = step(unguarded(tmp_path / "shop"), tmp_path / "runner", FAIL=fail)
    assert (ended, outputs) == (status, {"status": "1"})
    assert "no longer guards" in summary


def test_the_action_never_passes_what_was_not_looked_at(tmp_path: Path) -> None:
    status, outputs, _ = step(unreadable(tmp_path / "shop"), tmp_path / "runner", FAIL="false")
    assert (status, outputs) == (3, {"status": "3"})


def test_the_action_never_passes_a_range_that_is_not_there(tmp_path: Path) -> None:
    status, outputs, summary = step(harmless(tmp_path / "shop"), tmp_path / "runner", BASE="0" * 40, FAIL="false")
    assert (status, outputs, summary) == (2, {"status": "2"}, "")


def test_a_hostile_input_of_the_action_is_no_command(tmp_path: Path) -> None:
    hostile = "$(touch pwned); `touch pwned`"
    repository = harmless(tmp_path / "shop")
    status, _, _ = step(repository, tmp_path / "runner", HEAD=hostile)
    assert status == 2
    assert not (repository.path / "pwned").exists()


@pytest.mark.parametrize(("make", "status"), [(harmless, 0), (unguarded, 1)])
def test_the_hook_reviews_what_is_staged(tmp_path: Path, make: Any, status: int) -> None:  # noqa: ANN401  (one of two)
    repository = make(tmp_path / "shop")
    repository.git("reset", "--quiet", "--soft", "HEAD~1")
    (hook,) = [it for it in loaded(".pre-commit-hooks.yaml") if it["id"] == "holdfast"]
    assert run(*hook["entry"].split(), folder=repository.path).returncode == status


@pytest.mark.parametrize(("text", "status"), [("mode: gate\n", 0), ("mode: gates\n", 2)])
def test_the_hook_of_the_configuration(tmp_path: Path, text: str, status: int) -> None:
    (hook,) = [it for it in loaded(".pre-commit-hooks.yaml") if it["id"] == "holdfast-config"]
    path = tmp_path / ".github/holdfast.yml"
    path.parent.mkdir()
    path.write_text(text)
    assert re.search(hook["files"], ".github/holdfast.yml")
    assert not re.search(hook["files"], "docs/.github/holdfast.yml.md")
    assert run(*hook["entry"].split(), str(path), folder=tmp_path).returncode == status
