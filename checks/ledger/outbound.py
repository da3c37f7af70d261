"""Calls that leave the process: requests, mails, uploads, payments, models."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from checks.kit.index import dotted
from checks.ledger.resolve import callees
from checks.ledger.unit import Unit

_OUTBOUND = re.compile(
    r"^(requests|httpx|urllib3|aiohttp)\.(get|post|put|patch|delete|head|request|send|stream|urlopen)$|"
    r"(^|\.)(urlopen|send_mail|send_mass_mail|mail_admins|mail_managers|sendmail|send_message_to_slack|chat_postMessage|"
    r"put_object|upload_file|upload_fileobj|upload_blob|download_file|generate_content)$|"
    r"^stripe\.\w+(\.\w+)*\.(create|modify|retrieve|capture|confirm|refund|cancel)$|"
    r"(^|[._])(http|http_client|httpx_client|requests_session|http_session)\.(get|post|put|patch|delete|request)$|"
    r"(^|[._])(s3|ses|sns|sqs|lambda|dynamodb)(_client)?\.\w+$|"
    r"(^|\.)(chat\.)?completions\.create$|(^|[._])(sendgrid|twilio|mailgun|postmark)\w*\.\w+"
)


def is_outbound(name: str) -> bool:
    """Whether a call of this dotted name asks another service."""
    return bool(_OUTBOUND.search(name))


def reaches_out(unit: Unit, name: str) -> bool:
    """Whether calling `name` in `unit` asks another service, itself or in the function of the repository behind it."""
    return is_outbound(name) or any(
        is_outbound(called) for helper in callees(unit, {name} - {""}) for called in helper.called
    )


def outbound_calls(unit: Unit) -> Iterator[tuple[str, ast.Call]]:
    """Name and place of every call of the unit that asks another service, directly or behind one function."""
    for node in unit.nodes:
        if isinstance(node, ast.Call) and reaches_out(unit, dotted(node.func)):
            yield dotted(node.func), node
