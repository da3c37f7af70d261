"""JSON that any reader takes: UTF-8 without lone surrogates, no NaN, keys in the order given."""

from __future__ import annotations

import json
import re

from reviewer.render.foreign import encodable

_SURROGATE = re.compile("[\ud800-\udfff]")


def json_text(value: object, *, indent: int | None = None) -> str:
    """The value as JSON; bytes of a file name that are not UTF-8 are spelled out in its strings."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, indent=indent)
    # Spelled behind the encoder, where a backslash has to be written twice.
    return _SURROGATE.sub(lambda found: encodable(found[0]).replace("\\", "\\\\"), text)
