"""Functions of one file that have another name at head and do what they did."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping

from checks.kit.change import Change
from checks.kit.files import language
from checks.kit.index import Function
from checks.kit.source import Source


def renamed_functions(change: Change) -> Mapping[str, str]:
    """Name at base -> name at head, where arguments and body are the same to the letter of the syntax tree."""
    return change.ask(_renamed)


def in_new_names(text: str, renamed: Mapping[str, str]) -> str:
    """`text` with the old names in it as they are now."""
    if not any(name in text for name in renamed):
        return text
    pattern = re.compile(rf"(?<![\w])({'|'.join(map(re.escape, renamed))})(?![\w])")
    return pattern.sub(lambda found: renamed[found[1]], text)


def _renamed(change: Change) -> Mapping[str, str]:
    if change.base is None or change.head is None or language(change.path) != "python":
        return {}
    base, head = _functions(change.base), _functions(change.head)
    gone = {name: node for name, node in base.items() if name not in head}
    new = {name: node for name, node in head.items() if name not in base}
    if not gone or not new:
        return {}
    bodies = {_body(node): name for name, node in new.items()}
    found = {name: bodies.get(_body(node)) for name, node in gone.items()}
    return {
        name.rpartition(".")[2]: other.rpartition(".")[2]
        for name, other in found.items()
        if other is not None and name.rpartition(".")[0] == other.rpartition(".")[0]
    }


def _functions(source: Source) -> dict[str, Function]:
    return {name: node for node, name in source.index.names.items() if isinstance(node, Function)}


def _body(node: Function) -> str:
    parts = [ast.dump(node.args), *map(ast.dump, node.body), *map(ast.dump, node.decorator_list)]
    return f"{type(node).__name__} {' '.join(parts)}"
