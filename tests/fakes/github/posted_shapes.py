"""GitHub's JSON for what an App posts: check runs, reviews, comments."""

from __future__ import annotations

from tests.fakes.github.people import Account
from tests.fakes.github.shapes import app, node_id, user
from tests.fakes.github.state import CheckRun, IssueComment, Json, Review, ReviewComment


def check_run(run: CheckRun, root: str) -> Json:
    url = f"{root}/repos/{run.repository.full_name}/check-runs/{run.id}"
    return {
        "id": run.id,
        "node_id": node_id("CR", run.id),
        "name": run.name,
        "head_sha": run.head_sha,
        "external_id": run.external_id or "",
        "url": url,
        "details_url": run.details_url,
        "status": run.status,
        "conclusion": run.conclusion,
        "started_at": run.started_at,
        "completed_at": run.completed_at,
        "output": {
            "title": run.title,
            "summary": run.summary,
            "text": run.text,
            "annotations_count": len(run.annotations),
            "annotations_url": f"{url}/annotations",
        },
        "check_suite": {"id": run.suite_id},
        "app": app(run.app),
        "pull_requests": [],
    }


def review(made: Review) -> Json:
    return {
        "id": made.id,
        "node_id": node_id("PRR", made.id),
        "user": user(made.author),
        "body": made.body,
        "state": made.state,
        "commit_id": made.commit_id,
        "submitted_at": made.submitted_at,
        "author_association": "NONE",
    }


def issue_comment(made: IssueComment) -> Json:
    return {
        "id": made.id,
        "node_id": node_id("IC", made.id),
        "user": user(made.author),
        "body": made.body,
        "created_at": made.created_at,
        "updated_at": made.updated_at,
        "author_association": "NONE",
        "performed_via_github_app": app(made.by_app) if made.by_app else None,
    }


def reaction(number: int, account: Account, content: str) -> Json:
    return {"id": number, "node_id": node_id("REA", number), "user": user(account), "content": content}


def comment(made: ReviewComment) -> Json:
    return {
        "id": made.id,
        "node_id": node_id("PRRC", made.id),
        "pull_request_review_id": made.review_id,
        "in_reply_to_id": made.reply_to,
        "user": user(made.author),
        "body": made.body,
        "path": made.path,
        "commit_id": made.commit_id,
        "original_commit_id": made.commit_id,
        "side": made.side,
        "line": made.line,
        "original_line": made.line,
        "start_side": made.start_side,
        "start_line": made.start_line,
        "original_start_line": made.start_line,
        "author_association": "NONE",
        "subject_type": "line",
    }
