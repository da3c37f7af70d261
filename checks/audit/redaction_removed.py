"""A redaction was removed.

A decorator or call kept passwords, tokens or personal data out of logs, error reports or answers. It is gone,
and the data still goes there.

Why it matters:
    Secrets land in log files, trackers and mails, where more people read than may, and stay for years.

Instead:
    Redact before the data leaves the function, and keep the list of fields in one place.

What it does not see:
    Filters of the logging system that redact later.

Sources:
    Catalogue LG03, LG04; CWE-532, CWE-209.
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.kit import Action, Change, Check, Example, Hit, Kind, Options, Severity
from checks.ledger import LOSSES, Claim, Family, tell

claim = Claim(frozenset({Family.REDACTION}), LOSSES)


def find(change: Change, options: Options) -> Iterator[Hit]:
    """Lost and weakened guards of the family redaction."""
    del options
    yield from tell(change, claim, "Secrets or personal data now go where they were kept out of.")


_SHOW = """
    def show(provider):
        row = provider.as_dict()
        row["key"] = {value}
        return row
"""

check = Check(
    module=__name__,
    doc=__doc__,
    codes=(
        "LG03",
        "LG04",
    ),
    kind=Kind.LOST,
    severity=Severity.HIGH,
    action=Action.WARN,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "the cookie is no longer blanked",
            base="def shown(headers):\n    text = re.sub(r'session=\\w+', 'session=<redacted>', headers.cookie)\n"
            "    return {'cookie': text}\n",
            head="def shown(headers):\n    text = headers.cookie\n    return {'cookie': text}\n",
            finds=((2, "<redacted>"),),
        ),
        Example(
            "another replacement is gone",
            base="def shown(headers):\n    text = headers.agent.replace('/', ' ')\n    return {'agent': text}\n",
            head="def shown(headers):\n    text = headers.agent\n    return {'agent': text}\n",
        ),
        Example(
            "the key is shown as it is",
            base=_SHOW.format(value="mask_secret(provider.key)"),
            head=_SHOW.format(value="provider.key"),
            finds=((3, "mask_secret"),),
        ),
        Example(
            "the parameters are no longer hidden in error reports",
            base="""
                @sensitive_post_parameters("password")
                def login(request):
                    return sign_in(request.POST)
            """,
            head="""
                def login(request):
                    return sign_in(request.POST)
            """,
            finds=((1, "sensitive_post_parameters"),),
        ),
        Example(
            "another helper masks",
            base=_SHOW.format(value="mask_secret(provider.key)"),
            head=_SHOW.format(value="mask(provider.key)"),
        ),
        Example(
            "the key is no longer in the answer",
            base=_SHOW.format(value="mask_secret(provider.key)"),
            head="""
                def show(provider):
                    return {"name": provider.name}
            """,
        ),
    ),
)
