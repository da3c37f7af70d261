"""The fake GitHub is as strict as the real one is documented to be, and its diffs are git's own."""

from __future__ import annotations

import base64
import subprocess
import time
from collections.abc import Generator
from pathlib import Path

import httpx
import jwt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fakes.github import acts
from tests.fakes.github.diffs import changed_files
from tests.fakes.github.fast_import import Files, Signature, executable, symlink
from tests.fakes.github.git import GitStore
from tests.fakes.github.people import App, Installation
from tests.fakes.github.server import FakeServer
from tests.fakes.github.state import PullRequest
from tests.fakes.github.webhooks import headers_for, pull_request_event, send
from tests.fakes.github.world import World

REPO = "/repos/acme/shop"


@pytest.fixture(scope="module")
def server() -> Generator[FakeServer]:
    running = FakeServer()
    yield running
    running.stop()


@pytest.fixture
def world(server: FakeServer, tmp_path: Path) -> Generator[World]:
    with server.world(tmp_path / "github") as running:
        yield running


@pytest.fixture
def app(world: World) -> App:
    return world.app()


@pytest.fixture
def installation(world: World, app: App) -> Installation:
    return world.install(app, "acme")


@pytest.fixture
def pull(world: World, installation: Installation) -> PullRequest:
    repository = world.repository(f"{installation.account.login}/shop")
    acts.commit(world, repository, "main", {"a.py": b"1\n2\n3\n4\n5\n6\n7\n8\n9\n", "b.py": b"1\n"})
    acts.branch(repository, "feature")
    acts.commit(world, repository, "feature", {"a.py": b"1\ntwo\n3\n4\n5\n6\n7\n8\n9\n", "b.py": b"1\n2\n"})
    return acts.open_pull(world, repository, "feature")


def signed(app: App, **claims: object) -> str:
    now = int(time.time())
    return jwt.encode({"iss": str(app.id), "iat": now - 60, "exp": now + 540, **claims}, app.private_key, "RS256")


@pytest.fixture
def http(world: World, app: App, installation: Installation, pull: PullRequest) -> Generator[httpx.Client]:
    """With an installation token."""
    assert pull.number == 1
    with httpx.Client(base_url=world.root) as client:
        path = f"/app/installations/{installation.id}/access_tokens"
        token = client.post(path, headers={"Authorization": f"Bearer {signed(app)}"}).json()["token"]
        client.headers["Authorization"] = f"token {token}"
        yield client


def run_body(pull: PullRequest, **more: object) -> dict[str, object]:
    return {"name": "Holdfast", "head_sha": pull.head_sha, **more}


def output(**more: object) -> dict[str, object]:
    return {"output": {"title": "t", "summary": "s", **more}}


def annotation(**more: object) -> dict[str, object]:
    place = {"path": "a.py", "start_line": 1, "end_line": 1}
    return {**place, "annotation_level": "notice", "message": "m", **more}


@pytest.mark.parametrize(
    "claims",
    [{"exp": 1}, {"exp": int(time.time()) + 3600}, {"iss": "1"}, {"iat": int(time.time()) + 600}],
    ids=["expired", "too long", "another app", "from the future"],
)
def test_a_jwt_has_its_rules(world: World, app: App, http: httpx.Client, claims: dict[str, object]) -> None:
    answer = http.get("/app", headers={"Authorization": f"Bearer {signed(app, **claims)}"})
    assert answer.status_code in {401, 404}
    assert http.get("/app", headers={"Authorization": f"Bearer {signed(app)}"}).status_code == 200
    assert world.apps == [app]


def test_a_token_is_long_and_of_one_hour(http: httpx.Client, world: World) -> None:
    (token,) = world.tokens
    assert token.startswith("ghs_100000_")
    assert len(token) > 200
    assert http.headers["Authorization"] == f"token {token}"


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Authorization": ""}, 401),
        ({"Authorization": "Bearer ghs_1_x"}, 401),
        ({"Authorization": "Basic eDp5"}, 401),
        ({"User-Agent": ""}, 403),
        ({"X-GitHub-Api-Version": "2001-01-01"}, 400),
        ({"X-GitHub-Api-Version": "2022-11-28"}, 200),
    ],
)
def test_the_doors(http: httpx.Client, headers: dict[str, str], status: int) -> None:
    assert http.get(REPO, headers=headers).status_code == status


