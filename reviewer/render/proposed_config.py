"""A first configuration as text: small, commented, and right as it stands."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from reviewer.domain.links import CONFIGURATION_URL, SCHEMA_URL
from reviewer.domain.proposal import Proposal, SeenArea
from reviewer.render.foreign import one_line

MODELINE = f"# yaml-language-server: $schema={SCHEMA_URL}"
_MOST_AREAS = 8


def proposed_config(proposal: Proposal) -> str:
    """The text of `.github/holdfast.yml`."""
    parts = [
        _head(proposal),
        _generated(proposal.generated),
        _areas(proposal.areas),
        _guards(proposal),
        _states(proposal.state_fields),
        _layers(proposal.layers),
    ]
    return "\n".join(part for part in parts if part)


def _head(proposal: Proposal) -> str:
    return (
        f"{MODELINE}\n"
        f"# Proposed by `holdfast init` from {one_line(proposal.branch)}. `holdfast config check` reads it. All keys:\n"
        f"# {CONFIGURATION_URL}\n"
        "version: 1\n"
        "mode: observe  # neutral checks to begin with; `gate` holds merges until somebody has signed\n"
    )


def _generated(globs: Sequence[str]) -> str:
    if not globs:
        return ""
    rows = [f"  - {json.dumps(glob)}" for glob in globs]
    return (
        "\n".join(["# Generated, says .gitattributes: changes of these are not looked at.", "exclude:", *rows]) + "\n"
    )


def _areas(areas: Sequence[SeenArea]) -> str:
    if not areas:
        return "# No file of the areas was found: what a change touches decides.\n"
    rows = list(_rows(areas))
    head = ["# Who signs what; anyone with write access where nothing is said.", "areas:"]
    if not any(it.team for it in areas[:_MOST_AREAS]):
        head, rows = [head[0], "# areas:"], list(_as_comment(rows))
    return "\n".join([*head, *rows]) + "\n"


def _as_comment(rows: Sequence[str]) -> Iterator[str]:
    for row in rows:
        yield f"#   {row.strip().removeprefix('# ')}"


def _rows(areas: Sequence[SeenArea]) -> Iterator[str]:
    for it in areas[:_MOST_AREAS]:
        files = f"{it.files} file{'s' if it.files > 1 else ''}, such as {one_line(it.example)}"
        if it.team:
            yield f"  {it.area.value}:  # {files}; CODEOWNERS names the team"
            yield f"    sign_off: {{teams: [{json.dumps(it.team)}]}}"
        else:
            yield f"  # {it.area.value}: {files}"


def _guards(proposal: Proposal) -> str:
    if not proposal.guards:
        return ""
    rows = [f"  {family}: {_list(names)}" for family, names in proposal.guards.items()]
    return "\n".join(["# Guards of this house: their definitions refuse callers.", "guards:", *rows]) + "\n"


def _states(fields: Sequence[str]) -> str:
    if not fields:
        return ""
    rows = [f"  {field}: {{terminal: []}}" for field in fields]
    return (
        "\n".join(["# Fields that hold a state; name the states that nothing may leave.", "state_fields:", *rows])
        + "\n"
    )


def _layers(layers: Sequence[str]) -> str:
    if not layers:
        return ""
    return (
        "# Folders that look like layers, from the top down: only new imports that lead up are told.\n"
        "constraints:\n"
        "  - id: layers\n"
        "    says: An import goes down the layers, never up.\n"
        "    kind: commission\n"
        "    area: layering\n"
        "    severity: medium\n"
        f"    layers: {_list(layers)}\n"
    )


def _list(names: Sequence[str]) -> str:
    return f"[{', '.join(map(json.dumps, names))}]"
