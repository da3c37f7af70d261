"""The written contract of the API breaks its callers, or the routes have left it.

An operation, type or field is gone from the checked-in OpenAPI or GraphQL file, or one more is demanded. Or a route is
gone or new, and the file that names the routes around it says otherwise.

Why it matters:
    Clients are generated from this file. What is gone from it fails to compile or at the call; what it still promises
    fails in production.

Instead:
    Add beside the old, mark the old as deprecated, and remove it when nobody asks. Regenerate the file with the routes.

What it does not see:
    Which callers there are; parameters and types of OpenAPI. Files that are written on one line, or only by a release:
    `follows_routes: false` says so.

Sources:
    Catalogue AP13; OpenAPI Specification 3.1, Paths Object; GraphQL documentation, Schema design, Versioning.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

from pydantic import Field

from checks.declarations.contract_files import Promise, is_contract, promises_of
from checks.declarations.pairs import is_read
from checks.declarations.routes import Route, routes_at_head, routes_of
from checks.kit import Action, Change, ChangeSet, Check, Example, Hit, Kind, Severity, Source
from checks.kit import Options as NoOptions
from checks.kit.sentence import Sentence, at_base, at_head, code

_NAMES = re.compile(r"(openapi|swagger|api[-_]?spec|api[-_]?schema)[\w.-]*\.(ya?ml|json)$|^api\.ya?ml$", re.IGNORECASE)
_PARAMETER = re.compile(r"<[^>]*>|\{[^}]*\}|\(\?P<\w+>[^)]*\)|:\w+")
_MANY = 4
_FEWEST = 3
_SHARE = 0.8
_FILES = 3


class Options(NoOptions):
    """What a repository may set for this check."""

    follows_routes: bool = Field(
        default=True, description="Whether the file changes with the routes, not by a release."
    )


def find(change: Change, options: Options) -> Iterator[Hit]:
    """A hit for every promise that is gone and every new demand; one for the routes that the file does not know."""
    if is_contract(change.base) and is_contract(change.head):
        yield from _broken(change)
    elif options.follows_routes and is_read(change) and change.base is not None and change.head is not None:
        yield from _left_behind(change)


def _broken(change: Change) -> Iterator[Hit]:
    base, head = promises_of(change.within, change.base), promises_of(change.within, change.head)
    if not head:
        return
    owners = {name.partition(".")[0] for name in base.keys() - head.keys() if "." not in name}
    gone = [
        promise
        for name, promise in base.items()
        if name not in head and not promise.demand and ("." not in name or name.partition(".")[0] not in owners)
    ]
    shown = gone[:1] if len(gone) >= _MANY else gone
    for promise in shown:
        more = len(gone) - len(shown)
        yield at_base(change, promise.place, _says(promise.name, "is gone from the written contract", more))
    for name, promise in head.items():
        field = name.rstrip("?")
        if promise.demand and name not in base and field.partition(".")[0] in _owners(base):
            yield at_head(change, promise.place, _says(promise.name, "is demanded by the written contract now", 0))
    for name, promise in base.items():
        now = head.get(name)
        if now is not None and _is_less(promise, now):
            yield at_head(change, now.place, _says(promise.name, "may be null in the written contract now", 0))


def _owners(promises: Mapping[str, Promise]) -> set[str]:
    return {name.partition(".")[0] for name in promises}


def _is_less(was: Promise, now: Promise) -> bool:
    """`Int!` became `Int`."""
    return was.type.endswith("!") and now.type == was.type.removesuffix("!")


def _says(name: str, what: str, more: int) -> Sentence:
    others = f" {more} more promises went with it." if more else ""
    return Sentence(
        kind=Kind.CHANGED,
        symbol=name,
        fact=f"contract {name} {what.partition(' ')[0]}",
        title=f"{code(name)} {what}",
        message=f"Clients are generated from this file, and rely on it.{others}",
        confidence=0.7,
    )


def _left_behind(change: Change) -> Iterator[Hit]:
    """Routes of this file that came or went, where an unchanged contract names the others."""
    was = {_mark(route): route for route in routes_of(change.within, change.base) if route.function is not None}
    now = {_mark(route): route for route in routes_of(change.within, change.head) if route.function is not None}
    if was.keys() == now.keys() or len(was) < _FEWEST:
        return
    bound = {(verb, _plain(path)) for verbs, path in change.within.ask(routes_at_head) for verb in verbs}
    for source in change.within.ask(_unchanged_contracts):
        said = frozenset(_plain(name.partition(" ")[2]) for name in promises_of(change.within, source) if " /" in name)
        named = [_is_said(mark, said) for mark in was if mark[1]]
        if not named or sum(named) < _SHARE * len(named):
            continue
        for mark, route in was.items():
            if mark not in now and _is_said(mark, said) and mark not in bound:
                yield at_base(change, route.node, _out_of_step(route, source, "still promises"))
        for mark, route in now.items():
            if mark not in was and mark[1] and not _is_said(mark, said):
                yield at_head(change, route.node, _out_of_step(route, source, "does not know"))
        return


def _out_of_step(route: Route, source: Source, what: str) -> Sentence:
    return Sentence(
        kind=Kind.CHANGED,
        symbol=route.name,
        fact=f"contract {what} {_plain(route.path)}",
        title=f"{code(source.path)} {what} {code(route.path)}",
        message="Clients are generated from this file, and the routes around this one stand in it.",
        confidence=0.6,
    )


def _mark(route: Route) -> tuple[str, str]:
    return min(route.verbs, default=""), _plain(route.path)


def _plain(path: str) -> str:
    return _PARAMETER.sub("{}", path).strip("/^$")


def _is_said(mark: tuple[str, str], said: frozenset[str]) -> bool:
    """Whether the contract has this path, with whatever a router or server puts in front."""
    path = mark[1]
    return bool(path) and any(known == path or known.endswith(f"/{path}") for known in said)


def _unchanged_contracts(changes: ChangeSet) -> tuple[Source, ...]:
    changed = {change.path for change in changes}
    paths = sorted(
        path for path in changes.walk_head() if _NAMES.search(PurePosixPath(path).name) and path not in changed
    )
    read = (changes.read_head(path) for path in paths[:_FILES])
    return tuple(source for source in read if is_contract(source) and source is not None)


_API = """
    openapi: 3.1.0
    info: {{title: Shop}}
    paths:
      /orders/{{id}}:
        get:
          summary: One order
        {verb}:
          summary: Closes it
    components:
      schemas:
        Order:
          type: object
          required: [{required}]
          properties:
            id: {{type: integer}}
            {field}: {{type: string}}
