"""The service's settings: read from the environment and `.env`; every mistake named, no value repeated."""

from __future__ import annotations

from pathlib import Path

import pytest

from reviewer.domain.errors import SettingsProblem
from reviewer.settings import (
    SignInIdentity,
    app_identity,
    load,
    sign_in_identity,
    unknown_variables,
    webhook_secrets,
)

_PEM = "-----BEGIN RSA PRIVATE KEY-----\nQUJD\n-----END RSA PRIVATE KEY-----\n"


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def _set(monkeypatch: pytest.MonkeyPatch, **values: str) -> None:
    for name, value in values.items():
        monkeypatch.setenv(f"HOLDFAST_{name}", value)


def test_nothing_set_is_no_error_until_something_is_needed() -> None:
    settings = load()
    assert settings.github_api_url == "https://api.github.com"
    assert settings.data_dir == Path(".holdfast")
    with pytest.raises(SettingsProblem, match="HOLDFAST_WEBHOOK_SECRET"):
        webhook_secrets(settings)
    with pytest.raises(SettingsProblem, match="HOLDFAST_APP_ID"):
        app_identity(settings)


def test_the_file_is_read_and_the_environment_wins(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (here / ".env").write_text("HOLDFAST_APP_ID=1\nHOLDFAST_WEBHOOK_SECRET=of the file\nOTHER=x\n")
    _set(monkeypatch, APP_ID="2")
    settings = load()
    assert settings.app_id == 2
    assert [secret.get_secret_value() for secret in webhook_secrets(settings)] == ["of the file"]


def test_while_rotating_both_secrets_count(monkeypatch: pytest.MonkeyPatch) -> None:
    _set(monkeypatch, WEBHOOK_SECRET="new", WEBHOOK_SECRET_PREVIOUS="old")
    assert [secret.get_secret_value() for secret in webhook_secrets(load())] == ["new", "old"]


def test_the_old_secret_alone_is_not_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    _set(monkeypatch, WEBHOOK_SECRET_PREVIOUS="old")
    with pytest.raises(SettingsProblem, match="HOLDFAST_WEBHOOK_SECRET is not set"):
        webhook_secrets(load())


@pytest.mark.parametrize("empty", ["WEBHOOK_SECRET", "APP_ID", "PRIVATE_KEY", "DATABASE_URL"])
def test_an_empty_value_is_as_good_as_none(monkeypatch: pytest.MonkeyPatch, empty: str) -> None:
    _set(monkeypatch, **{empty: ""})
    assert getattr(load(), empty.lower()) is None


@pytest.mark.parametrize("key", [_PEM, _PEM.replace("\n", "\\n")])
def test_the_key_may_be_text_also_on_one_line(monkeypatch: pytest.MonkeyPatch, key: str) -> None:
    _set(monkeypatch, APP_ID="7", PRIVATE_KEY=key)
    identity = app_identity(load())
    assert (identity.app_id, identity.private_key.get_secret_value()) == (7, _PEM)


def test_the_key_may_be_a_file(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (here / "key.pem").write_text(_PEM)
    _set(monkeypatch, APP_ID="7", PRIVATE_KEY_FILE="key.pem")
    assert app_identity(load()).private_key.get_secret_value() == _PEM


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("APP_ID", "seven-hunter22"),
        ("APP_ID", "-1"),
        ("PRIVATE_KEY", "hunter22"),
        ("PRIVATE_KEY", "-----BEGIN PUBLIC KEY-----hunter22"),
        ("GITHUB_API_URL", "ftp://hunter22"),
        ("DATABASE_URL", "mysql://me:hunter22@host/db"),
        ("DATABASE_URL", "sqlite:///hunter22.db"),
        ("LOG_FORMAT", "hunter22"),
        ("LOG_LEVEL", "hunter22"),
    ],
)
def test_a_malformed_value_names_its_variable_and_is_not_repeated(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    _set(monkeypatch, **{name: value})
    with pytest.raises(SettingsProblem, match=f"HOLDFAST_{name}: ") as told:
        load()
    assert "hunter22" not in str(told.value)


def test_all_mistakes_are_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    _set(monkeypatch, APP_ID="x", LOG_FORMAT="y")
    with pytest.raises(SettingsProblem, match=r"HOLDFAST_APP_ID.*HOLDFAST_LOG_FORMAT"):
        load()


@pytest.mark.parametrize("content", [None, b"", b"\xff\xfe", b"no key"])
def test_a_key_file_that_is_none_is_named(here: Path, monkeypatch: pytest.MonkeyPatch, content: bytes | None) -> None:
    if content is not None:
        (here / "key.pem").write_bytes(content)
    _set(monkeypatch, APP_ID="7", PRIVATE_KEY_FILE="key.pem")
    with pytest.raises(SettingsProblem, match="HOLDFAST_PRIVATE_KEY_FILE"):
        app_identity(load())


def test_two_keys_are_one_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    _set(monkeypatch, PRIVATE_KEY=_PEM, PRIVATE_KEY_FILE="key.pem")
    with pytest.raises(SettingsProblem, match="only one of HOLDFAST_PRIVATE_KEY and HOLDFAST_PRIVATE_KEY_FILE"):
        load()


def test_secrets_do_not_show_when_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    _set(
        monkeypatch,
        WEBHOOK_SECRET="hunter22",
        CLIENT_SECRET="hunter22",
        DATABASE_URL="postgresql://me:hunter22@host/db",
        PRIVATE_KEY=_PEM.replace("QUJD", "hunter22"),
        APP_ID="7",
    )
    settings = load()
    assert "hunter22" not in f"{settings!r} {settings} {app_identity(settings)!r}"


def test_a_misspelt_variable_is_found_with_the_one_that_was_meant(monkeypatch: pytest.MonkeyPatch) -> None:
    _set(monkeypatch, WEBHOK_SECRET="x", APP_ID="7", ZZZ="y")
    assert unknown_variables() == (("HOLDFAST_WEBHOK_SECRET", "HOLDFAST_WEBHOOK_SECRET"), ("HOLDFAST_ZZZ", ""))


_SIGN_IN = {"CLIENT_ID": "Iv23", "CLIENT_SECRET": "s3cret", "BASE_URL": "https://holdfast.example.com/"}


def test_signing_in_needs_client_and_address(monkeypatch: pytest.MonkeyPatch) -> None:
    _set(monkeypatch, **_SIGN_IN, GITHUB_API_URL="https://ghe.example.com/api/v3")
    identity = sign_in_identity(load())
    assert isinstance(identity, SignInIdentity)
    assert (identity.client_id, identity.base_url, identity.api_url) == (
        "Iv23",
        "https://holdfast.example.com",
        "https://ghe.example.com/api/v3",
    )
    assert "s3cret" not in repr(identity)


@pytest.mark.parametrize("gone", _SIGN_IN)
def test_what_signing_in_lacks_is_named(monkeypatch: pytest.MonkeyPatch, gone: str) -> None:
    _set(monkeypatch, **{name: value for name, value in _SIGN_IN.items() if name != gone})
    assert sign_in_identity(load()) == (f"HOLDFAST_{gone}",)


def test_without_any_of_it_all_is_named() -> None:
    assert sign_in_identity(load()) == ("HOLDFAST_CLIENT_ID", "HOLDFAST_CLIENT_SECRET", "HOLDFAST_BASE_URL")


@pytest.mark.parametrize(
    "address",
    [
        "holdfast.example.com",
        "ftp://holdfast.example.com",
        "javascript:alert(1)",
        "https:///shop",
        "https://user:word@holdfast.example.com",
        "https://holdfast.example.com/?a=b",
        "https://holdfast.example.com/#a",
        "https://holdfast.example.com/a b",
        "https://[::1",
    ],
)
def test_an_address_that_is_none_is_refused_without_being_repeated(
    monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    _set(monkeypatch, BASE_URL=address)
    with pytest.raises(SettingsProblem, match="HOLDFAST_BASE_URL") as problem:
        load()
    assert address not in str(problem.value)