@pytest.mark.parametrize("path", [f"{REPO}/", "/repos/acme/none", "/repos/other/shop", "/nothing", f"{REPO}/pulls/9"])
def test_what_is_not_there_and_what_may_not_be_seen_look_the_same(http: httpx.Client, world: World, path: str) -> None:
    world.repository("other/shop")
    answer = http.get(path)
    assert (answer.status_code, answer.json()["message"]) == (404, "Not Found")


def test_a_missing_permission_is_named(http: httpx.Client, world: World, pull: PullRequest) -> None:
    for token in world.tokens.values():
        token.permissions = {"checks": "read"}
    answer = http.post(f"{REPO}/check-runs", json=run_body(pull))
    assert (answer.status_code, answer.json()["message"]) == (403, "Resource not accessible by integration")
    assert answer.headers["X-Accepted-GitHub-Permissions"] == "checks=write"


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"name": ""},
        {"head_sha": "0" * 40},
        {"conclusion": "good"},
        {"status": "waiting"},
        {"status": "completed"},
        {"unknown": 1},
        {"output": {"summary": "s"}},
        {"output": {"title": "t"}},
        output(summary="x" * 65_536),
        output(text="x" * 65_536),
        output(annotations=[annotation()] * 51),
        output(annotations=[annotation(start_line=0)]),
        output(annotations=[annotation(start_line=2)]),
        output(annotations=[annotation(end_line=2, start_column=1)]),
        output(annotations=[annotation(message="")]),
        output(annotations=[annotation(message="x" * 65_537)]),
        output(annotations=[annotation(title="x" * 256)]),
        output(annotations=[annotation(annotation_level="error")]),
        output(annotations=[annotation(path=None)]),
        {"actions": [{"label": "x" * 21, "description": "d", "identifier": "i"}]},
        {"actions": [{"label": "l", "description": "x" * 41, "identifier": "i"}]},
        {"actions": [{"label": "l", "description": "d", "identifier": "x" * 21}]},
        {"actions": [{"label": "l", "description": "d", "identifier": "i"}] * 4},
    ],
)
def test_a_check_run_has_its_limits(http: httpx.Client, pull: PullRequest, body: dict[str, object]) -> None:
    whole = {**run_body(pull), **body} if body else {}
    answer = http.post(f"{REPO}/check-runs", json=whole)
    assert answer.status_code == 422
    assert pull.repository.check_runs == []


def test_what_just_fits_is_taken(http: httpx.Client, pull: PullRequest) -> None:
    fits = output(summary="x" * 65_535, text="x" * 65_535, annotations=[annotation(title="x" * 255)] * 50)
    assert http.post(f"{REPO}/check-runs", json={**run_body(pull), **fits}).status_code == 201


def test_annotations_are_appended_and_never_replaced(http: httpx.Client, pull: PullRequest) -> None:
    made = http.post(f"{REPO}/check-runs", json={**run_body(pull), **output(annotations=[annotation()])}).json()
    for _ in range(2):
        http.patch(f"{REPO}/check-runs/{made['id']}", json=output(annotations=[annotation()]))
    listed = http.get(f"{REPO}/check-runs/{made['id']}/annotations", params={"per_page": 2})
    assert len(listed.json()) == 2
    assert 'rel="next"' in listed.headers["Link"]
    assert len(pull.repository.check_runs[0].annotations) == 3


def test_only_its_own_app_updates_a_run(http: httpx.Client, world: World, pull: PullRequest) -> None:
    made = http.post(f"{REPO}/check-runs", json=run_body(pull)).json()
    pull.repository.check_runs[0].app = world.app("other")
    assert http.patch(f"{REPO}/check-runs/{made['id']}", json={"status": "queued"}).status_code == 403


