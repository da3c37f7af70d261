"""X-Hub-Signature-256: who knows the webhook's secret wrote these very bytes."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Sequence

from pydantic import SecretStr

from reviewer.domain.errors import BadSignature

_PREFIX = "sha256="
_HEX_DIGITS = 64


def check_signature(body: bytes, signature: str | None, secrets: Sequence[SecretStr]) -> None:
    """Return if `signature` is the body's under one of the secrets (two while rotating).

    Compares over bytes in constant time, and every secret, so that the time tells nothing.

    Raises:
        BadSignature: it is missing, malformed or of another secret.
    """
    if signature is None:
        raise BadSignature("The delivery is not signed: X-Hub-Signature-256 is missing.")
    given = signature.removeprefix(_PREFIX).encode("utf-8", "surrogatepass")
    if not signature.startswith(_PREFIX) or len(given) != _HEX_DIGITS:
        raise BadSignature("X-Hub-Signature-256 is not of the form sha256=64 hex digits.")
    matches = [hmac.compare_digest(_digest(body, secret), given) for secret in secrets]
    if not any(matches):
        raise BadSignature("The delivery is signed with another secret.")


def _digest(body: bytes, secret: SecretStr) -> bytes:
    return hmac.new(secret.get_secret_value().encode(), body, hashlib.sha256).hexdigest().encode()
