"""POST /graphql: errors come with status 200, the pool is a separate one, and nothing is guessed."""

from __future__ import annotations

from functools import lru_cache
from typing import cast

from graphql import (
    GraphQLError,
    OverlappingFieldsCanBeMergedRule,
    build_schema,
    execute_sync,  # pyright: ignore[reportUnknownVariableType]  # its own annotations are incomplete
    parse,
    specified_rules,
    validate,
)
from graphql.language import DocumentNode, FieldNode, Visitor, visit
from starlette.responses import Response

from tests.fakes.github.answers import ApiError, answer
from tests.fakes.github.doors import Call
from tests.fakes.github.graphql_fields import Unavailable
from tests.fakes.github.graphql_schema import SCHEMA
from tests.fakes.github.graphql_threads import thread_mutations
from tests.fakes.github.graphql_views import Root
from tests.fakes.github.state import Json

_SCHEMA = build_schema(SCHEMA)
_NODES = 500_000
# Comparing each pair of hundreds of aliases takes seconds; names that are asked twice show in the answer anyway.
_RULES = [rule for rule in specified_rules if rule is not OverlappingFieldsCanBeMergedRule]


def graphql(call: Call) -> Response:
    body = call.json()
    query = body.get("query")
    if not isinstance(query, str):
        raise ApiError(400, "A query attribute must be specified and must be a string.")
    document, errors = _read(query)
    if document is None or errors:  # a query that does not run has no data key
        return answer({"errors": errors})
    variables = cast("Json | None", body.get("variables"))
    root = {"repository": Root(call).repository, **thread_mutations(call)}
    done = execute_sync(_SCHEMA, document, root_value=root, variable_values=variables)
    failed: Json = {"errors": [_error(error) for error in done.errors]} if done.errors else {}
    return answer({"data": done.data, **failed})


@lru_cache(maxsize=1024)
def _read(query: str) -> tuple[DocumentNode | None, tuple[Json, ...]]:
    """The query and what is wrong with it, which its text alone decides; None when it is none."""
    try:
        document = parse(query)
    except GraphQLError as error:
        return None, (_error(error),)
    return document, (*map(_error, validate(_SCHEMA, document, _RULES)), *_bounds(document))


def writes(body: bytes) -> bool:
    """Whether it is a mutation, which counts as content like any write."""
    return b'"query":"mutation' in body.replace(b'"query": ', b'"query":')


def _error(error: GraphQLError) -> Json:
    shape: Json = {"message": error.message}
    if isinstance(error.original_error, Unavailable):
        shape["type"] = error.original_error.kind
    if error.path:
        shape["path"] = error.path
    if error.locations:
        shape["locations"] = [{"line": place.line, "column": place.column} for place in error.locations]
    return shape


def _bounds(document: DocumentNode) -> list[Json]:
    """Every connection needs `first` or `last`, from 1 to 100; the product may not pass 500,000."""
    finder = _Connections()
    visit(document, finder)
    return finder.errors


class _Connections(Visitor):
    def __init__(self) -> None:
        super().__init__()
        self.errors: list[Json] = []
        self._nodes = [1]

    def enter_field(self, node: FieldNode, *_: object) -> None:
        names = {argument.name.value: argument.value for argument in node.arguments or ()}
        bounded = next((names[key] for key in ("first", "last") if key in names), None)
        if bounded is None:
            self._nodes.append(self._nodes[-1])
            if _asks_for_nodes(node):
                self._refuse("MISSING_PAGINATION_BOUNDARIES", node, "You must provide a `first` or `last` value")
            return
        count = int(getattr(bounded, "value", "100"))
        self._nodes.append(self._nodes[-1] * count)
        if not 1 <= count <= 100:
            self._refuse("EXCESSIVE_PAGINATION", node, f"Requesting {count} records exceeds the `first` limit of 100")
        if self._nodes[-1] > _NODES:
            self._refuse("MAX_NODE_LIMIT_EXCEEDED", node, f"requests up to {self._nodes[-1]} possible nodes")

    def leave_field(self, *_: object) -> None:
        self._nodes.pop()

    def _refuse(self, kind: str, node: FieldNode, why: str) -> None:
        self.errors.append({"type": kind, "message": f"{why} on the `{node.name.value}` connection."})


def _asks_for_nodes(node: FieldNode) -> bool:
    inside = node.selection_set.selections if node.selection_set else ()
    return any(isinstance(field, FieldNode) and field.name.value == "nodes" for field in inside)
