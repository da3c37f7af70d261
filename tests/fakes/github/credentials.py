"""Keys, App JWTs and installation tokens: made and checked as GitHub does."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import cast

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from tests.fakes.github.answers import ApiError
from tests.fakes.github.people import App, Installation, Permissions, Token
from tests.fakes.github.state import Json

_LONGEST_JWT_SECONDS = 600
_LEVELS = {"read": 1, "write": 2}


@cache
def key_pair() -> tuple[str, str]:
    """Private and public key as PEM; one pair for the whole test run, since making one is slow."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.TraditionalOpenSSL,
        serialization.NoEncryption(),
    )
    public = key.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    return private.decode(), public.decode()


def check_jwt(app: App, token: str) -> None:
    """Raises the 401 that GitHub gives for a JWT it does not accept."""
    try:
        claims = cast(
            "Json",
            jwt.decode(
                token,
                app.public_key,
                algorithms=["RS256"],
                options={"require": ["exp", "iat", "iss"], "verify_iat": True},
                leeway=1,
            ),
        )
    except jwt.ExpiredSignatureError:
        raise ApiError(
            401,
            "'Expiration' claim ('exp') must be a numeric value representing the future time at "
            "which the assertion expires",
        ) from None
    except jwt.InvalidTokenError:
        raise ApiError(401, "A JSON web token could not be decoded") from None
    expires = cast("int", claims["exp"])
    if expires - datetime.now(UTC).timestamp() > _LONGEST_JWT_SECONDS:
        raise ApiError(401, "'Expiration time' claim ('exp') is too far in the future")
    if str(claims["iss"]) not in {str(app.id), app.client_id}:
        raise ApiError(404, "Integration not found")


def mint(installation: Installation, wanted: Permissions | None) -> Token:
    """A new token of the long form, for one hour."""
    granted = installation.permissions
    if wanted is not None and not all(allows(granted, name, wanted[name]) for name in wanted):
        raise ApiError(422, "The permissions requested are not granted to this installation.")
    return Token(
        value=f"ghs_{installation.app.id}_{_stateless(installation)}",
        installation=installation,
        permissions=granted if wanted is None else wanted,
        expires_at=datetime.now(UTC) + timedelta(hours=1),
    )


def _stateless(installation: Installation) -> str:
    """A signed token of several hundred characters, as GitHub hands out since 2026."""
    claims = {"inst": installation.id, "jti": secrets.token_hex(64), "iss": "fake"}
    return jwt.encode(claims, secrets.token_hex(32), algorithm="HS256")


def allows(granted: Permissions, name: str, level: str) -> bool:
    return _LEVELS.get(granted.get(name, ""), 0) >= _LEVELS[level]
