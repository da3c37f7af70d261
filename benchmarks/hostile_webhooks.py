"""Hostile deliveries: each with its headers, none of which may be answered by a crash."""

from __future__ import annotations

import gzip
import hashlib
import hmac
import json
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, cast
from uuid import uuid4

_VALUES: Final[tuple[object, ...]] = (
    None,
    True,
    "",
    "x",
    0,
    -1,
    1.5,
    2**63,
    2**200,
    1e308,
    [],
    {},
    "\0",
    "\ud800",
    "../../etc/passwd",
    "a" * 100_000,
)
_SHA: Final = "a" * 40
_REPOSITORY: Final = {"id": 70, "full_name": "acme/shop"}
_WHO: Final = {"login": "eve", "id": 5, "type": "User"}
_HEAD: Final = {"number": 1, "head": {"sha": _SHA}}
GOOD: Final[Mapping[str, Mapping[str, object]]] = {
    "pull_request": {
        "action": "opened",
        "number": 1,
        "pull_request": _HEAD,
        "repository": _REPOSITORY,
        "installation": {"id": 7},
        "sender": _WHO,
    },
    "issue_comment": {
        "action": "created",
        "issue": {"number": 1, "pull_request": {}},
        "comment": {"id": 9, "body": "/holdfast sign-off auth"},
        "repository": _REPOSITORY,
        "installation": {"id": 7},
        "sender": _WHO,
    },
    "pull_request_review": {
        "action": "submitted",
        "review": {"id": 9, "state": "approved"},
        "pull_request": _HEAD,
        "repository": _REPOSITORY,
        "installation": {"id": 7},
        "sender": _WHO,
    },
    "check_run": {
        "action": "requested_action",
        "check_run": {"id": 9, "name": "Holdfast", "external_id": f"1:{_SHA}"},
        "requested_action": {"identifier": "sign-off"},
        "repository": _REPOSITORY,
        "installation": {"id": 7},
        "sender": _WHO,
    },
}


@dataclass(frozen=True, slots=True)
class HostileDelivery:
    """One request; `statuses` are the answers that are right."""

    name: str
    body: bytes
    event: str = "pull_request"
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    statuses: frozenset[int] = frozenset({202, 400})

    def sent(self, secret: str) -> dict[str, str]:
        """Its headers, rightly signed where it does not say otherwise."""
        signature = hmac.new(secret.encode(), self.body, hashlib.sha256).hexdigest()
        return {
            "Content-Type": "application/json",
            "X-GitHub-Event": self.event,
            "X-GitHub-Delivery": str(uuid4()),
            "X-Hub-Signature-256": f"sha256={signature}",
            **self.headers,
        }


def hostile_deliveries() -> Iterator[HostileDelivery]:
    """Every one of them, always the same."""
    yield from _replaced()
    yield from _malformed()
    yield from _headers()


def _replaced() -> Iterator[HostileDelivery]:
    """Each leaf of each event with a value that is none; a different one each time round."""
    turn = 0
    for event, good in GOOD.items():
        for path in _leaves(good):
            for _ in range(2):
                value = _VALUES[turn % len(_VALUES)]
                turn += 1
                body = json.dumps(_with(good, path, value)).encode("utf-8", "surrogatepass")
                yield HostileDelivery(f"{event}: {'.'.join(path)} is {value!r:.20}", body, event)


def _malformed() -> Iterator[HostileDelivery]:
    good = json.dumps(GOOD["pull_request"]).encode()
    for name, body in {
        "nothing": b"",
        "half": good[: len(good) // 2],
        "twice": good + good,
        "not utf-8": good.replace(b"acme", b"\xff\xfe"),
        "utf-16": good.decode().encode("utf-16"),
        "byte order mark": b"\xef\xbb\xbf" + good,
        "deep lists": b"[" * 200_000,
        "deep objects": b'{"a":' * 100_000 + b"1" + b"}" * 100_000,
        "a number of a million digits": b'{"action":"opened","number":' + b"9" * 1_000_000 + b"}",
        "not a number": good.replace(b'"number": 1', b'"number": NaN'),
        "infinity": good.replace(b'"number": 1', b'"number": Infinity'),
        "doubled keys": good[:-1] + b',"number": 2, "number": 3}',
        "half a million keys": b"{" + b",".join(b'"%d":0' % n for n in range(500_000)) + b"}",
        "a gzip bomb": gzip.compress(b"\0" * 20_000_000),
        "a zlib bomb": zlib.compress(b" " * 20_000_000),
        "a form": b"payload=%7B%22action%22%3A%22opened%22%7D",
        "entities": b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>',
        "a class": b'{"__class__": "os.system", "py/object": "os.system"}',
        "prototype": good[:-1] + b',"__proto__": {"a": 1}, "constructor": {}}',
    }.items():
        yield HostileDelivery(name, body)
        yield HostileDelivery(f"{name}, compressed they say", body, headers={"Content-Encoding": "gzip"})


def _headers() -> Iterator[HostileDelivery]:
    good = json.dumps(GOOD["pull_request"]).encode()
    refused = frozenset({401})
    for name, wrong in {
        "none": "",
        "empty": "sha256=",
        "short": "sha256=" + "0" * 63,
        "long": "sha256=" + "0" * 65,
        "very long": "sha256=" + "0" * 30_000,
        "another algorithm": "sha1=" + "0" * 40,
        "zeros": "sha256=" + "0" * 64,
        "two": "sha256=" + "0" * 64 + ", sha256=" + "1" * 64,
        "wide digits": "sha256=" + "\u00b2" * 32,
        "upper case": "SHA256=" + hmac.new(b"secret", good, hashlib.sha256).hexdigest().upper(),
    }.items():
        header = {"X-Hub-Signature-256": wrong}
        yield HostileDelivery(f"signature: {name}", good, headers=header, statuses=refused)
    for guid in ("", "x", "0" * 36, "../../x", "72d3162e-cc78-11e3-81ab-4c9367dc0958'--", "%00", "9" * 5_000):
        header = {"X-GitHub-Delivery": guid}
        yield HostileDelivery(f"guid: {guid:.12}", good, headers=header, statuses=frozenset({400}))
    for event in ("x", "pull_request\x7f", "PULL_REQUEST", "a" * 5_000, "../x", "__init__", "%s%n", "{0.__class__}"):
        yield HostileDelivery(f"event: {event:.12}", good, event)


def _leaves(value: object, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    if isinstance(value, Mapping) and value:
        for key, inner in cast("Mapping[str, object]", value).items():
            yield from _leaves(inner, (*path, key))
    else:
        yield path


def _with(good: Mapping[str, object], path: tuple[str, ...], value: object) -> dict[str, object]:
    key, *rest = path
    inner = good[key]
    if rest and isinstance(inner, Mapping):
        return {**good, key: _with(cast("Mapping[str, object]", inner), tuple(rest), value)}
    return {**good, key: value}
