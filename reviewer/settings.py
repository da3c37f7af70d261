"""The service's own settings: environment variables `HOLDFAST_…`, and the file `.env` where there is one.

Where they name no App, the one counts that `/setup` has stored in the data directory. `load()` is the way in. Every
problem names the variable it stands in and never repeats a value, which may be a secret.
"""

import difflib
import os
from pathlib import Path
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from msgspec import Struct
from pydantic import AfterValidator, Field, SecretStr, ValidationError, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from reviewer.domain.errors import SettingsProblem

PREFIX = "HOLDFAST_"
STORED = "app.env"
"""Name of the file in the data directory that `/setup` stores the App in; of the same form as `.env`."""
_OF_OTHERS = ("DEBUG",)  # the command line's


def _web_address(value: str) -> str:
    try:
        address = urlsplit(value)
        plain = not (address.username or address.password or address.query or address.fragment)
    except ValueError:  # a host in brackets that is none
        raise ValueError("an address with https:// is expected") from None
    if address.scheme not in {"https", "http"} or not address.netloc or any(map(str.isspace, value)):
        raise ValueError("an address with https:// is expected")
    if not plain:
        raise ValueError("an address without user, query and fragment is expected")
    return value.rstrip("/")


def _database_address(value: SecretStr) -> SecretStr:
    if not value.get_secret_value().startswith(("postgresql://", "postgres://")):
        raise ValueError("an address with postgresql:// is expected; PostgreSQL is the only database")
    return value


def _pem(value: SecretStr) -> SecretStr:
    text = value.get_secret_value().replace("\\n", "\n")  # how a PEM survives one-line environment files
    if "-----BEGIN" not in text or "PRIVATE KEY-----" not in text:
        raise ValueError("a private key in PEM form is expected (-----BEGIN … PRIVATE KEY-----)")
    return SecretStr(text)


WebAddress = Annotated[str, AfterValidator(_web_address)]


class Settings(BaseSettings):
    """What the environment says. Identity is optional here and asked for where it is needed."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_file=".env",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,
    )

    app_id: int | None = Field(default=None, gt=0, description="Number of the GitHub App.")
    private_key: Annotated[SecretStr, AfterValidator(_pem)] | None = Field(
        default=None, description="Private key of the App, PEM text."
    )
    private_key_file: Path | None = Field(default=None, description="File with the private key, instead of its text.")
    webhook_secret: SecretStr | None = Field(default=None, description="Secret that signs the deliveries.")
    webhook_secret_previous: SecretStr | None = Field(
        default=None, description="Second secret that is still accepted while rotating."
    )
    client_id: str | None = Field(default=None, description="Client id of the App, for signing in to the pages.")
    client_secret: SecretStr | None = Field(default=None, description="Client secret of the App, for the same.")
    base_url: WebAddress | None = Field(default=None, description="Address under which people reach the pages.")
    github_api_url: WebAddress = Field(
        default="https://api.github.com", description="GitHub's API; Enterprise Server: https://HOST/api/v3."
    )
    database_url: Annotated[SecretStr, AfterValidator(_database_address)] | None = Field(
        default=None, description="PostgreSQL 14 or newer; unset: an embedded one under the data directory."
    )
    data_dir: Path = Field(
        default=Path(".holdfast"), description="Files of the embedded database, and the App that `/setup` has stored."
    )
    setup: Literal["store", "show"] = Field(
        default="store",
        description="What `/setup` does with the new App's credentials: `store` writes them to `app.env` in the data"
        " directory, `show` shows them once, for a secret store.",
    )
    log_format: Literal["json", "console"] = Field(default="json", description="Form of the log lines.")
    log_level: Literal["debug", "info", "warning", "error"] = Field(default="info", description="Least level logged.")

    @model_validator(mode="after")
    def _one_private_key(self) -> Self:
        if self.private_key is not None and self.private_key_file is not None:
            raise ValueError(f"set only one of {PREFIX}PRIVATE_KEY and {PREFIX}PRIVATE_KEY_FILE")
        return self


class SignInIdentity(Struct, frozen=True):
    """Who the pages are towards GitHub when somebody signs in.

    Attributes:
        base_url: where people reach the pages; the App's callback URL is `/login/callback` under it.
    """

    client_id: str
    client_secret: SecretStr
    base_url: str
    api_url: str


class AppIdentity(Struct, frozen=True):
    """Who the service is towards GitHub; `private_key` is PEM text."""

    app_id: int
    private_key: SecretStr
    api_url: str


def load() -> Settings:
    """Read the settings.

    Raises:
        SettingsProblem: a value is malformed; the message names each variable.
    """
    settings = _read(Settings)
    stored = stored_app(settings)
    if names_app(settings) or not stored.is_file():
        return settings

    class WithStored(Settings):
        """The same, where neither the environment nor `.env` says anything else."""

        model_config = SettingsConfigDict(env_file=(stored, ".env"))

    return Settings.model_validate(dict(_read(WithStored)))


def names_app(settings: Settings) -> bool:
    """Whether any part of an App's identity is set; if none is, the service can only be set up."""
    parts = (settings.app_id, settings.private_key, settings.private_key_file, settings.webhook_secret)
    return any(part is not None for part in parts)


