"""What the fake GitHub tells of pull requests and git, where its lists end, and GraphQL."""

from __future__ import annotations

import base64

import httpx
import pytest

from tests.fakes.conftest import REPO
from tests.fakes.github import acts
from tests.fakes.github.fast_import import executable, symlink
from tests.fakes.github.state import PullRequest
from tests.fakes.github.world import World


def test_pages_are_clamped_and_linked(http: httpx.Client, world: World, pull: PullRequest) -> None:
    acts.push(world, pull, {f"{n:03}.txt": b"x\n" for n in range(150)})
    first = http.get(f"{REPO}/pulls/1/files", params={"per_page": 1000})
    assert len(first.json()) == 100
    assert len(http.get(first.links["next"]["url"]).json()) == 52
    assert len(http.get(f"{REPO}/pulls/1/files").json()) == 30


def test_the_lists_end_where_githubs_end(http: httpx.Client, world: World, pull: PullRequest) -> None:
    world.files_cap = 120
    acts.push(world, pull, {f"{n:03}.txt": b"x\n" for n in range(320)})
    comparison = http.get(f"{REPO}/compare/main...{pull.head_sha}").json()
    assert len(comparison["files"]) == 300
    assert http.get(f"{REPO}/pulls/1").json()["changed_files"] == 322
    assert len(http.get(f"{REPO}/pulls/1/files", params={"per_page": 100, "page": 2}).json()) == 20
    later = http.get(f"{REPO}/compare/main...{pull.head_sha}", params={"page": 2, "per_page": 1}).json()
    assert (later["files"], len(later["commits"])) == ([], 1)


def test_what_is_binary_or_too_large_has_no_patch(http: httpx.Client, world: World, pull: PullRequest) -> None:
    world.patch_lines = 5
    acts.push(world, pull, {"x.png": b"\0", "long.py": b"x\n" * 10, "short.py": b"x\n", "m.py": executable(b"")})
    files = {file["filename"]: file for file in http.get(f"{REPO}/pulls/1/files").json()}
    assert [name for name in files if "patch" in files[name]] == ["b.py", "short.py"]


def test_contents_follow_links_and_leave_large_files_out(http: httpx.Client, world: World, pull: PullRequest) -> None:
    acts.push(world, pull, {"link": symlink("b.py"), "big": b"x" * 1_000_001, "dir/x": b""})
    ref = {"ref": "feature"}
    assert base64.b64decode(http.get(f"{REPO}/contents/link", params=ref).json()["content"]) == b"1\n2\n"
    assert http.get(f"{REPO}/contents/big", params=ref).json()["encoding"] == "none"
    raw = http.get(f"{REPO}/contents/big", params=ref, headers={"Accept": "application/vnd.github.raw+json"})
    assert len(raw.content) == 1_000_001
    assert [one["name"] for one in http.get(f"{REPO}/contents/dir", params=ref).json()] == ["x"]
    assert http.get(f"{REPO}/contents/none", params=ref).status_code == 404


def test_trees_are_recursive_whatever_the_value(http: httpx.Client, world: World, pull: PullRequest) -> None:
    acts.push(world, pull, {"dir/x": b""})
    path = f"{REPO}/git/trees/{pull.head_sha}"
    assert len(http.get(path).json()["tree"]) == 3
    assert len(http.get(path, params={"recursive": "0"}).json()["tree"]) == 4


@pytest.mark.parametrize(
    "query",
    [
        "{",
        "{ repository { id } }",
        '{ repository(owner: "acme", name: "shop") { nonsense } }',
        '{ repository(owner: "acme", name: "shop") { pullRequest(number: 1) { reviewThreads { nodes { id } } } } }',
        '{ repository(owner: "acme", name: "shop") { pullRequest(number: 1) { labels(first: 101) { totalCount } } } }',
        '{ repository(owner: "other", name: "shop") { id } }',
        '{ repository(owner: "acme", name: "shop") { pullRequest(number: 9) { id } } }',
    ],
)
def test_graphql_answers_its_errors_with_status_200(http: httpx.Client, query: str) -> None:
    answer = http.post("/graphql", json={"query": query})
    assert answer.status_code == 200
    assert answer.json()["errors"]
