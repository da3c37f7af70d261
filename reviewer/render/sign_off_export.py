"""Sign-offs for other tools: plain JSON, and in-toto statements, one a line.

https://github.com/in-toto/attestation/blob/main/spec/v1/statement.md
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from reviewer.domain.links import SIGN_OFF_PREDICATE
from reviewer.domain.signoff.export import ExportedSignOff
from reviewer.render.json_text import json_text

_STATEMENT: Final = "https://in-toto.io/Statement/v1"
Fields = dict[str, object]


def to_json(sign_offs: Iterable[ExportedSignOff]) -> str:
    """A list of objects, oldest first."""
    return json_text([_fields(one) for one in sign_offs], indent=2) + "\n"


def to_in_toto(sign_offs: Iterable[ExportedSignOff]) -> str:
    """One statement a line; its subject is the commit whose review was shown."""
    return "".join(json_text(_statement(one)) + "\n" for one in sign_offs)


def _statement(one: ExportedSignOff) -> Fields:
    return {
        "_type": _STATEMENT,
        "subject": [
            {"name": f"{one.repository}/pull/{one.number}", "digest": {"gitCommit": one.given.head_sha}},
        ],
        "predicateType": SIGN_OFF_PREDICATE,
        "predicate": _fields(one),
    }


def _fields(one: ExportedSignOff) -> Fields:
    given = one.given
    return {
        "id": given.id,
        "repository": one.repository,
        "pull_request": one.number,
        "area": given.area.value,
        "content_hash": given.content_hash,
        "shown": {
            "base": one.base_sha,
            "head": given.head_sha,
            "findings": list(one.findings),
            "parts": [{"name": part.name, "digest": part.digest} for part in given.parts],
        },
        "signer": {
            "login": given.signer.account.login,
            "id": given.signer.account.id,
            "permission": given.signer.standing.permission,
            "teams": sorted(given.signer.standing.teams),
        },
        "way": given.origin.way,
        "origin": given.origin.number,
        "reason": given.reason,
        "at": given.at.isoformat(),
        "withdrawn": None
        if one.withdrawn is None
        else {
            "cause": one.withdrawn.cause,
            "by": one.withdrawn.by.login,
            "at": one.withdrawn.at.isoformat(),
        },
    }
