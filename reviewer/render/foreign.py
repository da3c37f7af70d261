"""Foreign text made visible: what a terminal, a browser or a log reader would obey is spelled out."""

from __future__ import annotations

import re
import unicodedata

_KEPT = frozenset("\n\t")
_SPELLED = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_PLAIN = re.compile(r"[\n\t\x20-\x7e]*")
_SURROGATE = re.compile("[\ud800-\udfff]")


def visible(text: str) -> str:
    r"""The text with control, direction and invisible characters spelled out ("\x1b", "\u202e").

    Line breaks and tabs stay. Bytes of a file name that are not UTF-8 (Python holds them as lone
    surrogates) are spelled as bytes.
    """
    if _PLAIN.fullmatch(text):
        return text
    return "".join(map(_shown, text))


def one_line(text: str) -> str:
    r"""`visible`, with line breaks and tabs spelled out too: for names and places."""
    return visible(text).replace("\n", "\\n").replace("\t", "\\t")


def sentence(text: str) -> str:
    """`visible` on one line, runs of white space as one blank: for titles and messages."""
    return " ".join(visible(text).split())


def encodable(text: str) -> str:
    """The same text without lone surrogates, which UTF-8 cannot carry; all else stays."""
    return _SURROGATE.sub(lambda found: _spelled(found[0]), text)


def path_bytes(text: str) -> bytes:
    """The bytes of a file name as git has them, where Python could not decode all of them."""
    return "".join(map(_as_byte, text)).encode("utf-8", "surrogateescape")


def _as_byte(char: str) -> str:
    lone = "\ud800" <= char <= "\udfff" and not "\udc80" <= char <= "\udcff"
    return _spelled(char) if lone else char


def _shown(char: str) -> str:
    if char in _KEPT or unicodedata.category(char) not in _SPELLED:
        return char
    return _spelled(char)


def _spelled(char: str) -> str:
    code = ord(char)
    if 0xDC80 <= code <= 0xDCFF:  # how Python holds an undecodable byte (PEP 383)
        return f"\\x{code - 0xDC00:02x}"
    if code <= 0xFF:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"
