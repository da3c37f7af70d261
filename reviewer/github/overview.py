"""One look at a pull request: its head, its base, the configuration there, and what we have posted."""

from __future__ import annotations

from msgspec import Struct

from reviewer.config import ORGANISATION_REPOSITORY, PATHS
from reviewer.domain.conversations import Thread
from reviewer.domain.delivery import PullRequestKey
from reviewer.domain.errors import HostDown
from reviewer.domain.material import PullRequest
from reviewer.domain.signoff.bars import Makers
from reviewer.domain.signoff.codeowners import PATHS as OWNERS_PATHS
from reviewer.domain.signoff.codeowners import CodeOwners, read_codeowners
from reviewer.github.answers import read
from reviewer.github.client import Installation
from reviewer.github.entries import Entry
from reviewer.github.graphql import dig
from reviewer.github.makers import read_makers
from reviewer.github.names import CHECK_NAME, external_id, owner_and_name
from reviewer.github.overview_answer import Base, Organisation, PullAnswer, Suites, Threads
from reviewer.github.queries import MORE_THREADS, OVERVIEW
from reviewer.github.threads import own_threads

_WHAT = "POST /graphql (pull request)"
_DEFAULTS = "organisation"
_THREAD_PAGES = 20
_GHOST = "ghost"
"""How GitHub calls the author of what a deleted account left behind."""


class Overview(Struct, frozen=True):
    """What one look told.

    Attributes:
        id: GraphQL's name of the pull request.
        is_open: whether the pull request still waits to be merged.
        base_tip: SHA of the base branch's tip.
        configs: the configuration files at the base tip, by path, the one that counts first.
        defaults: those of the organisation, likewise, under its own name; empty where it has none to be seen.
        owners: CODEOWNERS at the base tip.
        makers: who stands behind the change.
        has_run: whether the head has a check run of ours; True also when that is not known.
        threads: those that our comments began, of the first page.
        more_threads: cursor after the threads that were read; None when there are no more.
    """

    id: str
    head_sha: str
    is_open: bool
    base_tip: str
    changed_files: int
    pull_request: PullRequest
    configs: tuple[tuple[str, Entry], ...]
    defaults: tuple[tuple[str, Entry], ...]
    owners: CodeOwners
    makers: Makers
    has_run: bool
    threads: tuple[Thread, ...]
    more_threads: str | None


async def read_overview(api: Installation, key: PullRequestKey) -> Overview:
    """Ask GitHub, in one request.

    Raises:
        NotVisible: there is no such pull request, or it is not to be seen.
        TryAgain, MissingPermission: as every request.
    """
    owners = {f"owners{n}": path for n, path in enumerate(OWNERS_PATHS)}
    asked = {"check": CHECK_NAME, "app": api.client.app_id, "yml": PATHS[0], "yaml": PATHS[1], **owners}
    variables = {**_names(key), **asked, "defaults": ORGANISATION_REPOSITORY}
    data = await api.graphql(OVERVIEW, variables, optional=(_DEFAULTS,))
    pull = read(PullAnswer, dig(data, "repository", "pullRequest"), _WHAT)
    base = pull.base_ref.target if pull.base_ref is not None else None
    if base is None and pull.state == "OPEN":
        raise HostDown(f"{_WHAT}: the base branch is not there")
    threads = pull.review_threads
    facts = _facts(key.number, pull)
    return Overview(
        id=pull.id,
        head_sha=pull.head_ref_oid,
        is_open=pull.state == "OPEN",
        base_tip=base.oid if base else "",
        changed_files=pull.changed_files,
        pull_request=facts,
        configs=_configs(base),
        defaults=_defaults(key, data),
        owners=_owners(base),
        makers=await read_makers(api, key, facts.author, pull),
        has_run=_has_run(pull, external_id(key.number, pull.head_ref_oid)),
        threads=tuple(own_threads(threads)),
        more_threads=threads.page_info.end_cursor if threads.page_info.has_next_page else None,
    )


async def all_threads(api: Installation, key: PullRequestKey, seen: Overview) -> tuple[Thread, ...]:
    """All threads that our comments began: of the overview, and of the pages after it."""
    found, after = list(seen.threads), seen.more_threads
    for _ in range(_THREAD_PAGES):
        if after is None:
            break
        data = await api.graphql(MORE_THREADS, {**_names(key), "after": after})
        threads = read(Threads, dig(data, "repository", "pullRequest", "reviewThreads"), _WHAT)
        found += own_threads(threads)
        after = threads.page_info.end_cursor if threads.page_info.has_next_page else None
    return tuple(found)


def _names(key: PullRequestKey) -> dict[str, object]:
    owner, name = owner_and_name(key.repository)
    return {"owner": owner, "name": name, "number": key.number}


def _facts(number: int, pull: PullAnswer) -> PullRequest:
    is_bot = pull.author is not None and pull.author.kind == "Bot"
    login = pull.author.login if pull.author else _GHOST
    return PullRequest(
        number=number,
        title=pull.title,
        body=pull.body,
        author=f"{login}[bot]" if is_bot else login,  # GraphQL leaves away what REST and people write
        author_is_bot=is_bot,
        head_branch=pull.head_ref_name,
        base_branch=pull.base_ref_name,
        draft=pull.is_draft,
    )


def _configs(base: Base | None) -> tuple[tuple[str, Entry], ...]:
    if base is None:
        return ()
    both = zip(PATHS, (base.yml, base.yaml), strict=True)
    return tuple((path, entry) for path, entry in both if entry is not None)


def _defaults(key: PullRequestKey, data: object) -> tuple[tuple[str, Entry], ...]:
    """The organisation's files; of its own repository they are what the base says already."""
    owner, name = owner_and_name(key.repository)
    shown = dig(data, _DEFAULTS)
    if shown is None or name == ORGANISATION_REPOSITORY:
        return ()
    ref = read(Organisation, shown, _WHAT).default_branch_ref
    found = _configs(ref.target if ref is not None else None)
    return tuple((f"{owner}/{ORGANISATION_REPOSITORY}:{path}", entry) for path, entry in found)


def _owners(base: Base | None) -> CodeOwners:
    """The file that counts; one that is cut or no text names nobody."""
    places = (base.owners0, base.owners1, base.owners2) if base is not None else ()
    entry = next((one for one in places if one is not None), None)
    data = entry.data() if entry is not None else None
    return read_codeowners(data.decode("utf-8", "replace")) if data is not None else CodeOwners()


def _has_run(pull: PullAnswer, wanted: str) -> bool:
    """Unknown counts as yes, which costs one request; the last commit listed is not always the head."""
    for node in pull.commits.nodes:
        if node is not None and node.commit.oid == pull.head_ref_oid and node.commit.check_suites is not None:
            return wanted in _external_ids(node.commit.check_suites)
    return True


def _external_ids(suites: Suites) -> set[str | None]:
    runs = (suite.check_runs for suite in suites.nodes if suite is not None)
    return {run.external_id for part in runs if part is not None for run in part.nodes if run is not None}
