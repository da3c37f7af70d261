"""Where the code of a pull request names a column."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from checks.kit import Change, ChangeSet, Evidence, Side, Source, Span, Undecodable, Unparsable
from checks.kit.files import is_test
from checks.schema.python.descent import descend
from checks.schema.state.steps import migration_at_head

_INTERFACE = re.compile(r"Serializer$|Schema$|BaseModel$|Out$|Response$|Read$|ObjectType$|(?:^|\.)Model$")


def removed_uses(changes: ChangeSet, column: str) -> tuple[Evidence | None, Evidence | None]:
    """The first line of code that names the column at base and is gone at head, and the first such in an interface."""
    word = re.compile(rf"\b{re.escape(column)}\b") if column else None
    code: Evidence | None = None
    interface: Evidence | None = None
    for change in changes if word is not None else ():
        if change.base is None or not _is_code(change) or word is None or column.encode() not in change.base.data:
            continue
        for number in sorted(change.removed_lines):
            line = change.base.lines[number - 1] if number <= len(change.base.lines) else ""
            if not word.search(line):
                continue
            evidence = Evidence(Span(Side.LEFT, change.base_path, number, number), line, "used it until now")
            code = code or evidence
            if interface is None and _is_interface(change.base, number):
                interface = Evidence(evidence.span, line, "the interface that loses it")
    return code, interface


def _is_code(change: Change) -> bool:
    return change.path.endswith(".py") and not is_test(change.path) and migration_at_head(change) is None


def _is_interface(source: Source, line: int) -> bool:
    """Whether a line stands in a class that answers requests: a serializer, a schema, a response model."""
    return any(node.lineno <= line <= (node.end_lineno or node.lineno) and _answers(node) for node in _classes(source))


def _answers(node: ast.ClassDef) -> bool:
    names = [node.name, *(ast.unparse(base) for base in node.bases)]
    if any("models.Model" in name or name == "Base" for name in names):
        return False
    return any(_INTERFACE.search(name) for name in names)


def _classes(source: Source) -> Iterator[ast.ClassDef]:
    try:
        tree = source.tree
    except (Undecodable, Unparsable):
        return
    yield from (node for node in descend(tree) if isinstance(node, ast.ClassDef))


def kept_uses(source: Source, model: str, column: str) -> Iterator[int]:
    """Lines at head that still name a column of a model: in a Meta of that model, or in a query on it."""
    if model.encode() not in source.data or column.encode() not in source.data:
        return
    for node in _classes(source):
        if _is_about(node, model):
            yield from (item.lineno for item in _listed(node) if item.value == column)
    try:
        tree = source.tree
    except (Undecodable, Unparsable):
        return
    for call in (node for node in descend(tree) if isinstance(node, ast.Call)):
        if _queries(call, model):
            yield from (
                call.lineno for item in call.keywords if item.arg is not None and item.arg.split("__")[0] == column
            )
            yield from (item.lineno for item in call.args if isinstance(item, ast.Constant) and item.value == column)


def _is_about(node: ast.ClassDef, model: str) -> bool:
    """A class that says `model = Model`, in its Meta or itself."""
    metas = [node, *(item for item in node.body if isinstance(item, ast.ClassDef) and item.name == "Meta")]
    for item in (statement for meta in metas for statement in meta.body):
        match item:
            case ast.Assign(targets=[ast.Name(id="model" | "queryset")], value=value) if (
                model in ast.unparse(value).replace(".", " ").split()
            ):
                return True
            case _:
                continue
    return False


def _listed(node: ast.ClassDef) -> Iterator[ast.Constant]:
    """Texts in the lists of a class that name fields."""
    names = {
        "fields",
        "exclude",
        "read_only_fields",
        "list_display",
        "list_filter",
        "search_fields",
        "ordering",
        "filterset_fields",
        "raw_id_fields",
    }
    for item in descend(node):
        if (
            isinstance(item, ast.Assign)
            and len(item.targets) == 1
            and isinstance(item.targets[0], ast.Name)
            and item.targets[0].id in names
        ):
            yield from (inner for inner in descend(item.value) if isinstance(inner, ast.Constant))


def _queries(call: ast.Call, model: str) -> bool:
    """`Model.objects.filter(…)` and what follows it."""
    methods = {
        "filter",
        "exclude",
        "get",
        "values",
        "values_list",
        "order_by",
        "only",
        "defer",
        "update",
        "create",
        "select_related",
    }
    if not isinstance(call.func, ast.Attribute) or call.func.attr not in methods:
        return False
    return re.match(rf"(?:\w+\.)*{re.escape(model)}\.objects\b", ast.unparse(call.func.value)) is not None
