"""The pages that only the command line can print: they tell of commands, settings and the configuration."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typer import Context

    from reviewer.render.pages.settings_page import Variable

_CONFIGURATION_ABOUT = """\
Every key of `.github/holdfast.yml`; [the guide](../configuration.md) says what they are for and shows them together.
An unknown key is an error. For editors: [config.schema.json](config.schema.json)."""


def pages_of_the_code() -> Mapping[str, str]:
    """Path -> text of everything that `holdfast docs` prints."""
    from reviewer.analysis.catalogue import built_rules, catalogue
    from reviewer.config.schema import config_schema
    from reviewer.render.json_text import json_text
    from reviewer.render.pages.commands_page import commands_page
    from reviewer.render.pages.printed import REFERENCE, printed_pages
    from reviewer.render.pages.schema_page import schema_page
    from reviewer.render.pages.settings_page import settings_page

    entries = catalogue()
    schema = config_schema(entries.keys())
    path, rules = built_rules()
    own = {
        f"{REFERENCE}/config.schema.json": json_text(schema, indent=2) + "\n",
        f"{REFERENCE}/configuration.md": schema_page(
            schema, "Configuration keys", _CONFIGURATION_ABOUT, "reviewer/config/model"
        ),
        f"{REFERENCE}/commands.md": commands_page(_helps()),
        f"{REFERENCE}/settings.md": settings_page(_variables()),
    }
    return {**printed_pages(entries.values()), **own, path: rules}


def _helps() -> Iterator[tuple[str, str]]:
    """Every command with its help, as on a terminal of eighty columns."""
    from typer import Context
    from typer.main import get_command

    from reviewer.cli.application import application

    command = get_command(application)
    context = Context(command, info_name="holdfast", terminal_width=80, help_option_names=["-h", "--help"])
    yield from _helps_below(command, context)


def _helps_below(command: object, context: Context) -> Iterator[tuple[str, str]]:
    from typer import Context

    yield context.command_path, context.get_help()
    inner = getattr(command, "commands", {})
    for name in sorted(inner):
        yield from _helps_below(inner[name], Context(inner[name], info_name=name, parent=context, terminal_width=80))


def _variables() -> Iterator[Variable]:
    from reviewer.render.pages.settings_page import Variable
    from reviewer.settings import PREFIX, Settings

    for name, field in Settings.model_fields.items():
        secret = "SecretStr" in f"{field.annotation}{field.metadata}"
        default = "" if field.default is None else f"{field.default}"
        yield Variable(f"{PREFIX}{name.upper()}", field.description or "", default, secret)
