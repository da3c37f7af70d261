"""The program that reads syntax trees, run in a bounded process of its own.

A grammar of tree-sitter can be driven into gigabytes and seconds by 60 kB of hostile text, inside one
call that cannot be interrupted. So it never runs in a process that matters: this file is started by its
path, with the folder of the files as its current directory, and killed by the limits it was given. It
imports nothing of the product, whose imports would cost more than the work.

In: `manifest.json`, a list of [file name, grammar]. Out, on stdout, one line for each file as soon as it
is done: {"name", "units": [[name, "function" | "class", first line, last line]], "problem": text | null}.
The file that ends the process is the first one without a line.
"""

from __future__ import annotations

import json
import re
import signal
import sys
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any, Final

from tree_sitter import Language, Node, Parser, Query, QueryCursor, Tree

CPU_SECONDS_PER_FILE: Final = 1.0  # the densest honest file of 500 kB takes a quarter of a second
_LONGEST_NAME: Final = 80
_LONGEST_QUALIFIED: Final = 300
_FLOW: Final = re.compile(rb"@flow\b")

_GRAMMARS: Final = {
    "javascript": ("tree_sitter_javascript", "language"),
    "typescript": ("tree_sitter_typescript", "language_typescript"),
    "tsx": ("tree_sitter_typescript", "language_tsx"),
    "go": ("tree_sitter_go", "language"),
    "ruby": ("tree_sitter_ruby", "language"),
    "java": ("tree_sitter_java", "language"),
    "php": ("tree_sitter_php", "language_php"),
}

_VALUE: Final = "[(arrow_function) (function_expression) (generator_function)]"
_WRAPPED: Final = f"(call_expression arguments: (arguments {_VALUE}))"
_SCRIPT: Final = f"""
(function_declaration name: (_) @name) @function
(generator_function_declaration name: (_) @name) @function
(class_declaration name: (_) @name) @class
(method_definition name: (_) @name) @function
(variable_declarator name: (identifier) @name value: {_VALUE}) @function
(variable_declarator name: (identifier) @name value: {_WRAPPED}) @wrapped
(variable_declarator name: (identifier) @name value: (class)) @class
(assignment_expression left: [(identifier) (member_expression)] @name right: {_VALUE}) @function
(assignment_expression left: (member_expression) @name right: {_WRAPPED}) @wrapped
(pair key: (_) @name value: {_VALUE}) @function
(export_statement "default" @name value: {_VALUE}) @function
(call_expression
  function: [(identifier) (member_expression)] @callee
  arguments: (arguments . [(string) (template_string)] @first {_VALUE})) @call
(call_expression
  function: (member_expression property: (property_identifier) @verb) @callee
  arguments: (arguments . (string) @first)
  (#match? @verb "^(get|post|put|patch|delete|all|head|options)$")
  (#match? @first "^./")) @call
"""
_TYPED: Final = f"""
(abstract_class_declaration name: (_) @name) @class
(internal_module name: (_) @name) @class
(public_field_definition name: (_) @name value: {_VALUE}) @function
"""
_QUERIES: Final = {
    "javascript": f"{_SCRIPT}\n(field_definition property: (_) @name value: {_VALUE}) @function",
    "typescript": _SCRIPT + _TYPED,
    "tsx": _SCRIPT + _TYPED,
    "go": """
(function_declaration name: (_) @name) @function
(method_declaration receiver: (parameter_list (parameter_declaration type: (_) @owner)) name: (_) @name) @function
(type_spec name: (_) @name type: [(struct_type) (interface_type)]) @class
(call_expression
  function: (selector_expression) @callee
  arguments: (argument_list . (interpreted_string_literal) @first)
  (#match? @first "^./")) @call
""",
    "ruby": """
(method name: (_) @name) @function
(singleton_method name: (_) @name) @function
(class name: (_) @name) @class
(module name: (_) @name) @class
""",
    "java": """
(class_declaration name: (_) @name) @class
(interface_declaration name: (_) @name) @class
(enum_declaration name: (_) @name) @class
(record_declaration name: (_) @name) @class
(method_declaration name: (_) @name) @function
(constructor_declaration name: (_) @name) @function
(compact_constructor_declaration name: (_) @name) @function
""",
    "php": """
(class_declaration name: (_) @name) @class
(interface_declaration name: (_) @name) @class
(trait_declaration name: (_) @name) @class
(enum_declaration name: (_) @name) @class
(method_declaration name: (_) @name) @function
(function_definition name: (_) @name) @function
(scoped_call_expression scope: (_) @scope name: (_) @callee
  arguments: (arguments . (argument [(string) (encapsed_string)] @first))
  (#match? @first "^./")) @call
""",
}