def test_runs_are_listed_latest_or_all(http: httpx.Client, pull: PullRequest) -> None:
    for name in ("Holdfast", "Holdfast", "Other"):
        http.post(f"{REPO}/check-runs", json={**run_body(pull), "name": name})
    path = f"{REPO}/commits/{pull.head_sha}/check-runs"
    assert http.get(path).json()["total_count"] == 2
    assert http.get(path, params={"filter": "all", "check_name": "Holdfast"}).json()["total_count"] == 2
    assert http.get(path, params={"filter": "all", "app_id": 7}).json()["total_count"] == 0


def review_body(*comments: dict[str, object], **more: object) -> dict[str, object]:
    return {"event": "COMMENT", "body": "b", "comments": list(comments), **more}


def comment(line: int, **more: object) -> dict[str, object]:
    return {"path": "a.py", "body": "x", "line": line, **more}


@pytest.mark.parametrize(
    "body",
    [
        review_body(comment(9)),
        review_body(comment(9, side="LEFT")),
        review_body(comment(2), comment(99)),
        review_body(comment(2, path="none.py")),
        review_body(comment(2, start_line=2)),
        review_body(comment(2, start_line=3)),
        review_body(comment(2, start_line=9)),
        review_body(comment(2, subject_type="line")),
        review_body(comment(2, position=1)),
        review_body(comment(2, body="x" * 65_537)),
        review_body(comment(2, body="")),
        review_body(comment(2, side="left")),
        review_body(comment(2), body=""),
        review_body(comment(2), event="LIKE"),
        review_body(comment(2), commit_id="0" * 40),
        review_body(body="x" * 65_537),
    ],
)
def test_a_review_is_all_or_nothing(http: httpx.Client, pull: PullRequest, body: dict[str, object]) -> None:
    assert http.post(f"{REPO}/pulls/1/reviews", json=body).status_code == 422
    assert pull.reviews == []


def test_a_misplaced_comment_is_told_in_a_string_without_an_index(http: httpx.Client) -> None:
    answer = http.post(f"{REPO}/pulls/1/reviews", json=review_body(comment(2), comment(9)))
    assert answer.json()["errors"] == ["Pull request review thread line must be part of the diff"]


def test_both_sides_and_ranges_are_taken(http: httpx.Client, pull: PullRequest) -> None:
    ranged = comment(5, start_line=1, start_side="RIGHT", side="RIGHT")
    answer = http.post(f"{REPO}/pulls/1/reviews", json=review_body(comment(2, side="LEFT"), ranged))
    assert answer.status_code == 200
    assert [one.side for one in pull.comments] == ["LEFT", "RIGHT"]


def test_a_review_without_event_is_pending_and_there_is_only_one(http: httpx.Client, pull: PullRequest) -> None:
    for status in (200, 422):
        assert http.post(f"{REPO}/pulls/1/reviews", json={"body": "b"}).status_code == status
    assert [review.state for review in pull.reviews] == ["PENDING"]


def test_an_app_does_not_approve_its_own_pull_request(http: httpx.Client, app: App, pull: PullRequest) -> None:
    pull.author = app.bot
    assert http.post(f"{REPO}/pulls/1/reviews", json={"event": "APPROVE"}).status_code == 422


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


def test_permission_hides_what_role_name_shows(http: httpx.Client, world: World, pull: PullRequest) -> None:
    world.account("max")
    pull.repository.roles["max"] = "maintain"
    shown = http.get(f"{REPO}/collaborators/max/permission").json()
    assert (shown["permission"], shown["role_name"]) == ("write", "maintain")


def test_membership_may_be_pending(http: httpx.Client, world: World) -> None:
    world.teams["acme", "dba"] = {"ana": "active", "bo": "pending"}
    shown = [http.get(f"/orgs/acme/teams/dba/memberships/{one}") for one in ("ana", "bo", "zoe")]
    assert [one.json().get("state") for one in shown] == ["active", "pending", None]


