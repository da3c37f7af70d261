"""A new App in a file: read back as it was, by nobody else, and never over another one's."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from pydantic import SecretStr

from reviewer.app.credentials import check_storable, environment_lines, store
from reviewer.domain.errors import SettingsProblem
from reviewer.github.manifest import RegisteredApp
from reviewer.settings import Settings, load, names_app, stored_app, webhook_secrets

_PEM = "-----BEGIN RSA PRIVATE KEY-----\nQUJD+/==\n-----END RSA PRIVATE KEY-----\n"
_APP = RegisteredApp(7, "acme", "Iv23", SecretStr("cl13nt"), SecretStr("h00k="), SecretStr(_PEM))
_LINES = environment_lines(_APP, "https://holdfast.example.com", "https://ghe.example.com/api/v3")


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOLDFAST_DATA_DIR", str(tmp_path / "data"))
    check_storable(load())
    return tmp_path


def test_what_is_stored_is_what_the_service_then_reads(here: Path) -> None:
    path = store(load(), _LINES)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [file.name for file in (here / "data").iterdir()] == ["app.env"]
    settings = load()
    assert settings.private_key is not None
    assert settings.client_secret is not None
    assert (settings.app_id, settings.private_key.get_secret_value()) == (7, _PEM)
    assert (settings.client_id, settings.client_secret.get_secret_value()) == ("Iv23", "cl13nt")
    assert [secret.get_secret_value() for secret in webhook_secrets(settings)] == ["h00k="]
    assert (settings.base_url, settings.github_api_url) == (
        "https://holdfast.example.com",
        "https://ghe.example.com/api/v3",
    )


def test_a_second_app_does_not_replace_the_first(here: Path) -> None:
    store(load(), _LINES)
    with pytest.raises(FileExistsError):
        store(load(), _LINES.replace("APP_ID=7", "APP_ID=8"))
    assert load().app_id == 7
    assert [file.name for file in (here / "data").iterdir()] == ["app.env"]


@pytest.mark.parametrize("named", ["APP_ID=9", "WEBHOOK_SECRET=x"])
def test_an_app_of_the_environment_is_never_mixed_with_the_stored_one(
    monkeypatch: pytest.MonkeyPatch, named: str
) -> None:
    store(load(), _LINES)
    name, _, value = named.partition("=")
    monkeypatch.setenv(f"HOLDFAST_{name}", value)
    settings = load()
    assert (settings.client_id, settings.private_key) == (None, None)


def test_the_environment_may_move_the_stored_app(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store(load(), _LINES)
    monkeypatch.setenv("HOLDFAST_BASE_URL", "https://new.example.com")
    (here / ".env").write_text("HOLDFAST_LOG_LEVEL=debug\n")
    settings = load()
    assert (settings.app_id, settings.base_url, settings.log_level) == (7, "https://new.example.com", "debug")


@pytest.mark.parametrize("content", [b"\xff\xfe", b"HOLDFAST_APP_ID=seven\n"])
def test_a_stored_app_that_is_damaged_is_no_other_app(content: bytes) -> None:
    stored_app(load()).write_bytes(content)
    with pytest.raises(SettingsProblem):
        load()


def test_half_a_stored_app_names_what_is_missing() -> None:
    stored_app(load()).write_text("HOLDFAST_APP_ID=7\n")
    with pytest.raises(SettingsProblem, match="HOLDFAST_WEBHOOK_SECRET"):
        webhook_secrets(load())


def test_without_any_app_there_is_none() -> None:
    assert not names_app(load())


def test_a_data_directory_that_takes_nothing_is_told_before_github_is_asked(here: Path) -> None:
    (here / "file").write_text("")
    with pytest.raises(SettingsProblem, match="could not be stored") as problem:
        check_storable(Settings.model_validate({"data_dir": here / "file" / "below"}))
    assert "HOLDFAST_SETUP=show" in problem.value.hint


def test_for_github_itself_no_address_is_written() -> None:
    assert "GITHUB_API_URL" not in environment_lines(_APP, "https://a.example", "https://api.github.com")
