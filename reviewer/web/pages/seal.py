"""Sealed texts for cookies: whoever holds one can neither read nor change it."""

from __future__ import annotations

import re
from base64 import urlsafe_b64encode
from typing import Final

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from pydantic import SecretStr

_SEALED: Final = re.compile(r"[A-Za-z0-9_-]+")


class Seal:
    """Encrypts and signs (Fernet) with a key that is drawn from a secret for one purpose.

    A new secret makes every seal void, which is what a rotated one is for; one purpose's seal is no other's.
    """

    def __init__(self, secret: SecretStr, purpose: str) -> None:
        """The secret is one that GitHub made, of 160 bits: nothing is stretched."""
        key = HKDF(SHA256(), length=32, salt=None, info=f"holdfast {purpose}".encode())
        self._fernet = Fernet(urlsafe_b64encode(key.derive(secret.get_secret_value().encode())))

    def close(self, content: str) -> str:
        """The content as a text of letters, digits, `-` and `_`, which needs no quotes in a cookie."""
        return self._fernet.encrypt(content.encode()).decode("ascii").rstrip("=")

    def open(self, sealed: str) -> str | None:
        """The content; None when this is no text of ours."""
        if not _SEALED.fullmatch(sealed):  # decoding base64 would pass over what does not belong there
            return None
        try:
            return self._fernet.decrypt(f"{sealed}{'=' * (-len(sealed) % 4)}").decode()
        except InvalidToken:
            return None
