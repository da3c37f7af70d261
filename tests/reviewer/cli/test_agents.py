"""What agents get: the constraints as a block, and the same with review and pages over MCP."""

from __future__ import annotations

import json
import sys
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from mcp import ClientSession, StdioServerParameters
from mcp.client.stdio import stdio_client
from mcp.types import CallToolResult, TextContent

from reviewer.render.agents_block import END, START
from tests.repositories import GitRepository, new_repository
from tests.reviewer.cli.running import GUARDED, LOST, UNGUARDED, holdfast

CONFIG = """\
constraints:
  - {id: C-1, says: Orders are filtered., because: INC-2031, kind: omission, area: tenancy, paths: ["orders/**"],
     require_guard: {any_of: [tenant-scope, for_org]}}
  - {id: C-2, says: Layers hold., kind: commission, area: layering, layers: [shop.api, shop.models | shop.orm]}
  - {id: C-3, says: "Only *people* `change` it. <b>", kind: commission, area: auth, paths: ["deploy/**"],
     human_only: true}
"""


@pytest.fixture
def shop(tmp_path: Path) -> GitRepository:
    repository = new_repository(tmp_path / "shop")
    repository.commit({"orders/views.py": GUARDED, ".github/holdfast.yml": CONFIG})
    repository.git("checkout", "--quiet", "-b", "feature")
    repository.commit({"orders/views.py": UNGUARDED})
    return repository


def test_all_constraints_as_a_block(shop: GitRepository) -> None:
    done = holdfast("constraints", "export", "--agents", "--repo", shop.path)
    assert (done.status, done.err) == (0, "")
    lines = done.out.splitlines()
    assert (lines[0], lines[-1]) == (START, END)
    assert lines[5] == (
        "- **`C-1`** Orders are filtered. In `orders/**`. "
        "Put one of `tenant-scope`, `for_org` in front of every entry point. Because: INC-2031."
    )
    assert "Imports only go down these layers: shop.api → shop.models" in lines[6]
    assert "`*people*`" in lines[7]
    assert "`<b>`" in lines[7]


@pytest.mark.parametrize(
    ("paths", "ids"),
    [
        (["orders/views.py"], ["C-1", "C-2"]),
        (["./orders/views.py", "deploy/a.yml"], ["C-1", "C-2", "C-3"]),
        (["billing/views.py"], ["C-2"]),
        ([], ["C-1", "C-2", "C-3"]),
    ],
)
def test_only_what_holds_for_some_paths(shop: GitRepository, paths: list[str], ids: list[str]) -> None:
    found = holdfast("constraints", "export", "--repo", shop.path, *paths).json
    assert [entry["id"] for entry in found] == ids


def test_it_is_the_default_branch_that_counts(shop: GitRepository) -> None:
    shop.commit({".github/holdfast.yml": "version: 1\n"})
    assert len(holdfast("constraints", "export", "--repo", shop.path).json) == 3


def test_the_organisations_constraints_are_among_them(shop: GitRepository, tmp_path: Path) -> None:
    default = tmp_path / "acme.yml"
    default.write_text("constraints: [{id: A-1, says: x, kind: commission, area: auth, protect: [a]}]\n")
    found = holdfast("constraints", "export", "--repo", shop.path, "--defaults", default).json
    assert [entry["id"] for entry in found] == ["A-1", "C-1", "C-2", "C-3"]


def test_no_constraint_is_said(tmp_path: Path) -> None:
    repository = new_repository(tmp_path / "empty")
    repository.commit({"a.py": "x = 1\n"})
    assert "- none hold here" in holdfast("constraints", "export", "--agents", "--repo", repository.path).out
    assert holdfast("constraints", "export", "--repo", repository.path).json == []


@pytest.mark.parametrize("path", ["../secret", "/etc/passwd", "orders/../../x", ""])
def test_paths_outside_of_the_repository_are_refused(shop: GitRepository, path: str) -> None:
    done = holdfast("constraints", "export", "--repo", shop.path, path)
    assert done.status == 2
    assert "is no path in the repository" in done.err


def test_a_broken_configuration_and_no_repository_are_status_2(tmp_path: Path) -> None:
    repository = new_repository(tmp_path / "broken")
    repository.commit({".github/holdfast.yml": "mode: gaet\n"})
    done = holdfast("constraints", "export", "--repo", repository.path)
    assert (done.status, done.err) == (2, ".github/holdfast.yml:1:7: 'gaet' is not known here (did you mean gate?)\n")
    (tmp_path / "nothing").mkdir()
    assert holdfast("constraints", "export", "--repo", tmp_path / "nothing").status == 2
    assert holdfast("constraints").status == 2


# --- MCP, over a real process ----------------------------------------------------------------------------------------


@asynccontextmanager
async def agent(repo: Path) -> AsyncGenerator[ClientSession]:
    """An agent that works in a repository, and has greeted the server."""
    words = ["-m", "reviewer", "mcp", "--repo", str(repo)]
    async with (
        stdio_client(StdioServerParameters(command=sys.executable, args=words)) as (reading, writing),
        ClientSession(reading, writing) as session,
    ):
        await session.initialize()
        assert {one.name for one in (await session.list_tools()).tools} == {"constraints_for", "review", "explain"}
        yield session


def text(result: CallToolResult) -> str:
    return "".join(part.text for part in result.content if isinstance(part, TextContent))


def values(result: CallToolResult) -> Any:  # noqa: ANN401  (JSON)
    assert not result.isError
    return json.loads(text(result))


async def test_the_constraints_for_some_files(shop: GitRepository) -> None:
    async with agent(shop.path) as session:
        answer = await session.call_tool("constraints_for", {"paths": ["deploy/a.yml"]})
    found = answer.structuredContent
    assert found is not None
    assert [entry["id"] for entry in found["result"]] == ["C-2", "C-3"]
    assert found["result"][1]["how"] == "Leave these files to people"


async def test_a_review_as_the_gate_does_it(shop: GitRepository) -> None:
    async with agent(shop.path) as session:
        found = values(await session.call_tool("review", {}))
        same = values(await session.call_tool("review", {"base": "main", "head": "main"}))
    assert (found["verdict"], found["complete"]) == ("action_required", True)
    assert LOST in [entry["check"] for entry in found["to_clear"]]
    assert found["to_clear"][0]["path"] == "orders/views.py"
    assert [entry["id"] for entry in found["constraints"]] == ["C-1", "C-2", "C-3"]
    assert (same["verdict"], same["to_clear"]) == ("success", [])


async def test_checks_and_constraints_are_explained(shop: GitRepository) -> None:
    async with agent(shop.path) as session:
        assert "## Why it matters" in text(await session.call_tool("explain", {"check": LOST}))
        for name in ("C-1", "tenancy/C-1"):
            answer = text(await session.call_tool("explain", {"check": name}))
            assert "Orders are filtered." in answer
            assert "Layers hold" not in answer


MISTAKES: list[tuple[str, dict[str, object], str]] = [
    ("explain", {"check": "auth/authentication-removd"}, "did you mean auth/authentication-removed?"),
    ("review", {"base": "nowhere"}, "nowhere"),
    ("review", {"base": "--output=/tmp/x"}, "--output"),
    ("constraints_for", {"paths": ["../x"]}, "is no path in the repository"),
    ("constraints_for", {}, "paths"),
]


async def test_mistakes_are_told_and_end_nothing(shop: GitRepository) -> None:
    async with agent(shop.path) as session:
        for tool, arguments, words in MISTAKES:
            answer = await session.call_tool(tool, arguments)
            assert answer.isError
            assert words in text(answer)
            assert "Traceback" not in text(answer)
