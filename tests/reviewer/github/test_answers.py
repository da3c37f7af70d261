"""What each answer of GitHub means: whom to blame, and how long to wait."""

from __future__ import annotations

import json
from collections.abc import Mapping

import pytest

from reviewer.domain.errors import HoldfastError, HostDown, MissingPermission, RateLimited, TryAgain
from reviewer.github.answers import Answer, NotVisible, RejectedRequest, TooMuch, Unauthorised, failure
from reviewer.github.graphql import graphql_data
from tests.fakes.github.faults import SECONDARY

NOW = 1_800_000_000.0
DATE = "Fri, 15 Jan 2027 08:02:00 GMT"  # two minutes after NOW


def answer(status: int, body: object = None, headers: Mapping[str, str] | None = None) -> Answer:
    raw = body if isinstance(body, bytes) else json.dumps(body or {}).encode()
    return Answer("GET /x", status, headers or {}, raw)


@pytest.mark.parametrize(
    ("status", "message", "headers", "kind", "after"),
    [
        (403, "", {"retry-after": "30"}, RateLimited, 30),
        (429, "", {"retry-after": "30"}, RateLimited, 30),
        (403, "", {"retry-after": DATE}, RateLimited, 120),
        (429, "", {"retry-after": "0"}, RateLimited, 1),
        (429, "", {"retry-after": "-5"}, RateLimited, 60),
        (429, "", {"retry-after": "soon"}, RateLimited, 60),
        (429, "", {"retry-after": "9" * 30}, RateLimited, 86400),
        (429, "", {"retry-after": "Fri, 99 Foo 2027"}, RateLimited, 60),
        (429, "", {}, RateLimited, 60),
        (403, SECONDARY, {}, RateLimited, 60),
        (403, SECONDARY, {"x-ratelimit-remaining": "4000", "x-ratelimit-reset": str(int(NOW + 900))}, RateLimited, 60),
        (403, "You have triggered an abuse detection mechanism.", {}, RateLimited, 60),
        (403, "x", {"x-ratelimit-remaining": "0", "x-ratelimit-reset": str(int(NOW + 900))}, RateLimited, 901),
        (429, "x", {"x-ratelimit-remaining": "0", "x-ratelimit-reset": str(int(NOW + 900))}, RateLimited, 901),
        (403, "x", {"x-ratelimit-remaining": "0", "x-ratelimit-reset": str(int(NOW - 900))}, RateLimited, 1),
        (403, "x", {"x-ratelimit-remaining": "0", "x-ratelimit-reset": "tomorrow"}, RateLimited, 60),
        (403, "x", {"x-ratelimit-remaining": "0"}, RateLimited, 60),
        (
            *(403, "x", {"retry-after": "30", "x-ratelimit-remaining": "0", "x-ratelimit-reset": str(int(NOW + 900))}),
            *(RateLimited, 30),
        ),
        (500, "", {}, HostDown, None),
        (502, "Server Error", {}, HostDown, None),
        (503, "", {"retry-after": "45"}, HostDown, 45),
        (504, "", {}, HostDown, None),
        (401, "Bad credentials", {}, Unauthorised, None),
        (302, "", {"location": "https://elsewhere.invalid/"}, HostDown, None),
    ],
)
def test_what_may_be_better_later(
    status: int, message: str, headers: dict[str, str], kind: type[TryAgain], after: float | None
) -> None:
    error = failure(answer(status, {"message": message}, headers), NOW)
    assert type(error) is kind
    assert isinstance(error, TryAgain)
    assert error.after_seconds == after


@pytest.mark.parametrize(
    ("status", "message", "kind"),
    [
        (403, "Resource not accessible by integration", MissingPermission),
        (403, "This installation has been suspended", MissingPermission),
        (404, "Not Found", NotVisible),
        (410, "Gone", NotVisible),
        (451, "Repository access blocked", NotVisible),
        (400, "Problems parsing JSON", RejectedRequest),
        (409, "Conflict", RejectedRequest),
        (422, "Unprocessable Entity", RejectedRequest),
    ],
)
def test_what_no_waiting_mends(status: int, message: str, kind: type[Exception]) -> None:
    error = failure(answer(status, {"message": message}, {"x-ratelimit-remaining": "4000"}), NOW)
    assert type(error) is kind
    assert message in str(error)
    assert not isinstance(error, TryAgain)