Unit = tuple[str, str, int, int]


@cache
def grammar(name: str) -> Language:
    """Return the grammar by its name."""
    module, function = _GRAMMARS[name]
    capsule: object = getattr(import_module(module), function)()
    return Language(capsule)


@cache
def _query(name: str) -> Query:
    return Query(grammar(name), _QUERIES[name])


def outline(name: str, data: bytes) -> tuple[list[Unit], str | None]:
    """Return the named units of one file by place, and why the file does not parse, if it does not.

    Flow is JavaScript with types that the grammar of JavaScript does not know: what only the grammar of
    TSX reads is read by that, and a file that declares Flow is never called broken here.
    """
    tree = Parser(grammar(name)).parse(data)
    problem = _problem(tree)
    if problem and name == "javascript":
        typed = Parser(grammar("tsx")).parse(data)
        if not _problem(typed):
            return list(_units("tsx", typed)), None
        if _FLOW.search(data[:3000]):
            problem = None
    return list(_units(name, tree)), problem


def _problem(tree: Tree) -> str | None:
    """Say where the first error stands.

    The grammar of TypeScript takes a tagged template with type arguments for a missing "!": no error.
    """
    stack = [tree.root_node]
    while stack:
        node = stack.pop()
        if not (node.has_error or node.is_missing):
            continue
        line = node.start_point.row + 1
        if node.is_missing and node.type != "!":
            return f"line {line}: {node.type!r} is missing"
        if node.is_error:
            return f"line {line}: unexpected text"
        stack.extend(reversed(node.children))
    return None


def _units(language: str, tree: Tree) -> Iterator[Unit]:
    """Qualify every name by the units around it, outermost first."""
    found: dict[tuple[int, int], tuple[str, Node, str]] = {}
    for _, captures in QueryCursor(_query(language)).matches(tree.root_node):
        kind, node = next(
            (kind, captures[kind][0]) for kind in ("function", "class", "call", "wrapped") if kind in captures
        )
        found.setdefault((node.start_byte, -node.end_byte), (kind, node, _name(captures)))
    around: list[tuple[int, str, str]] = []
    for (start, negative_end), (kind, node, name) in sorted(found.items(), key=lambda item: item[0]):
        while around and around[-1][0] <= start:
            around.pop()
        if kind == "wrapped" and any(outer == "function" for _, outer, _ in around):
            continue  # `const items = rows.map(row => ...)` names no unit
        qualified = (f"{around[-1][2]}.{name}" if around else name)[-_LONGEST_QUALIFIED:]
        role = "class" if kind == "class" else "function"
        around.append((-negative_end, role, qualified))
        yield qualified, role, _first_line(node), node.end_point.row + 1


def _name(captures: dict[str, list[Node]]) -> str:
    if "first" in captures:
        callee = _text(captures["callee"][0])
        if "scope" in captures:
            callee = f"{_text(captures['scope'][0])}::{callee}"
        return f"{callee[-_LONGEST_NAME:]}('{_text(captures['first'][0])[1:-1]}')"
    name = _text(captures["name"][0])
    if "owner" in captures:
        owner = re.sub(r"^\*|\[.*", "", _text(captures["owner"][0]))
        return f"{owner}.{name}"
    return name.replace("::", ".")


def _text(node: Node) -> str:
    text = (node.text or b"").decode("utf-8", "replace")
    return re.sub(r"\s+", "", text)[:_LONGEST_NAME]


def _first_line(node: Node) -> int:
    """Where the unit starts, its decorators included: they stand before a method, or in the `export` around."""
    if node.parent is not None and node.parent.type == "export_statement":
        node = node.parent
    before = node.prev_named_sibling
    while before is not None and before.type == "decorator":
        node, before = before, before.prev_named_sibling
    return node.start_point.row + 1


def main() -> None:
    """Answer the manifest of the current directory."""
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    manifest: list[list[Any]] = json.loads(Path("manifest.json").read_text(encoding="utf-8"))
    for name, language in manifest:
        signal.setitimer(signal.ITIMER_PROF, CPU_SECONDS_PER_FILE)
        units, problem = outline(language, Path(name).read_bytes())
        sys.stdout.write(json.dumps({"name": name, "units": units, "problem": problem}) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
