"""Parsing with LibCST, bounded: its parser is native code that ends the process when nesting is too deep.

`ast` refuses deep nesting with an exception; LibCST's recursive parser overflows the stack instead, which
nothing can catch. So a text is measured before it is given over. Measured on an 8 MB stack with LibCST 1.9:
it dies at 1,250 nested brackets and at 8,100 nested operators.
"""

from __future__ import annotations

import re

import libcst

_DEEPEST = 300  # brackets and operators on the way to one expression; people stay below fifty
_MOST_ALTERNATIVES = 300  # `elif` in one file: each nests in the one before
_WIDEST_INDENT = 400  # columns; Python itself stops at a hundred levels
_TOKENS = re.compile(
    r"(?P<skip>#[^\n]*|\"\"\"(?:\\.|[^\\])*?\"\"\"|'''(?:\\.|[^\\])*?'''|\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*')"
    r"|(?P<open>[(\[{])|(?P<close>[)\]}])|(?P<comma>[,;])|(?P<end>\n)"
    r"|(?P<operator>[-+*/%@&|^~<>=!.]|\b(?:not|and|or|if|else|await|lambda|in|is)\b)",
    re.DOTALL,
)
_ALTERNATIVE = re.compile(r"^\s*elif\b", re.MULTILINE)
_INDENT = re.compile(rf"^[ \t]{{{_WIDEST_INDENT},}}\S", re.MULTILINE)


def parse_concrete(text: str) -> libcst.Module:
    """The concrete syntax tree of a text.

    Raises:
        ValueError: it is no Python that LibCST knows, or is nested too deeply to try.
    """
    if nests_too_deeply(text):
        message = "it is nested too deeply"
        raise ValueError(message)
    try:
        return libcst.parse_module(text)
    except (libcst.ParserSyntaxError, RecursionError, UnicodeError) as error:
        raise ValueError(str(error).split("\n", 1)[0]) from error


def nests_too_deeply(text: str) -> bool:
    """Whether an expression, an indentation or a chain of `elif` nests deeper than people write."""
    if _INDENT.search(text) or len(_ALTERNATIVE.findall(text)) > _MOST_ALTERNATIVES:
        return True
    operators = [0]  # seen since the last comma, for every bracket that is open
    above = 0  # of all brackets but the innermost
    for found in _TOKENS.finditer(text):
        match found.lastgroup:
            case "open":
                above += operators[-1] + 1
                operators.append(0)
            case "close" if len(operators) > 1:
                operators.pop()
                above -= operators[-1] + 1
                operators[-1] += 1  # calls and subscripts of one another nest as operators do: a()()[0]()
            case "comma":
                operators[-1] = 0
            case "end" if len(operators) == 1:
                operators[-1] = 0
            case "operator":
                operators[-1] += 1
            case _:
                continue
        if above + operators[-1] > _DEEPEST:
            return True
    return False
