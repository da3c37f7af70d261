"""What `holdfast doctor` says: each thing that was examined, how it stands, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

from msgspec import Struct

Standing = Literal["ok", "warning", "failed", "skipped"]
"""warning: it works, but somebody should look; skipped: it could not be examined, for the reason that is said."""

MOST_SKEW_SECONDS: Final = 30.0
"""The App's tokens begin a minute in the past, so that a clock which is a little fast does no harm."""
_LEVELS: Final = {"read": 1, "write": 2, "admin": 3}
_NAMED: Final = 5


@dataclass(frozen=True, slots=True)
class Examined:
    """One thing, in one sentence; `advice` says what to do, "" where nothing is."""

    subject: str
    standing: Standing
    says: str
    advice: str = ""


class AppFacts(Struct, frozen=True):
    """The App as GitHub has it; `skew_seconds`: how far our clock is ahead of GitHub's."""

    slug: str
    permissions: Mapping[str, str]
    events: frozenset[str]
    skew_seconds: float


class InstalledFacts(Struct, frozen=True):
    """One installation as GitHub has it."""

    number: int
    account: str
    suspended: bool
    permissions: Mapping[str, str]


class HookFacts(Struct, frozen=True):
    """The App's webhook as GitHub has it."""

    url: str
    content_type: str
    checks_certificate: bool


class Attempt(Struct, frozen=True):
    """One attempt of GitHub's to deliver an event; `status` is "OK" when we took it."""

    at: datetime
    event: str
    status: str
    code: int


class DeadJob(Struct, frozen=True):
    """A job that was given up: its task, what it was about ("owner/name#7", "" unknown), and when it ended (UTC)."""

    task: str
    about: str
    at: datetime


class QueueFacts(Struct, frozen=True):
    """The queue; `living_workers` are those whose heart beat within the last seconds."""

    waiting: int
    oldest_seconds: float
    living_workers: int
    dead: Sequence[DeadJob]


def is_healthy(examined: Iterable[Examined]) -> bool:
    """Whether nothing failed."""
    return all(one.standing != "failed" for one in examined)


def examine_permissions(app: AppFacts, wanted: Mapping[str, str]) -> Examined:
    """Compare the App's permissions with those that the code needs."""
    missing = _missing(app.permissions, wanted)
    if missing:
        advice = "add them in the App's settings under Permissions; every owner is then asked to accept"
        return Examined("permissions", "failed", f"missing: {', '.join(missing)}", advice)
    beyond = [
        f"{name}: {level}"
        for name, level in sorted(app.permissions.items())
        if _LEVELS.get(level, 0) > _LEVELS.get(wanted.get(name, ""), 0)
    ]
    if beyond:
        return Examined(
            "permissions",
            "warning",
            f"more than is needed: {', '.join(beyond)}",
            "take them away in the App's settings: what is not granted cannot be lost",
        )
    return Examined("permissions", "ok", "exactly those that are needed")


def examine_events(app: AppFacts, wanted: frozenset[str]) -> Examined:
    """Compare the App's subscriptions with the events that are read."""
    missing = sorted(wanted - app.events)
    if missing:
        advice = "subscribe to them in the App's settings under Permissions & events"
        return Examined("events", "failed", f"not subscribed: {', '.join(missing)}", advice)
    beyond = sorted(app.events - wanted)
    if beyond:
        advice = "unsubscribe: each is a delivery that is signed, sent and ignored"
        return Examined("events", "warning", f"subscribed without need: {', '.join(beyond)}", advice)
    return Examined("events", "ok", f"subscribed to all {len(wanted)}")


def examine_clock(app: AppFacts) -> Examined:
    """Judge how far our clock is from GitHub's."""
    skew = app.skew_seconds
    if abs(skew) > MOST_SKEW_SECONDS:
        word = "ahead of" if skew > 0 else "behind"
        return Examined(
            "clock",
            "failed",
            f"{abs(skew):.0f} seconds {word} GitHub's",
            "synchronise this machine's clock (NTP): GitHub refuses tokens from the future and expired ones",
        )
    return Examined("clock", "ok", f"within {MOST_SKEW_SECONDS:.0f} seconds of GitHub's")


def examine_installations(installed: Sequence[InstalledFacts], wanted: Mapping[str, str]) -> Examined:
    """Tell which owners have not accepted what the App asks for, or have suspended it."""
    if not installed:
        advice = "install the App on an account: its settings, Install App"
        return Examined("installations", "warning", "the App is installed nowhere", advice)
    behind = [one for one in installed if not one.suspended and _missing(one.permissions, wanted)]
    suspended = [one.account for one in installed if one.suspended]
    if behind:
        said = "; ".join(f"{one.account} lacks {', '.join(_missing(one.permissions, wanted))}" for one in behind)
        advice = "an owner has to accept the new permissions: the account's settings, Installed GitHub Apps"
        return Examined("installations", "failed", said, advice)
    if suspended:
        advice = "pull requests there wait for their check until the owner ends the suspension"
        return Examined("installations", "warning", f"suspended: {', '.join(suspended)}", advice)
    return Examined("installations", "ok", f"{len(installed)}, each with every permission")


