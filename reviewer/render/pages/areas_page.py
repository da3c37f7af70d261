"""The page of the areas: what belongs to each, and what its findings ask for by default."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from checks.kit import Area
from checks.kit.areas import WARN_AREAS
from reviewer.render.pages.entry import Entry
from reviewer.render.pages.words import printed_from
from reviewer.render.summary import counted

AREAS: Mapping[Area, tuple[str, str]] = {
    Area.MIGRATIONS: ("MIG-A B C D E G M P S", "Schema and data migrations: locks, rewrites, old code beside new."),
    Area.AUTH: ("AZ, SS", "Who may call what: authentication, permissions, roles, sessions and tokens."),
    Area.TENANCY: ("TN", "Which rows belong to the caller: tenant and owner filters."),
    Area.TRANSACTIONS: ("TX, CC", "What happens together or not at all: transactions, locks, concurrent writers."),
    Area.STATE_MACHINES: ("SM", "Which state may follow which: transitions, terminal states, their guards."),
    Area.IDEMPOTENCY: ("ID", "What happens once although it is asked twice: keys, unique constraints, retries."),
    Area.MONEY: ("MQ", "Amounts: exact numbers, rounding, currencies, limits."),
    Area.SCHEMA: ("SC", "What the database itself enforces, as the models declare it."),
    Area.API_CONTRACTS: ("AP", "What callers rely on: fields, types, status codes, versions."),
    Area.VALIDATION: ("VA", "What input is refused."),
    Area.ERROR_HANDLING: ("ER", "What happens when something fails: what is raised, caught, rolled back, told."),
    Area.AUDIT: ("LG", "What is recorded about who did what, and what must not be logged."),
    Area.EXTERNAL_CALLS: ("EX", "Calls to other services: time-outs, retries, order with the transaction."),
    Area.RATE_LIMITS: ("RL", "How often something may be asked."),
    Area.QUERIES: ("OQ", "How much a query reads: limits, indexes, queries in loops."),
    Area.LAYERING: ("AR", "Which part of the code may use which."),
    Area.SECURITY_CONFIG: ("CF", "Settings that protect everything at once: hosts, cookies, origins, secrets."),
    Area.GATE_INTEGRITY: (
        "TS",
        "What guards the guards: tests, continuous integration, lint, CODEOWNERS, suppressions, Holdfast's own file.",
    ),
}
"""Area -> families of the catalogue, and what belongs there."""
_ABOUT = """\
A boundary belongs to one of these areas. Each can be switched off, given paths, and given people who sign it,
under `areas:` in `.github/holdfast.yml`."""


def areas_page(entries: Iterable[Entry]) -> str:
    """One heading per area, so that pages can link to it."""
    count = Counter(entry.area for entry in entries)
    parts = [
        printed_from("checks/kit/areas.py"),
        "# Areas",
        _ABOUT,
    ]
    for area in Area:
        families, words = AREAS[area]
        default = "a finding warns" if area in WARN_AREAS else "a finding may ask for a sign-off"
        checks = (
            f"[{counted(count[area], 'check or rule', 'checks and rules')}](../checks/index.md#{area.value})"
            if count[area]
            else "no check yet"
        )
        parts += [f"## {area.value}", words, f"By default {default} · {checks} · catalogue families {families}"]
    return "\n\n".join(parts) + "\n"
