"""Signatures of deliveries: only the exact bytes under one of our secrets pass."""

from __future__ import annotations

import hashlib
import hmac

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr

from reviewer.domain.errors import BadSignature
from reviewer.github.signature import check_signature

# GitHub's own check vector, from its page on validating deliveries.
SECRET = SecretStr("It's a Secret to Everybody")
BODY = b"Hello, World!"
SIGNATURE = "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17"
NEW = SecretStr("the one we are changing to")


def signed(body: bytes, secret: SecretStr, algorithm: str = "sha256") -> str:
    return f"{algorithm}={hmac.new(secret.get_secret_value().encode(), body, algorithm).hexdigest()}"


def test_the_published_vector_passes() -> None:
    check_signature(BODY, SIGNATURE, (SECRET,))


@pytest.mark.parametrize("secret", [SECRET, NEW])
def test_both_secrets_pass_while_rotating(secret: SecretStr) -> None:
    check_signature(BODY, signed(BODY, secret), (NEW, SECRET))


@pytest.mark.parametrize(
    "signature",
    [
        None,
        "",
        "sha256=",
        SIGNATURE.removeprefix("sha256="),
        SIGNATURE.upper(),
        SIGNATURE[:-1],
        SIGNATURE + "0",
        SIGNATURE + ",sha256=0",
        " " + SIGNATURE,
        "sha256=" + "0" * 64,
        "sha256=" + "\u0660" * 64,
        "sha256=" + "\udcff" * 64,
        signed(BODY, SECRET, "sha1"),
        "sha256=" + signed(BODY, SECRET, "sha512").removeprefix("sha512="),
        signed(BODY + b" ", SECRET),
        signed(b"", SECRET),
        "sha256=" + hashlib.sha256(BODY).hexdigest(),
    ],
)
def test_anything_else_is_refused(signature: str | None) -> None:
    with pytest.raises(BadSignature):
        check_signature(BODY, signature, (SECRET, NEW))


def test_a_retired_secret_is_refused() -> None:
    with pytest.raises(BadSignature):
        check_signature(BODY, SIGNATURE, (NEW,))


def test_without_a_secret_nothing_passes() -> None:
    with pytest.raises(BadSignature):
        check_signature(BODY, SIGNATURE, ())


@given(st.binary(), st.binary())
def test_a_signature_is_of_its_own_bytes_only(one: bytes, other: bytes) -> None:
    signature = signed(one, SECRET)
    check_signature(one, signature, (SECRET,))
    if one != other:
        with pytest.raises(BadSignature):
            check_signature(other, signature, (SECRET,))