def examine_hook(hook: HookFacts, base_url: str | None) -> Examined:
    """Judge the webhook's address and form."""
    if hook.content_type != "json":
        advice = "set the content type to application/json in the App's settings"
        return Examined("webhook", "failed", f"deliveries are sent as {hook.content_type}", advice)
    if not hook.url.endswith("/webhooks/github"):
        advice = "set the webhook URL in the App's settings to HOLDFAST_BASE_URL/webhooks/github"
        return Examined("webhook", "failed", f"deliveries go to {hook.url}", advice)
    if base_url is not None and not hook.url.startswith(f"{base_url}/"):
        advice = "HOLDFAST_BASE_URL and the webhook URL in the App's settings name different places"
        return Examined("webhook", "warning", f"deliveries go to {hook.url}, not below {base_url}", advice)
    if not hook.checks_certificate:
        advice = "switch SSL verification on in the App's settings"
        return Examined("webhook", "warning", "GitHub does not check our certificate", advice)
    return Examined("webhook", "ok", f"deliveries go to {hook.url}")


def examine_attempts(attempts: Sequence[Attempt]) -> Examined:
    """Judge from the last attempts, newest first, whether GitHub reaches us."""
    if not attempts:
        advice = "open a pull request, or redeliver one under Advanced in the App's settings"
        return Examined("deliveries", "warning", "GitHub has not sent any in the last days", advice)
    failed = [one for one in attempts if one.status != "OK"]
    newest = attempts[0]
    if newest.status != "OK":
        return Examined(
            "deliveries",
            "failed",
            f"the last one ({newest.event}, {newest.at:%Y-%m-%d %H:%M} UTC) failed: {newest.status}",
            _way_out(newest),
        )
    if failed:
        said = f"{len(failed)} of the last {len(attempts)} failed; the last one arrived"
        advice = "the service asks for failed ones again every five minutes; look again later"
        return Examined("deliveries", "warning", said, advice)
    return Examined("deliveries", "ok", f"the last {len(attempts)} arrived")


def examine_queue(queue: QueueFacts) -> Examined:
    """Judge whether somebody works, and whether something was given up."""
    named = ", ".join(_dead(one) for one in queue.dead[:_NAMED])
    more = f" and {len(queue.dead) - _NAMED} more" if len(queue.dead) > _NAMED else ""
    given_up = f"; given up in the last days: {named}{more}" if named else ""
    if queue.living_workers == 0:
        advice = "start `holdfast serve` or `holdfast worker`"
        standing: Standing = "failed" if queue.waiting else "warning"
        return Examined("queue", standing, f"{_length(queue, 'no worker runs')}{given_up}", advice)
    says = f"{_length(queue, f'{queue.living_workers} at work')}{given_up}"
    if named:
        advice = "the log tells why, under the job's delivery; re-run the check Holdfast of that pull request"
        return Examined("queue", "warning", says, advice)
    return Examined("queue", "ok", says)


def _way_out(attempt: Attempt) -> str:
    if attempt.code == 401:
        return "HOLDFAST_WEBHOOK_SECRET is not the secret in the App's settings"
    if attempt.code == 503:
        return "the service could not keep it: look at the database"
    if attempt.code in {301, 302, 307, 308}:
        return "the webhook URL redirects, which GitHub does not follow: name the last address itself"
    if attempt.code == 404:
        return "something else answers there: the path has to be /webhooks/github"
    return "the address in the App's settings has to reach this service from the internet, with a valid certificate"


def _missing(granted: Mapping[str, str], wanted: Mapping[str, str]) -> list[str]:
    return [
        f"{name}: {level}"
        for name, level in sorted(wanted.items())
        if _LEVELS.get(granted.get(name, ""), 0) < _LEVELS[level]
    ]


def _length(queue: QueueFacts, workers: str) -> str:
    if not queue.waiting:
        return f"{workers}, nothing waits"
    return f"{workers}, {queue.waiting} jobs wait, the oldest for {queue.oldest_seconds:.0f} seconds"


def _dead(job: DeadJob) -> str:
    return f"{job.task} of {job.about or 'an unknown pull request'} ({job.at:%Y-%m-%d %H:%M} UTC)"
