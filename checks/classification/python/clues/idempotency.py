"""Doing a thing once although it is asked for twice (family ID)."""

from __future__ import annotations

from checks.classification.python.clue import EXITS, Clue
from checks.classification.python.fact import Form
from checks.kit import Area

CLUES = (
    Clue(
        Area.IDEMPOTENCY,
        "idempotency key",
        (Form.ARGUMENT, Form.ENTRY, Form.DECORATOR, Form.CALL, Form.CONDITION, Form.CLASS_ATTRIBUTE, Form.LOCAL),
        0.9,
        says=r"idempoten\w+|dedup\w*|dedupe|deduplicat\w+",
    ),
    Clue(
        Area.IDEMPOTENCY,
        "idempotency key",
        (Form.ARGUMENT, Form.ENTRY),
        0.9,
        named=r"idempoten\w+(?: \w+)*|dedup\w*(?: \w+)*|ignore conflicts|update conflicts|x request id",
    ),
    Clue(
        Area.IDEMPOTENCY,
        "upsert",
        (Form.CALL,),
        0.8,
        named=r"on conflict(?: \w+)*$|on duplicate key(?: \w+)*$|upsert(?: \w+)*$|bulk upsert$",
    ),
    Clue(
        Area.IDEMPOTENCY,
        "upsert",
        (Form.CALL,),
        0.6,
        named=r"(?:get|update) or create(?: async)?$|insert or ignore$|enqueue once$|setnx$",
    ),
    Clue(
        Area.IDEMPOTENCY,
        "repeat check",
        (Form.CONDITION,),
        0.7,
        says=(
            r"already (?:processed|handled|sent|enqueued|scheduled|delivered|imported|paid|charged|running"
            r"|done)|is duplicate|processed at|event id|was processed|seen (?:ids?|events?|messages?)"
        ),
        exits=EXITS,
    ),
    Clue(
        Area.IDEMPOTENCY,
        "repeat check",
        (Form.CONDITION,),
        0.65,
        says=r"(?:\w+ )*(?:exists|existing|already \w+|duplicates?)",
        inside=r"enqueue|delay|apply async|send (?:mail|email|task|message|notification)|charge|publish|schedule",
        unless=r"os|path|file|dir|file exists",
    ),
    Clue(
        Area.IDEMPOTENCY,
        "single flight",
        (Form.ARGUMENT,),
        0.7,
        named=(
            r"^(?:job id|task id|unique|singleton|max instances|coalesce|acks late|autoretry for"
            r"|reject on worker lost)$"
        ),
        inside=r"enqueue|apply async|delay|add job|schedule|task\b[^<]* < decorator|send task",
    ),
)
