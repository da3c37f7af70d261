"""Whether a change carries the traces of a coding agent, and which: read from accounts and texts.

A trace only ever tightens a review, for every one of them can be removed; and none is a person's
name, for people are called Claude and Devin too. The traces themselves are the rows of `agents`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from enum import IntEnum
from functools import cache

from msgspec import Struct

from reviewer.domain.agents import AGENTS, Agent
from reviewer.domain.material import Commit, PullRequest
from reviewer.domain.report import Authorship, Signal

_NOREPLY = re.compile(r"(?:(\d+)\+)?(.+)@users\.noreply\.github\.com")
_TRAILER = re.compile(r"[ \t]*([A-Za-z][A-Za-z-]{3,40}):[ \t]*(\S.*)")
_PERSON = re.compile(r"[^<]*<([^<>]*)>")
_AUTHORING = frozenset({"co-authored-by", "co-developed-by", "authored-by", "signed-off-by"})
_POLICY = frozenset({"assisted-by", "generated-by", "ai-assisted-by", "ai-generated-by", "co-developed-by"})
_NOT_WRITTEN_HERE = re.compile(r"<!--.*?(?:-->|\Z)|^ {0,3}(```|~~~).*?(?:^ {0,3}\1|\Z)", re.DOTALL | re.MULTILINE)
_LONGEST_LINE = 500
_LONGEST_VALUE = 200
_SIGNALS = 20


class _Weight(IntEnum):
    """How surely the trace says that the agent wrote the change, surest first."""

    ACCOUNT = 0
    TRAILER = 1
    FOOTER = 2
    BRANCH = 3
    SUGGESTION = 4


class _Trace(Struct, frozen=True):
    weight: _Weight
    agent: Agent
    signal: Signal


def authorship(commits: Sequence[Commit], pull_request: PullRequest | None) -> Authorship:
    """The agent whose traces are the surest, and every trace as evidence (the first twenty).

    Signal kinds: "pull-request-author", "author", "committer", "author-suffix", "co-author",
    "trailer", "footer", "session-link", "subject", "branch", and "accepted-suggestion" where a
    person took over what a reviewing agent proposed.
    """
    found = [trace for commit in commits for trace in _of_commit(commit)]
    if pull_request is not None:
        found += _of_pull_request(pull_request)
    if not found:
        return Authorship(agent=None)
    found.sort(key=lambda trace: (trace.weight, AGENTS.index(trace.agent)))
    signals = tuple(dict.fromkeys(trace.signal for trace in found))
    return Authorship(agent=found[0].agent.name, signals=signals[:_SIGNALS])


def _of_commit(commit: Commit) -> Iterator[_Trace]:
    people = (
        ("author", commit.author_name, commit.author_email),
        ("committer", commit.committer_name, commit.committer_email),
    )
    for role, name, address in people:
        if (agent := _by_address(address)) or (agent := _by_suggesting_address(address)):
            yield _trace(_Weight.ACCOUNT, agent, role, f"{name} <{address}>")
        for agent in AGENTS:
            if agent.name_suffix and name.rstrip().endswith(agent.name_suffix):
                yield _trace(_Weight.ACCOUNT, agent, "author-suffix", name)
    for agent in AGENTS:
        if agent.subject_prefix and commit.message.startswith(agent.subject_prefix):
            yield _trace(_Weight.FOOTER, agent, "subject", commit.message.split("\n", 1)[0])
    yield from _of_text(commit.message)


def _of_pull_request(pull_request: PullRequest) -> Iterator[_Trace]:
    login = pull_request.author.removesuffix("[bot]").casefold()
    if pull_request.author_is_bot or pull_request.author.endswith("[bot]"):
        for agent in AGENTS:
            if login in agent.apps:
                yield _trace(_Weight.ACCOUNT, agent, "pull-request-author", pull_request.author)
    for agent in AGENTS:
        if any(re.fullmatch(pattern, pull_request.head_branch) for pattern in agent.branches):
            yield _trace(_Weight.BRANCH, agent, "branch", pull_request.head_branch)
    yield from _of_text(_NOT_WRITTEN_HERE.sub("", pull_request.body))


def _of_text(text: str) -> Iterator[_Trace]:
    for line in text.splitlines():
        if len(line) > _LONGEST_LINE:
            continue
        if trailer := _TRAILER.fullmatch(line):
            yield from _of_trailer(trailer[1].casefold(), trailer[2].strip())
        if (footer := _footer().match(line)) and footer["product"]:
            yield _trace(_Weight.FOOTER, _by_product()[footer["product"].casefold()], "footer", line)
        if (link := _link().search(line)) and link["start"]:
            yield _trace(_Weight.FOOTER, _by_link()[link["start"].casefold()], "session-link", link[0])


def _of_trailer(key: str, value: str) -> Iterator[_Trace]:
    shown = f"{key}: {value}"
    for agent in AGENTS:
        if any(key == own or (own.endswith("*") and key.startswith(own[:-1])) for own in agent.trailers):
            yield _trace(_Weight.TRAILER, agent, "trailer", shown)
    person = _PERSON.match(value)
    if key in _AUTHORING and person:
        if agent := _by_address(person[1]):
            yield _trace(_Weight.TRAILER, agent, "co-author", value)
        elif agent := _by_suggesting_address(person[1]):
            yield _trace(_Weight.SUGGESTION, agent, "accepted-suggestion", value)
        elif agent := _by_name_suffix(value):
            yield _trace(_Weight.TRAILER, agent, "co-author", value)
    if key in _POLICY and (product := _product().match(value)):
        yield _trace(_Weight.TRAILER, _by_product()[product[0].casefold()], "trailer", shown)


def _trace(weight: _Weight, agent: Agent, kind: str, value: str) -> _Trace:
    return _Trace(weight, agent, Signal(kind, value.strip()[:_LONGEST_VALUE]))


def _by_address(address: str) -> Agent | None:
    own = address.strip().casefold()
    number, login = _account(own)
    for agent in AGENTS:
        if own in agent.addresses or number in agent.account_ids or login in agent.apps:
            return agent
    return None


def _by_suggesting_address(address: str) -> Agent | None:
    number, login = _account(address.strip().casefold())
    return next((agent for agent in AGENTS if number in agent.suggests or login in agent.suggests), None)


def _account(address: str) -> tuple[str, str]:
    """Number and App login of a no-reply address of GitHub; both "" where it is none."""
    found = _NOREPLY.fullmatch(address)
    if not found:
        return "", ""
    login = found[2]
    return found[1] or "", login.removesuffix("[bot]") if login.endswith("[bot]") else ""


def _by_name_suffix(value: str) -> Agent | None:
    name = value.split("<", 1)[0].rstrip()
    return next((agent for agent in AGENTS if agent.name_suffix and name.endswith(agent.name_suffix)), None)


@cache
def _by_product() -> dict[str, Agent]:
    return {product: agent for agent in AGENTS for product in agent.products}


@cache
def _by_link() -> dict[str, Agent]:
    return {link: agent for agent in AGENTS for link in agent.links}


def _any_of(words: Sequence[str]) -> str:
    """A pattern for the longest of these words, not cut out of a longer word."""
    longest_first = sorted(words, key=len, reverse=True)
    return "|".join(re.escape(word) + (r"(?!\w)" if word[-1].isalnum() else "") for word in longest_first)


@cache
def _product() -> re.Pattern[str]:
    # An address behind the name makes it a person's: only the tool's own ones count, and those are known.
    return re.compile(rf"(?:{_any_of(tuple(_by_product()))})(?!.*@)", re.IGNORECASE)


@cache
def _footer() -> re.Pattern[str]:
    """A line of its own such as "🤖 Generated with [Claude Code](...)"; a quotation or a sentence is none."""
    verbs = r"(?:PR |pull request )?(?:generated|made|created|written|authored)(?: automatically)? (?:with|by|using) "
    return re.compile(
        rf"[ \t]*[^\w\s>`'\"#-]*[ \t]*[_*]*{verbs}\[?(?P<product>{_any_of(tuple(_by_product()))})", re.IGNORECASE
    )


@cache
def _link() -> re.Pattern[str]:
    """The address of one session: more must follow than the tool's own page."""
    starts = "|".join(re.escape(start) for start in _by_link())
    return re.compile(rf"https://(?:www\.)?(?P<start>{starts})[\w?=&/-]+", re.IGNORECASE)
