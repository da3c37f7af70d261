"""Refactorings of foreign code that change no behaviour, near its guards."""

import random
import re
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Final, TypeVar

from tree_sitter import Node

from benchmarks.made_losses import IF_NODES, condition_of, nodes, parsed, text

Edit = tuple[int, int, bytes]
Item = TypeVar("Item")

IMPORTS: Final = {"import_statement", "import_declaration", "namespace_use_declaration"}
MOVABLE: Final = {"function_declaration", "method_definition", "method_declaration", "method", "singleton_method"}
COMMENT: Final = {"ruby": "#"}
DECLARE: Final = {
    "javascript": "const {} = {};",
    "typescript": "const {} = {};",
    "tsx": "const {} = {};",
    "go": "{} := {}",
    "java": "boolean {} = {};",
    "ruby": "{} = {}",
    "php": "${} = {};",
}


def refactorings(name: str, data: bytes, rng: random.Random) -> Iterator[tuple[str, bytes]]:
    """One of each kind, where the file allows it: kind, and the file after it."""
    tree = list(nodes(parsed(name, data)))
    for kind, make in KINDS.items():
        edits = make(name, tree, rng)
        if edits:
            after = data
            for start, end, put in sorted(edits, reverse=True):
                after = after[:start] + put + after[end:]
            if after != data:
                yield kind, after


def renamed_local(_name: str, tree: list[Node], rng: random.Random) -> list[Edit]:
    """A parameter or variable of a function under another name, everywhere in it."""
    kinds = {"identifier", "variable_name"}
    functions = [node for node in tree if node.type in MOVABLE and guards_in(node)]
    for function in shuffled(functions, rng):
        declared = declared_in(function, kinds)
        for old in shuffled(sorted(set(declared)), rng):
            used = [node for node in nodes(function) if node.type in kinds and text(node) == old]
            short = any(node.type.startswith("shorthand") and text(node) == old for node in nodes(function))
            if len(used) > 2 and not short and len(old) > 2 and old not in {"err", "self", "this"}:
                return [(node.start_byte, node.end_byte, f"{old}Found".encode()) for node in used]
    return []


def declared_in(function: Node, kinds: set[str]) -> list[str]:
    """Names of parameters and variables that a function declares."""
    declarations = {"variable_declarator", "short_var_declaration", "assignment", "required_parameter"}
    found: list[str] = []
    for parent in nodes(function):
        if parent.type in declarations:
            given = parent.child_by_field_name("name") or parent.child_by_field_name("left") or parent.named_children[0]
            names = given.named_children if given.type == "expression_list" else [given]
            found += [text(node) for node in names if node.type in kinds]
    return found


def reordered_imports(name: str, tree: list[Node], rng: random.Random) -> list[Edit]:
    """Two neighbouring imports change places."""
    lines = [node for node in tree if node.type in IMPORTS or (name == "ruby" and text(node).startswith("require "))]
    pairs = [(one, other) for one, other in pairwise(lines) if other.start_point.row - one.end_point.row == 1]
    return swapped(rng.choice(pairs)) if pairs else []


def reformatted(name: str, tree: list[Node], rng: random.Random) -> list[Edit]:
    """The arguments of a call on lines of their own."""
    calls = [
        node
        for node in tree
        if node.type in {"arguments", "argument_list"}
        and len(node.named_children) > 1
        and "\n" not in text(node)
        and text(node).startswith("(")
        and name != "go"
    ]
    if not calls:
        return []
    chosen = rng.sample(calls, min(8, len(calls)))
    outer = [node for node in chosen if not nested(node, chosen)]
    return [(it.start_byte, it.start_byte, b"\n    ") for node in outer for it in node.named_children]


def extracted_variable(name: str, tree: list[Node], rng: random.Random) -> list[Edit]:
    """The condition of an early exit gets a name."""
    for node in shuffled([it for it in tree if it.type in IF_NODES and guards_in(it, own=True)], rng):
        condition, parent = node.child_by_field_name("condition"), node.parent
        if condition is None or parent is None or node.type.endswith("modifier") or "\n" in text(condition):
            continue
        if parent.type not in {"statement_block", "block", "body_statement", "compound_statement", "statement_list"}:
            continue
        if node.child_by_field_name("initializer") is not None or not text(node).startswith(("if", "unless")):
            continue
        bare = re.sub(r"^\((.*)\)$", r"\1", condition_of(node))
        label = "$refused" if name == "php" else "refused"
        line = DECLARE[name].format("refused", bare)
        put = f"({label})" if condition_of(node).startswith("(") else label
        return [
            (node.start_byte, node.start_byte, f"{line}\n".encode()),
            (condition.start_byte, condition.end_byte, put.encode()),
        ]
    return []


def commented(name: str, tree: list[Node], _rng: random.Random) -> list[Edit]:
    """A comment before every early exit."""
    mark = COMMENT.get(name, "//")
    found = [it for it in tree if it.type in IF_NODES and guards_in(it, own=True) and starts_line(it)]
    return [(it.start_byte, it.start_byte, f"{mark} nobody else may pass\n".encode()) for it in found[:6]]


def moved_function(_name: str, tree: list[Node], rng: random.Random) -> list[Edit]:
    """Two neighbouring functions change places."""
    pairs: list[tuple[Node, Node]] = []
    for node in tree:
        after = node.next_named_sibling
        if node.type not in MOVABLE or after is None or after.type != node.type:
            continue
        if guards_in(node) or guards_in(after):
            before = node.prev_named_sibling
            if before is None or before.type not in {"decorator", "comment"}:
                pairs.append((node, after))
    return swapped(rng.choice(pairs)) if pairs else []


KINDS: Final[dict[str, Callable[[str, list[Node], random.Random], list[Edit]]]] = {
    "rename local": renamed_local,
    "reorder imports": reordered_imports,
    "reformat": reformatted,
    "extract variable": extracted_variable,
    "comment": commented,
    "move function": moved_function,
}


def swapped(pair: tuple[Node, Node]) -> list[Edit]:
    one, other = pair
    return [
        (one.start_byte, one.end_byte, other.text or b""),
        (other.start_byte, other.end_byte, one.text or b""),
    ]


def guards_in(node: Node, *, own: bool = False) -> bool:
    """Whether an early exit stands in it, or is it."""
    found = [node] if own else [it for it in nodes(node) if it.type in IF_NODES]
    return any(
        re.search(r"\b(return|throw|raise|abort|head|render)\b", text(it)) and len(text(it)) < 400 for it in found
    )


def starts_line(node: Node) -> bool:
    blocks = {"statement_block", "block", "body_statement", "compound_statement", "then"}
    return node.parent is not None and node.parent.type in blocks


def nested(node: Node, others: list[Node]) -> bool:
    return any(it.start_byte < node.start_byte and node.end_byte < it.end_byte for it in others)


def shuffled(items: list[Item], rng: random.Random) -> list[Item]:
    return rng.sample(items, len(items))