"""
_WHOLE = _API.format(verb="delete", required="id", field="total")
_GRAPHQL = """
    type Order {{
      id: ID!
      total(
        currency: String
      ): Int{null}
    }}

    input OrderInput {{
      text: String!
      {demand}
    }}
"""
_ROUTES = """
    @router.get("/")
    def all(db):
        return db.all()


    @router.get("/{{id}}")
    def one(db, id: int):
        return db.get(id)


    @router.get("/{{id}}/lines")
    def lines(db, id: int):
        return db.lines(id)


    @router.get("{path}")
    def more(db, id: int):
        return db.more(id)
"""
_SPEC = {
    "docs/openapi.yaml": "openapi: 3.1.0\npaths:\n"
    + "".join(f"  {path}:\n    get:\n      summary: x\n" for path in ("/orders", "/orders/{id}", "/orders/{id}/lines"))
    + "  /orders/{id}/bill:\n    get:\n      summary: x\n  /:\n    get:\n      summary: x\n"
}

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("AP13",),
    kind=Kind.CHANGED,
    severity=Severity.HIGH,
    action=Action.SIGN_OFF,
    since="0.1.0",
    options=Options,
    find=find,
    examples=(
        Example(
            "an operation is gone",
            path="docs/openapi.yaml",
            base=_WHOLE,
            head=_API.format(verb="x-old", required="id", field="total"),
            finds=((7, "`DELETE /orders/{id}` is gone"),),
        ),
        Example(
            "one more field is demanded",
            path="schema.graphql",
            base=_GRAPHQL.format(null="!", demand="code: String"),
            head=_GRAPHQL.format(null="!", demand="code: String!"),
            finds=((10, "`OrderInput.code` is demanded"),),
        ),
        Example(
            "a field may be null",
            path="schema.graphql",
            base=_GRAPHQL.format(null="!", demand="code: String").replace("id: ID!", "id: ID!\n      name: String!"),
            head=_GRAPHQL.format(null="!", demand="code: String").replace("id: ID!", "id: ID!\n      name: String"),
            finds=((3, "`Order.name` may be null"),),
        ),
        Example(
            "the file promises a route that is gone",
            base=_ROUTES.format(path="/{id}/bill"),
            head=_ROUTES.format(path="/{id}/lines"),
            context=_SPEC,
            finds=((16, "still promises `/{id}/bill`"),),
        ),
        Example(
            "a field more",
            path="schema.graphql",
            base=_GRAPHQL.format(null="!", demand=""),
            head=_GRAPHQL.format(null="!", demand="code: String"),
        ),
        Example(
            "other words in the file",
            path="docs/openapi.yaml",
            base=_WHOLE,
            head=_WHOLE.replace("One order", "A single order"),
        ),
        Example(
            "a field more in the answer",
            path="docs/openapi.yaml",
            base=_WHOLE,
            head=_WHOLE + "            note: {type: string}\n",
        ),
        Example(
            "a file that names other routes",
            base=_ROUTES.format(path="/{id}/bill"),
            head=_ROUTES.format(path="/{id}/lines"),
            context={"docs/openapi.yaml": "openapi: 3.1.0\npaths:\n  /carts:\n    get:\n      summary: x\n"},
        ),
        Example(
            "no contract is checked in",
            base=_ROUTES.format(path="/{id}/bill"),
            head=_ROUTES.format(path="/{id}/lines"),
        ),
        Example(
            "settings that are no contract",
            path="deploy/app.yaml",
            base="paths:\n  /orders:\n    get: yes\n",
            head="paths:\n  /carts:\n    get: yes\n",
        ),
    ),
)
