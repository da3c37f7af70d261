"""Check suites with their runs, and review threads with their comments."""

from __future__ import annotations

from typing import cast

from tests.fakes.github.api_reviews import is_outdated
from tests.fakes.github.graphql_fields import actor, asking, connection
from tests.fakes.github.people import Account
from tests.fakes.github.shapes import node_id
from tests.fakes.github.state import CheckRun, Json, PullRequest, Repository, ReviewComment


def suites(repo: Repository, sha: str, asked: Json) -> Json:
    """The suites of a commit that have a matching run."""
    runs = [run for run in repo.check_runs if run.head_sha == sha and _matches(run, asked)]
    by_suite = {run.suite_id: [one for one in runs if one.suite_id == run.suite_id] for run in runs}
    return connection([_suite(number, inside) for number, inside in by_suite.items()], asked)


def _suite(number: int, runs: list[CheckRun]) -> Json:
    def listed(asked: Json) -> Json:
        found = [run for run in runs if _matches(run, asked)]
        if _filter(asked).get("checkType") == "LATEST":
            newest = {run.name: run for run in found}
            found = [run for run in found if newest[run.name] is run]
        return connection([_run(run) for run in found], asked)

    return {"id": node_id("CS", number), "databaseId": None, "checkRuns": asking(listed)}


def _filter(asked: Json) -> Json:
    return cast("Json", asked.get("filterBy") or {})


def _matches(run: CheckRun, asked: Json) -> bool:
    wanted = _filter(asked)
    return wanted.get("appId") in {None, run.app.id} and wanted.get("checkName") in {None, run.name}


def _run(run: CheckRun) -> Json:
    return {
        "conclusion": run.conclusion and run.conclusion.upper(),
        "externalId": run.external_id,
        "id": node_id("CR", run.id),
        "name": run.name,
        "status": run.status.upper(),
    }


def threads(pull: PullRequest, viewer: Account, asked: Json, *, movable: bool) -> Json:
    """The threads that the viewer may see: pending reviews are seen by their author alone."""
    shown = [review for review in pull.reviews if review.state != "PENDING" or review.author is viewer]
    comments = [comment for review in shown for comment in review.comments]
    began = [one for one in comments if one.reply_to is None]
    rights = {"viewerCanResolve": movable, "viewerCanUnresolve": movable}
    return connection([{**_thread(pull, one, comments, viewer), **rights} for one in began], asked)


def _thread(pull: PullRequest, first: ReviewComment, comments: list[ReviewComment], viewer: Account) -> Json:
    inside = [first, *(comment for comment in comments if comment.reply_to == first.id)]
    outdated = is_outdated(pull, first)
    return {
        "comments": asking(lambda asked: connection([_comment(one, viewer) for one in inside], asked)),
        "diffSide": first.side,
        "id": node_id("PRRT", first.id),
        "isOutdated": outdated,
        "isResolved": first.resolved,
        "line": None if outdated else first.line,
        "path": first.path,
    }


def _comment(comment: ReviewComment, viewer: Account) -> Json:
    return {
        "author": actor(comment.author),
        "body": comment.body,
        "id": node_id("PRRC", comment.id),
        "originalCommit": {"oid": comment.commit_id},
        "viewerDidAuthor": comment.author is viewer,
    }
