"""Check runs: created and updated only by the App they belong to; annotations only ever grow."""

from __future__ import annotations

from starlette.responses import Response

from tests.fakes.github.answers import ApiError, answer, not_found, paged
from tests.fakes.github.check_rules import CheckRunCreate, CheckRunUpdate, read_body
from tests.fakes.github.doors import Call, Needs
from tests.fakes.github.moments import now
from tests.fakes.github.posted_shapes import check_run
from tests.fakes.github.state import CheckRun, Json, Repository

_READ, _WRITE = Needs("checks"), Needs("checks", "write")


def create(call: Call) -> Response:
    repo = call.repository(_WRITE)
    body = call.json()
    given = read_body(CheckRunCreate, body)
    if repo.git.find(f"{given.head_sha}^{{commit}}") != given.head_sha:
        raise ApiError(422, f"No commit found for SHA: {given.head_sha}")
    with call.world.lock:
        run = CheckRun(
            id=next(call.world.ids),
            app=call.app,
            repository=repo,
            head_sha=given.head_sha,
            name=given.name,
            suite_id=_suite(call, repo, given.head_sha),
            started_at=now(),
        )
        _apply(run, given, body)
        repo.check_runs.append(run)
    return answer(check_run(run, call.root), 201)


def _suite(call: Call, repo: Repository, head_sha: str) -> int:
    """One suite per App and commit."""
    for run in repo.check_runs:
        if run.app is call.app and run.head_sha == head_sha:
            return run.suite_id
    return next(call.world.ids)


def update(call: Call) -> Response:
    run = _run(call, _WRITE)
    if run.app is not call.app:
        raise ApiError(403, "Invalid app_id `" + str(call.app.id) + "` - check run can only be modified by its App.")
    body = call.json()
    given = read_body(CheckRunUpdate, body)
    with call.world.lock:
        _apply(run, given, body)
    return answer(check_run(run, call.root))


def _apply(run: CheckRun, given: CheckRunUpdate | CheckRunCreate, body: Json) -> None:
    run.requests.append(body)
    run.external_id = given.external_id or run.external_id
    run.details_url = given.details_url or run.details_url
    run.name = given.name or run.name
    run.status = given.status or run.status
    if given.conclusion is not None:
        run.status, run.conclusion, run.completed_at = "completed", given.conclusion, given.completed_at or now()
    elif given.status in {"queued", "in_progress"}:
        run.conclusion, run.completed_at = None, None
    if given.output is not None:
        run.title, run.summary, run.text = given.output.title, given.output.summary, given.output.text
        run.annotations += [one.model_dump(exclude_none=True) for one in given.output.annotations]
    if "actions" in given.model_fields_set:
        run.actions = [one.model_dump() for one in given.actions]


def get_run(call: Call) -> Response:
    return answer(check_run(_run(call, _READ), call.root))


def list_annotations(call: Call) -> Response:
    page, headers = paged(call.request, _run(call, _READ).annotations)
    return answer(page, headers=headers)


def _run(call: Call, needs: Needs) -> CheckRun:
    for run in call.repository(needs).check_runs:
        if str(run.id) == call.path("run"):
            return run
    raise not_found()


def list_for_ref(call: Call) -> Response:
    """`filter=latest` (the default) keeps the newest run of each name and App."""
    repo = call.repository(_READ)
    sha = repo.git.find(f"{call.path('ref')}^{{commit}}")
    if sha is None:
        raise ApiError(422, f"No commit found for SHA: {call.path('ref')}")
    query = call.request.query_params
    runs = [run for run in reversed(repo.check_runs) if run.head_sha == sha]
    runs = [run for run in runs if query.get("check_name") in {None, run.name}]
    runs = [run for run in runs if query.get("status") in {None, run.status}]
    runs = [run for run in runs if query.get("app_id") in {None, str(run.app.id)}]
    if query.get("filter", "latest") == "latest":
        newest = {(run.name, run.app.id): run for run in reversed(runs)}
        runs = [run for run in runs if newest[run.name, run.app.id] is run]
    page, headers = paged(call.request, runs)
    shown = [check_run(run, call.root) for run in page]
    return answer({"total_count": len(runs), "check_runs": shown}, headers=headers)