def test_a_missing_permission_is_named() -> None:
    error = failure(answer(403, {"message": "no"}, {"x-accepted-github-permissions": "checks=write"}), NOW)
    assert isinstance(error, MissingPermission)
    assert error.hint == "the App needs checks=write"


def test_the_strings_of_a_refused_review_are_told() -> None:
    body = {"message": "Unprocessable Entity", "errors": ["line must be part of the diff", {"field": "body"}]}
    assert "line must be part of the diff" in str(failure(answer(422, body), NOW))


@pytest.mark.parametrize("body", [b"", b"<html>502</html>", b"[]", b'"x"', b"null", b"[" * 100_000, b"\xff\xfe"])
def test_any_body_of_an_error_will_do(body: bytes) -> None:
    assert "502" in str(failure(answer(502, body), NOW))


def test_foreign_text_stays_short_and_on_one_line() -> None:
    error = failure(answer(500, {"message": "x\n\x1b[31m" + "y" * 5000}), NOW)
    assert len(str(error)) < 400
    assert str(error).isprintable()


@pytest.mark.parametrize("body", [b"", b"{", b'{"id": 1', b'{"id": "x', b"<html>", b"\xff", b"[" * 100_000])
def test_json_that_is_none_is_an_answer_that_broke_off(body: bytes) -> None:
    with pytest.raises(HostDown, match="no whole JSON"):
        answer(200, body).json()


ERRORS: list[tuple[list[dict[str, object]], type[HoldfastError], float | None]] = [
    ([{"type": "RATE_LIMITED", "message": "API rate limit exceeded"}], RateLimited, 60),
    ([{"type": "RATE_LIMIT", "message": ""}], RateLimited, 60),
    ([{"message": SECONDARY}], RateLimited, 60),
    ([{"type": "NOT_FOUND", "message": "Could not resolve to a Repository"}], NotVisible, None),
    ([{"type": "FORBIDDEN", "message": "Resource not accessible by integration"}], MissingPermission, None),
    ([{"type": "NOT_FOUND", "message": ""}, {"type": "FORBIDDEN", "message": ""}], MissingPermission, None),
    (
        [{"message": "Something went wrong while executing your query. This may be the result of a timeout"}],
        TooMuch,
        None,
    ),
    ([{"type": "A_WORD_OF_TOMORROW", "message": "?"}], HostDown, None),
    ([{"message": "Field 'x' doesn't exist on type 'y'"}], HostDown, None),
    ([{}], HostDown, None),
]


@pytest.mark.parametrize(("errors", "kind", "after"), ERRORS)
@pytest.mark.parametrize("data", [None, {"repository": None}])
def test_graphql_fails_with_status_200(
    errors: list[dict[str, object]], kind: type[HoldfastError], after: float | None, data: object
) -> None:
    with pytest.raises(kind) as caught:
        graphql_data(answer(200, {"data": data, "errors": errors}), NOW)
    assert type(caught.value) is kind
    if isinstance(caught.value, TryAgain):
        assert caught.value.after_seconds == after


def test_the_graphql_pool_says_when_it_is_full_again() -> None:
    headers = {"x-ratelimit-remaining": "0", "x-ratelimit-reset": str(int(NOW + 300))}
    with pytest.raises(RateLimited) as caught:
        graphql_data(answer(200, {"errors": [{"type": "RATE_LIMITED", "message": "x"}]}, headers), NOW)
    assert caught.value.after_seconds == 301


def test_a_field_that_may_not_be_read_names_its_permission() -> None:
    path = ["repository", "pullRequest", "commits", "nodes", 0, "commit", "checkSuites"]
    errors = [{"type": "FORBIDDEN", "message": "Resource not accessible by integration", "path": path}]
    with pytest.raises(MissingPermission) as caught:
        graphql_data(answer(200, {"data": None, "errors": errors}), NOW)
    assert caught.value.hint == "the App needs checks=write"


@pytest.mark.parametrize("body", [{}, {"data": None}, {"data": []}, {"data": 7}, [], "x", {"errors": "x"}])
def test_graphql_without_data_or_errors_is_no_answer(body: object) -> None:
    with pytest.raises(HostDown):
        graphql_data(answer(200, json.dumps(body).encode()), NOW)
