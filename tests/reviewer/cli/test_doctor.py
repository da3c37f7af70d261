"""`holdfast doctor` as people run it, against a fake GitHub and a real PostgreSQL."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import psycopg
import pytest

from reviewer.github.registration import EVENTS, PERMISSIONS
from reviewer.jobs.postgres import PostgresServer
from reviewer.store.engine import Database
from tests.fakes.github.faults import Fault, Status, server_error
from tests.fakes.github.webhooks import ping_event, send
from tests.reviewer.cli.running import holdfast
from tests.shops import Shop, fake_server, shop
from tests.webhooks import SECRET

__all__ = ["fake_server", "shop"]

BASE_URL = "https://holdfast.example.com"


@pytest.fixture
def right(shop: Shop, database: Database) -> dict[str, str]:
    """The settings of a service where everything is as it should be, but that no worker runs."""
    shop.app.permissions = shop.installation.permissions = dict(PERMISSIONS)
    shop.app.events = tuple(sorted(EVENTS))
    shop.world.webhook = (f"{BASE_URL}/webhooks/github", SECRET)
    return {
        "HOLDFAST_APP_ID": str(shop.app.id),
        "HOLDFAST_PRIVATE_KEY": shop.app.private_key,
        "HOLDFAST_WEBHOOK_SECRET": SECRET,
        "HOLDFAST_CLIENT_ID": "Iv23li",
        "HOLDFAST_CLIENT_SECRET": "hush-hush",
        "HOLDFAST_BASE_URL": BASE_URL,
        "HOLDFAST_GITHUB_API_URL": shop.world.root,
        "HOLDFAST_DATABASE_URL": database.url,
    }


@dataclass(frozen=True, slots=True)
class Clinic:
    """Runs the command in a folder of its own, with these settings and no others."""

    patch: pytest.MonkeyPatch
    folder: Path

    def run(self, settings: Mapping[str, str], *arguments: str) -> tuple[int, str]:
        with self.patch.context() as patch:
            patch.chdir(self.folder)
            for name, value in settings.items():
                patch.setenv(name, value)
            done = holdfast("doctor", *arguments)
        assert done.err == ""
        return done.status, done.out

    def standings(self, settings: Mapping[str, str]) -> tuple[int, dict[str, dict[str, str]]]:
        """Exit status, and each thing by its subject."""
        status, said = self.run(settings, "--format", "json")
        content = json.loads(said)
        assert content["version"] == 1
        assert content["healthy"] is (status == 0)
        return status, {one["subject"]: cast("dict[str, str]", one) for one in content["examined"]}


@pytest.fixture
def clinic(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Clinic:
    (tmp_path / "here").mkdir()
    return Clinic(monkeypatch, tmp_path / "here")


def test_where_everything_is_right_nothing_fails(clinic: Clinic, right: dict[str, str]) -> None:
    status, found = clinic.standings(right)
    assert status == 0, found
    bad = {name: one["standing"] for name, one in found.items() if one["standing"] != "ok"}
    assert bad == {"queue": "warning", "deliveries": "warning"}  # no worker runs, and nothing was delivered yet
    assert found["engine"]["says"].startswith("semgrep ")


def test_people_read_what_to_do(clinic: Clinic, right: dict[str, str]) -> None:
    status, said = clinic.run(right)
    assert status == 0
    assert "-> start `holdfast serve` or `holdfast worker`" in said
    assert said.endswith("Nothing failed, 2 to look at.\n")


def test_an_empty_environment_says_what_is_missing_and_makes_nothing(clinic: Clinic) -> None:
    status, found = clinic.standings({})
    assert status == 1
    assert {name for name, one in found.items() if one["standing"] == "failed"} == {"app", "webhook secret"}
    assert found["github"]["standing"] == "skipped"
    assert list(clinic.folder.iterdir()) == []


def test_everything_that_is_wrong_is_found_in_one_go_and_no_secret_is_said(
    clinic: Clinic, right: dict[str, str], shop: Shop
) -> None:
    shop.app.permissions = {**PERMISSIONS, "contents": "write", "checks": "read"}
    shop.app.events = ("pull_request",)
    shop.installation.permissions = {"metadata": "read"}
    send(shop.world, ping_event(shop.world))  # nobody listens at that address
    shop.world.deliveries[-1].status = "timed out"
    shop.world.webhook = (f"{BASE_URL}/hooks", SECRET)
    del right["HOLDFAST_CLIENT_SECRET"]
    right["HOLDFAST_WEBHOK_SECRET"] = "x"
    status, found = clinic.standings(right)
    failed = {name for name, one in found.items() if one["standing"] == "failed"}
    assert status == 1
    assert failed == {"pages", "permissions", "events", "installations", "webhook", "deliveries"}
    assert all(found[name]["advice"] for name in failed)
    assert "HOLDFAST_WEBHOOK_SECRET" in found["settings"]["advice"]
    said = clinic.run(right)[1]
    assert not [secret for secret in (SECRET, shop.app.private_key.splitlines()[1], "Iv23li") if secret in said]


def test_a_key_of_another_app_is_told(clinic: Clinic, right: dict[str, str]) -> None:
    status, found = clinic.standings({**right, "HOLDFAST_APP_ID": "4711"})
    assert status == 1
    assert found["github"]["standing"] == "failed"
    assert "permissions" not in found


@pytest.mark.parametrize("fault", [server_error(), Status(200, b"<html>"), Status(403, {"message": "no"})])
def test_a_github_that_does_not_answer_is_told_and_the_rest_is_examined(
    clinic: Clinic, right: dict[str, str], shop: Shop, fault: Status
) -> None:
    shop.world.faults.append(Fault(fault, path="/app"))
    status, found = clinic.standings(right)
    assert status == 1
    assert found["github"]["standing"] == "failed"
    assert found["database"]["standing"] == "ok"


def test_a_webhook_that_is_switched_off_is_told(clinic: Clinic, right: dict[str, str], shop: Shop) -> None:
    shop.world.webhook = None
    status, found = clinic.standings(right)
    assert status == 1
    assert "activate the webhook" in found["webhook"]["advice"]


@pytest.mark.parametrize("database", ["own"], indirect=True)
def test_a_database_that_is_away_or_of_another_version_is_told(
    clinic: Clinic, right: dict[str, str], database: Database, empty_database: Database
) -> None:
    away = {**right, "HOLDFAST_DATABASE_URL": "postgresql://nobody@127.0.0.1:9/none"}
    status, found = clinic.standings(away)
    assert (status, found["database"]["standing"], found["queue"]["standing"]) == (1, "failed", "skipped")
    status, found = clinic.standings({**right, "HOLDFAST_DATABASE_URL": empty_database.url})
    assert (status, found["database"]["standing"]) == (0, "ok")
    for revision, standing in (("0003", "warning"), ("9999", "failed")):
        with psycopg.connect(database.url, autocommit=True) as connection:
            connection.execute("UPDATE holdfast.alembic_version SET version_num = %s", [revision])
        assert clinic.standings(right)[1]["database"]["standing"] == standing


def test_dead_jobs_are_named(clinic: Clinic, right: dict[str, str], database: Database) -> None:
    with psycopg.connect(database.url, autocommit=True, options=database.options()) as connection:
        for job in ("review", "sweep"):
            connection.execute(
                "INSERT INTO procrastinate_jobs (queue_name, task_name, args, status) VALUES ('q', %s, '{}', 'failed')",
                [job],
            )
    found = clinic.standings(right)[1]
    assert found["queue"]["standing"] == "warning"
    assert "review of an unknown pull request" in found["queue"]["says"]


def test_settings_that_cannot_be_read_are_told_by_name(clinic: Clinic, right: dict[str, str]) -> None:
    status, found = clinic.standings({**right, "HOLDFAST_APP_ID": "many"})
    assert status == 1
    assert "HOLDFAST_APP_ID" in found["settings"]["says"]


def test_the_embedded_database_of_a_running_service_is_looked_at_and_left_alone(
    clinic: Clinic, right: dict[str, str], postgres: PostgresServer
) -> None:
    del right["HOLDFAST_DATABASE_URL"]
    home = Path(postgres.url().rpartition("=")[2].replace("%2F", "/")).parent
    pid = postgres.process_id()
    found = clinic.standings({**right, "HOLDFAST_DATA_DIR": str(home)})[1]
    assert found["database"]["says"].startswith("PostgreSQL ")
    assert postgres.process_id() == pid


def test_an_unknown_format_is_bad_usage(clinic: Clinic) -> None:
    assert holdfast("doctor", "--format", "xml").status == 2
    assert list(clinic.folder.iterdir()) == []
