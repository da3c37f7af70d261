"""Foreign text as PostgreSQL can hold it."""

from __future__ import annotations

from reviewer.render.foreign import encodable


def storable(text: str) -> str:
    """No NUL, and no half characters of undecodable file names."""
    return encodable(text).replace("\0", "\\0")
