"""The guide to the required check: what it sends to GitHub is what GitHub takes, and pins the check to the App."""

from __future__ import annotations

import json
import re
from typing import Any

from reviewer.github.names import CHECK_NAME
from tests.house.schemas import github_model
from tests.house.tracked import ROOT

GUIDE = (ROOT / "docs/required-check.md").read_text(encoding="utf-8")


def bodies() -> list[dict[str, Any]]:
    return [json.loads(text) for text in re.findall(r"```json\n(.*?)```", GUIDE, re.DOTALL)]


def test_the_ruleset_is_githubs_and_pins_the_check() -> None:
    ruleset, _ = bodies()
    read = github_model("ReposOwnerRepoRulesetsPostBody").model_validate(ruleset)
    assert read.model_dump()["enforcement"] == "active"
    (rule,) = ruleset["rules"]
    (check,) = rule["parameters"]["required_status_checks"]
    assert (rule["type"], check["context"]) == ("required_status_checks", CHECK_NAME)
    assert check["integration_id"] > 0


def test_the_protection_is_githubs_and_pins_the_check() -> None:
    _, protection = bodies()
    model = github_model("ReposOwnerRepoBranchesBranchProtectionRequiredStatusChecksPatchBody")
    assert model.model_validate(protection).model_dump()["strict"] is False
    (check,) = protection["checks"]
    assert check["context"] == CHECK_NAME
    assert check["app_id"] > 0