def stored_app(settings: Settings) -> Path:
    """Where `/setup` stores the App, whether it is there or not."""
    return settings.data_dir / STORED


def _read(settings: type[Settings]) -> Settings:
    try:
        return settings()
    except ValidationError as error:
        problems = [f"{_variable(line['loc'])}{_said(line['msg'])}" for line in error.errors()]
        raise SettingsProblem("; ".join(problems)) from None
    except UnicodeDecodeError:
        raise SettingsProblem("A file of settings, .env or the stored App, is no text.") from None
    except OSError as error:
        raise SettingsProblem(f"A file of settings cannot be read: {error.filename}: {error.strerror}") from None


def webhook_secrets(settings: Settings) -> tuple[SecretStr, ...]:
    """Return the secrets that may sign a delivery, the current one first.

    Raises:
        SettingsProblem: there is none, so anybody could send deliveries.
    """
    if settings.webhook_secret is None:
        raise SettingsProblem(
            f"{PREFIX}WEBHOOK_SECRET is not set: without it anybody could send deliveries.",
            hint="set the secret that the GitHub App's webhook was given",
        )
    both = (settings.webhook_secret, settings.webhook_secret_previous)
    return tuple(secret for secret in both if secret is not None)


def app_identity(settings: Settings) -> AppIdentity:
    """Return the App's identity.

    Raises:
        SettingsProblem: a part of it is missing or the key file cannot be read.
    """
    if settings.app_id is None:
        hint = "the number on the App's settings page; `holdfast serve` without any App registers one"
        raise SettingsProblem(f"{PREFIX}APP_ID is not set.", hint=hint)
    return AppIdentity(settings.app_id, _private_key(settings), settings.github_api_url)


def sign_in_identity(settings: Settings) -> SignInIdentity | tuple[str, ...]:
    """Return what signing in to the pages needs, or the names of the variables that are missing for it."""
    client, secret, base = settings.client_id, settings.client_secret, settings.base_url
    if client is not None and secret is not None and base is not None:
        return SignInIdentity(client, secret, base, settings.github_api_url)
    needed = {"CLIENT_ID": client, "CLIENT_SECRET": secret, "BASE_URL": base}
    return tuple(f"{PREFIX}{name}" for name, value in needed.items() if value is None)


def unknown_variables(settings: type[Settings] = Settings) -> tuple[tuple[str, str], ...]:
    """Return variables of our prefix that mean nothing, each with the nearest name that does ("" for none)."""
    known = [*(name.upper() for name in settings.model_fields), *_OF_OTHERS]
    ours = (name.removeprefix(PREFIX) for name in sorted(os.environ) if name.startswith(PREFIX))
    return tuple((f"{PREFIX}{name}", _nearest(name, known)) for name in ours if name not in known)


def _nearest(name: str, known: list[str]) -> str:
    return "".join(f"{PREFIX}{found}" for found in difflib.get_close_matches(name, known, n=1))


def _private_key(settings: Settings) -> SecretStr:
    if settings.private_key is not None:
        return settings.private_key
    if settings.private_key_file is None:
        raise SettingsProblem(
            f"Neither {PREFIX}PRIVATE_KEY nor {PREFIX}PRIVATE_KEY_FILE is set.",
            hint="make a private key on the App's settings page",
        )
    try:
        return _pem(SecretStr(settings.private_key_file.read_text(encoding="utf-8")))
    except (OSError, ValueError) as error:
        # UnicodeDecodeError quotes the bytes it met; they may be a key.
        said = "it is no text" if isinstance(error, UnicodeError) else str(error)
        raise SettingsProblem(f"{PREFIX}PRIVATE_KEY_FILE: {said}") from None


def _variable(location: tuple[int | str, ...]) -> str:
    return f"{PREFIX}{str(location[0]).upper()}: " if location else ""


def _said(message: str) -> str:
    return message.removeprefix("Value error, ")