def test_the_hourly_limit_and_the_one_on_writes(
    http: httpx.Client, installation: Installation, pull: PullRequest
) -> None:
    *_, answer = [http.post(f"{REPO}/check-runs", json=run_body(pull)) for _ in range(81)]
    assert (answer.status_code, answer.headers["Retry-After"]) == (403, "60")
    installation.core.used = installation.core.limit
    answer = http.get(REPO)
    assert (answer.status_code, answer.headers["X-RateLimit-Remaining"]) == (403, "0")
    assert int(answer.headers["X-RateLimit-Reset"]) > time.time()


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


def test_a_deliverys_headers_and_its_redelivery(http: httpx.Client, world: World, app: App, pull: PullRequest) -> None:
    world.webhook = (f"{world.root}/nobody-listens-here", "secret")
    event = pull_request_event(world, pull, "opened")
    made = send(world, event)
    assert made is not None
    assert made.status_code == 404
    assert headers_for("ping", "g", b"Hello, World!", "It's a Secret to Everybody")["X-Hub-Signature-256"].endswith(
        "757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17"
    )
    as_app = {"Authorization": f"Bearer {signed(app)}"}
    (failed,) = http.get("/app/hook/deliveries", params={"status": "failure"}, headers=as_app).json()
    assert (failed["guid"], failed["event"], failed["action"]) == (made.guid, "pull_request", "opened")
    assert http.get("/app/hook/deliveries", params={"page": 1}, headers=as_app).status_code == 422


def test_an_oversized_payload_is_never_sent(world: World, pull: PullRequest) -> None:
    pull.body = "x" * (26 * 1024 * 1024)
    assert send(world, pull_request_event(world, pull, "edited")) is None
    assert world.deliveries == []


def test_a_renamed_repository_redirects_on_the_same_host(http: httpx.Client, world: World, pull: PullRequest) -> None:
    world.rename(pull.repository, "store")
    answer = http.get(f"{REPO}/pulls/1")
    assert answer.status_code == 301
    assert http.get(answer.headers["Location"]).json()["number"] == 1


WHO = Signature("ana", "ana@example.org")
LINES = st.sampled_from([b"a", b"b", b"", b"--- x", b"+++ x", b"@@ -1 +1 @@", b"diff --git a/x b/x", b"\\", b"\0"])
CONTENT = st.lists(LINES, max_size=20).map(b"\n".join)
TREES = st.dictionaries(st.sampled_from(["a", "b", "c d", "e/f", "é"]), CONTENT, max_size=5)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> GitStore:
    return GitStore(tmp_path_factory.mktemp("git") / "one.git")


@settings(max_examples=30, deadline=None)
@given(base=TREES, head=TREES)
def test_each_patch_turns_one_side_into_the_other(store: GitStore, base: Files, head: Files) -> None:
    """`git apply`, which knows nothing of the fake, makes head out of base with the fake's patches."""
    old = store.commit("x", base, message="a", author=WHO, parents=())
    new = store.commit("x", head, message="b", author=WHO, parents=())
    files = changed_files(store, old, new)
    listed = store.run("diff", "--name-only", "-z", "--no-renames", old, new).decode().split("\0")[:-1]
    told = {file.path for file in files} | {file.previous_path for file in files if file.previous_path}
    assert told == set(listed)
    for file in files:
        before, after = base.get(file.previous_path or file.path), head.get(file.path)
        if file.patch is not None and isinstance(before, bytes) and isinstance(after, bytes):
            assert _applied(store.path, before, file.patch) == after


def _applied(folder: Path, before: bytes, patch: str) -> bytes:
    (folder / "f").write_bytes(before)
    whole = f"diff --git a/f b/f\n--- a/f\n+++ b/f\n{patch}\n"
    subprocess.run(["git", "apply", "--unsafe-paths", "-"], cwd=folder, input=whole.encode(), check=True)
    return (folder / "f").read_bytes()
