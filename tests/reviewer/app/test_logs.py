"""What is logged: one line an event, whoever logs; nothing that a terminal obeys; no secret."""

from __future__ import annotations

import json
import logging
from collections.abc import Generator

import pytest
import structlog
from pydantic import SecretStr

from reviewer.app.logs import configure_logs, configure_quiet_logs
from reviewer.settings import Settings

_PEM = "-----BEGIN RSA PRIVATE KEY-----\nMIIEpAIBAAKCAQEA75\n-----END RSA PRIVATE KEY-----"


@pytest.fixture(autouse=True)
def restored() -> Generator[None]:
    """Give the logging of this process back as it was."""
    root = logging.getLogger()
    before = (list(root.handlers), root.level)
    logging.getLogger("uvicorn.error").setLevel(logging.NOTSET)  # a server of another test may have made it quiet
    yield
    root.handlers[:], level = before[0], before[1]
    root.setLevel(level)
    structlog.reset_defaults()


def _fail(words: str, inside: str = "") -> None:
    raise ValueError(words if inside else f"{words}{inside}")


def _settings(**values: object) -> Settings:
    return Settings.model_validate({"webhook_secret": "hunter2222", "private_key": _PEM, **values})


@pytest.mark.parametrize("logger", ["structlog", "logging"])
def test_a_line_is_json_with_time_level_name_and_values(capsys: pytest.CaptureFixture[str], logger: str) -> None:
    configure_logs(_settings())
    if logger == "structlog":
        structlog.get_logger("some.room").warning("refused", path="a/b", status=401)
    else:
        logging.getLogger("some.room").warning("refused")
    line = json.loads(capsys.readouterr().err)
    assert (line["event"], line["level"], line["logger"]) == ("refused", "warning", "some.room")
    assert line["timestamp"].endswith("Z")


def test_a_command_that_answers_says_warnings_alone_and_never_in_its_answer(capsys: pytest.CaptureFixture[str]) -> None:
    configure_quiet_logs(_settings())
    log = structlog.get_logger("some.room")
    log.debug("github answered", status=200)
    log.info("working")
    log.warning("odd", password="hunter2222")
    said = capsys.readouterr()
    assert said.out == ""
    assert "odd" in said.err
    assert "hunter2222" not in said.err
    assert not [word for word in ("github", "working") if word in said.err]


@pytest.mark.parametrize("form", ["json", "console"])
@pytest.mark.parametrize(
    "foreign",
    [
        "a\nFAKE event=paid",
        "a\r\nFAKE",
        "\x1b[2J\x1b[31mFAKE",
        "a\u202eFAKE",
        "a\u2028FAKE",
        "a\x00FAKE",
        "\x9b31mFAKE",
    ],
)
def test_foreign_text_cannot_make_a_line_or_a_command(
    capsys: pytest.CaptureFixture[str], form: str, foreign: str
) -> None:
    configure_logs(_settings(log_format=form))
    log = structlog.get_logger("room")
    log.info(foreign, path=foreign, many=[foreign], deep={foreign: {foreign}}, error=ValueError(foreign))
    logging.getLogger("uvicorn.error").info("of %s", foreign)
    printed = capsys.readouterr().err
    assert len(printed.splitlines()) == 2
    assert "FAKE" in printed
    assert [char for char in "\x1b\u202e\u2028\x00\x9b\r" if char in printed] == []


@pytest.mark.parametrize("form", ["json", "console"])
@pytest.mark.parametrize(
    "secret",
    [
        "hunter2222",
        "MIIEpAIBAAKCAQEA75",
        "ghs_16C7e42F292c6912E7710c838347Ae178B4a",
        "ghs_123456_eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOjF9.c2lnbmF0dXJl",
        "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOjEyMzQ1fQ.c2lnbmF0dXJl",
        "github_pat_11ABCDEFG0abcdefghij",
    ],
)
def test_secrets_are_struck_out_wherever_they_stand(capsys: pytest.CaptureFixture[str], form: str, secret: str) -> None:
    configure_logs(_settings(log_format=form))
    log = structlog.get_logger("room")
    event = f"token {secret}"
    log.warning(event, header="Bearer " + secret, many={"a": [secret]})
    try:
        _fail(f"with {secret} inside")
    except ValueError:
        log.exception("failed")
        logging.getLogger("library").exception("failed with %s", secret)
    printed = capsys.readouterr().err
    assert secret not in printed
    assert "[secret]" in printed


def test_the_password_in_an_address_is_struck_out(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logs(_settings())
    structlog.get_logger("room").warning("cannot reach postgresql://me:pass-word@host:5432/db")
    printed = capsys.readouterr().err
    assert "pass-word" not in printed
    assert "host:5432/db" in printed


def test_a_traceback_keeps_its_lines_and_holds_no_values_of_variables(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logs(_settings())
    try:
        _fail("one word", "value-of" + "-a-variable")
    except ValueError:
        structlog.get_logger("room").exception("failed")
    line = json.loads(capsys.readouterr().err)
    assert "Traceback (most recent call last):\n" in line["exception"]
    assert "ValueError: one word" in line["exception"]
    assert "value-of-a-variable" not in line["exception"]


def test_what_is_below_the_level_is_not_logged(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logs(_settings(log_level="warning"))
    structlog.get_logger("room").info("quiet")
    logging.getLogger("procrastinate.worker").info("chatter")
    assert capsys.readouterr().err == ""


def test_a_short_secret_strikes_out_nothing_else(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logs(_settings(webhook_secret=SecretStr("a")))
    structlog.get_logger("room").info("alphabet")
    assert "alphabet" in capsys.readouterr().err
