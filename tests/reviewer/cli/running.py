"""Runs the command in this process, as a shell would, and the repositories that these tests review."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from typer.core import TyperGroup
from typer.main import get_command
from typer.testing import CliRunner

from reviewer.cli.application import application
from tests.repositories import Files, GitRepository, new_repository


@dataclass(frozen=True, slots=True)
class Done:
    """What a command ended with, and what it wrote."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:  # noqa: ANN401  (JSON is whatever it is)
        return json.loads(self.out)


def holdfast(*arguments: str | Path, stdin: bytes = b"") -> Done:
    with CliRunner().isolation(input=stdin) as (out, err, _):
        with pytest.raises(SystemExit) as end:
            command().main([str(argument) for argument in arguments], prog_name="holdfast")
        sys.stdout.flush()
        sys.stderr.flush()
        assert isinstance(end.value.code, int)
        return Done(end.value.code, out.getvalue().decode(), err.getvalue().decode())


@cache
def command() -> TyperGroup:
    """Made once: the runner would make it at each call, which takes longer than most commands."""
    made = get_command(application)
    assert isinstance(made, TyperGroup)
    return made


GUARDED = """\
from django.contrib.auth.decorators import login_required
from django.db import transaction


@login_required
def refund(request, pk):
    order = Order.objects.get(pk=pk)
    with transaction.atomic():
        order.refund()
        order.save()
    return redirect(order)
"""
UNGUARDED = GUARDED.replace("@login_required\n", "").replace("login_required", "permission_required")
LOST = "auth/authentication-removed"


def shop(folder: Path, change: Files, config: str | None = None) -> GitRepository:
    """A repository whose last change is `change`; `config` stands at its base."""
    repository = new_repository(folder)
    configured = {} if config is None else {".github/holdfast.yml": config}
    repository.commit({"orders/views.py": GUARDED, "README.md": "Shop\n", **configured})
    repository.commit(change)
    return repository


def harmless(folder: Path, config: str | None = None) -> GitRepository:
    return shop(folder, {"README.md": "The shop\n"}, config)


def unguarded(folder: Path, config: str | None = None) -> GitRepository:
    return shop(folder, {"orders/views.py": UNGUARDED}, config)


def unreadable(folder: Path) -> GitRepository:
    return shop(folder, {"orders/views.py": "def refund(:\n"})
