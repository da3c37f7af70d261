"""docs/without-a-server.md: what it tells others to write is what those programs take, and what we have."""

import re

from reviewer.cli.formats import Format
from reviewer.domain.links import HOME
from tests.house.tracked import ROOT, yaml_of

GUIDE = (ROOT / "docs/without-a-server.md").read_text(encoding="utf-8")
WORKFLOW, HOOKS, PIPELINE = re.findall(r"```yaml\n(.*?)```", GUIDE, re.DOTALL)


def test_the_workflow_uses_our_action_with_inputs_and_outputs_that_it_has() -> None:
    action = yaml_of((ROOT / "action.yml").read_text())
    (ours,) = [
        step
        for step in yaml_of(WORKFLOW)["jobs"]["review"]["steps"]
        if HOME.partition("github.com/")[2] in step["uses"]
    ]
    assert set(ours["with"]) <= set(action["inputs"])
    assert set(re.findall(r"steps\.holdfast\.outputs\.(\w+)", WORKFLOW)) <= set(action["outputs"])


def test_the_hooks_are_ours() -> None:
    have = {hook["id"] for hook in yaml_of((ROOT / ".pre-commit-hooks.yaml").read_text())}
    (repository,) = yaml_of(HOOKS)["repos"]
    assert repository["repo"] == HOME
    assert {hook["id"] for hook in repository["hooks"]} == have


def test_its_formats_exist() -> None:
    assert set(re.findall(r"--format (\w+)", GUIDE)) <= {it.value for it in Format}
