"""The credentials of a new App: as lines of an environment file, and as a file that only our own account reads."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from reviewer.domain.errors import SettingsProblem
from reviewer.github.manifest import RegisteredApp
from reviewer.settings import PREFIX, Settings, stored_app

_PUBLIC_API = str(Settings.model_fields["github_api_url"].default)


def environment_lines(app: RegisteredApp, base_url: str, api_url: str) -> str:
    """Return the settings of a service for this App; no value needs quotes, and the key stands on one line."""
    key = app.private_key.get_secret_value().replace("\n", "\\n")
    values = {
        "APP_ID": f"{app.app_id}",
        "PRIVATE_KEY": key,
        "WEBHOOK_SECRET": app.webhook_secret.get_secret_value(),
        "CLIENT_ID": app.client_id,
        "CLIENT_SECRET": app.client_secret.get_secret_value(),
        "BASE_URL": base_url,
        **({} if api_url == _PUBLIC_API else {"GITHUB_API_URL": api_url}),
    }
    return "".join(f"{PREFIX}{name}={value}\n" for name, value in values.items())


def check_storable(settings: Settings) -> None:
    """See to it that an App could be stored, before GitHub hands its credentials over.

    Raises:
        SettingsProblem: the data directory cannot be written to.
    """
    folder = settings.data_dir
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise SettingsProblem(
            f"No App is set up, and one could not be stored in {folder}: {error.strerror}.",
            hint=f"make {PREFIX}DATA_DIR writable, or let the credentials be shown instead: {PREFIX}SETUP=show",
        ) from None


def store(settings: Settings, lines: str) -> Path:
    """Write the lines where `settings.load` finds them: whole or not at all, and never over those of another App.

    Raises:
        OSError: the file exists, or cannot be written.
    """
    path = stored_app(settings)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")  # 0600 from the first moment
    unfinished = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(lines)
            file.flush()
            os.fsync(file.fileno())
        path.hardlink_to(unfinished)  # unlike a rename it fails where there is one
    finally:
        unfinished.unlink()
    return path
