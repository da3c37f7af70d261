"""How the service logs: one line per event, JSON or for people, foreign text spelled out, secrets struck out."""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import Callable, Iterable, Mapping
from typing import Final, cast

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

from reviewer.render.foreign import one_line, visible
from reviewer.settings import Settings

_STRUCK: Final = "[secret]"
# Tokens of GitHub in all their forms, JSON web tokens, and the password inside an address.
_TOKENS: Final = re.compile(
    r"\bgh[a-z]_[A-Za-z0-9_.\-]{8,}|\bgithub_pat_\w{8,}|\bey[\w\-]{8,}\.[\w\-]{8,}\.[\w\-]{8,}|(?<=://)[^/\s@]+:[^/\s@]+(?=@)"
)
_SPELL: Final[Mapping[str, Callable[[str], str]]] = {"exception": visible}
"""A traceback keeps its lines; in everything else a line break would forge the next line of the log."""
_SHORTEST_SECRET: Final = 6
_QUIET: Final = (
    *("procrastinate", "alembic", "sqlalchemy", "httpx", "httpcore", "hishel", "psycopg", "asyncio"),
    *("opentelemetry", "urllib3"),
)


def configure_logs(settings: Settings) -> Cleaner:
    """Send everything that is logged, ours and the libraries', to stderr in the form the settings ask for.

    Returns what cleans it, since loggers that have spoken keep it: secrets that come later are told to it.
    """
    cleaner = Cleaner(_secrets(settings))
    cleaned: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.stdlib.PositionalArgumentsFormatter(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        cleaner,
    ]
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *cleaned,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[structlog.stdlib.ExtraAdder(allow=()), *cleaned],
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, _renderer(settings)],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(settings.log_level.upper())
    for name in _QUIET:
        logging.getLogger(name).setLevel(max(logging.WARNING, root.level))
    return cleaner


def configure_quiet_logs(settings: Settings) -> None:
    """For a command that answers on standard output: warnings alone are said, for people, on stderr."""
    structlog.configure(
        processors=[
            _warnings_alone,
            structlog.processors.add_log_level,
            structlog.processors.format_exc_info,
            Cleaner(_secrets(settings)),
            structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty()),
        ],
        logger_factory=_to_stderr,
        cache_logger_on_first_use=False,
    )


def _to_stderr(*_names: object) -> structlog.PrintLogger:
    return structlog.PrintLogger(sys.stderr)


def _warnings_alone(logger: WrappedLogger, method: str, event: EventDict) -> EventDict:
    del logger
    if method in {"debug", "info"}:
        raise structlog.DropEvent
    return event


class Cleaner:
    """A processor: in every text, secrets are struck out and control characters spelled out."""

    def __init__(self, secrets: Iterable[str]) -> None:
        self._lines: set[str] = set()
        self._known = re.compile(r"(?!)")
        self.learn(secrets)

    def learn(self, secrets: Iterable[str]) -> None:
        """Strike these out as well from now on."""
        self._lines |= {line for secret in secrets for line in secret.splitlines() if len(line) >= _SHORTEST_SECRET}
        longest_first = sorted(map(re.escape, self._lines), key=len, reverse=True)
        self._known = re.compile("|".join(longest_first) or r"(?!)")

    def __call__(self, logger: WrappedLogger, method: str, event: EventDict) -> EventDict:
        """Clean all values of an event; names with an underscore in front are structlog's own."""
        del logger, method
        return {
            name: value if name.startswith("_") else self._clean(value, _SPELL.get(name, one_line))
            for name, value in event.items()
        }

    def _clean(self, value: object, spell: Callable[[str], str]) -> object:
        match value:
            case None | bool() | int() | float():
                return value
            case list() | tuple() | set() | frozenset():
                return [self._clean(item, spell) for item in cast("Iterable[object]", value)]
            case dict():
                pairs = cast("dict[object, object]", value).items()
                return {self._text(str(key), spell): self._clean(item, spell) for key, item in pairs}
            case _:
                return self._text(str(value), spell)

    def _text(self, text: str, spell: Callable[[str], str]) -> str:
        return spell(_TOKENS.sub(_STRUCK, self._known.sub(_STRUCK, text)))


def _secrets(settings: Settings) -> list[str]:
    fields = (settings.private_key, settings.webhook_secret, settings.webhook_secret_previous, settings.client_secret)
    return [secret.get_secret_value() for secret in fields if secret is not None]


def _renderer(settings: Settings) -> Processor:
    match settings.log_format:
        case "json":
            return structlog.processors.JSONRenderer()
        case "console":
            return structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
