"""A library with a role in security was dropped.

The list of dependencies named a library that limits rates, locks accounts, sets security headers, checks CSRF tokens,
verifies signatures or cleans markup. It is gone.

Why it matters:
    What used it is gone too, or fails, or silently does nothing any more.

Instead:
    Name what does the work now. A replacement in the same pull request makes this a note.

What it does not see:
    Libraries of the house; lock files, which follow the list.

Sources:
    Catalogue CF10.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from checks.kit import Action, Change, ChangeSet, Check, Example, Hit, Kind, Options, Severity, Source
from checks.kit.sentence import Lines, Sentence, at_base, code

_LISTS = re.compile(
    r"^(requirements[\w.-]*\.(txt|in)|(base|prod|production|common|main|app)\.(txt|in)|pyproject\.toml|setup\.(cfg|py)|"
    r"Pipfile|package\.json|Gemfile|go\.mod|composer\.json|build\.gradle(\.kts)?|pom\.xml)$"
)
_ROLES = {
    "limits rates": "django-ratelimit slowapi flask-limiter fastapi-limiter express-rate-limit limits "
    "rate-limiter-flexible rack-attack @nestjs/throttler",
    "locks accounts": "django-axes django-defender",
    "sets security headers": "django-csp flask-talisman secure helmet secure-headers",
    "checks CSRF tokens": "flask-wtf flask-seasurf fastapi-csrf-protect starlette-csrf csurf csrf-csrf",
    "asks for a second factor": "django-otp django-two-factor-auth pyotp django-mfa2 django-mfa3 otplib speakeasy",
    "checks permissions": "django-guardian django-rules rules casbin pycasbin oso pundit cancancan accesscontrol",
    "cleans markup": "bleach nh3 html-sanitizer defusedxml dompurify sanitize-html loofah",
    "keeps an audit trail": "django-auditlog django-simple-history django-reversion paper-trail audited",
    "checks signatures": "itsdangerous svix standardwebhooks",
}
"""What a library does -> the names of libraries that do it, as their registries spell them."""

_ROLE_OF = {name: role for role, names in _ROLES.items() for name in names.split()}
_NAME = re.compile(r"(?:^\s*(?:gem\s+)?|[\"'])([@a-z][\w./@-]*)")


def find(change: Change, options: Options) -> Iterator[Hit]:
    """A hit for every library of a security role that no changed list names any more."""
    if not _LISTS.match(PurePosixPath(change.base_path).name) or change.base is None or change.head is None:
        return
    head = change.within.ask(_named_at_head)
    for line, role, name in _named(change.base):
        if line not in change.removed_lines or name in {other for _, other in head}:
            continue
        replaced = any(other_role == role for other_role, _ in head)
        says = Sentence(
            kind=Kind.CHANGED if replaced else Kind.LOST,
            symbol=None,
            fact=f"dependency {name}",
            title=f"{code(name)}, which {role}, is no longer a dependency",
            message="What relied on it is gone, fails, or does nothing.",
            confidence=0.45 if replaced else 0.7,
        )
        yield at_base(change, Lines(line, line), says)


def _named_at_head(changes: ChangeSet) -> frozenset[tuple[str, str]]:
    return frozenset(
        (role, name)
        for change in changes
        if _LISTS.match(PurePosixPath(change.path).name)
        for _, role, name in _named(change.head)
    )


def _named(source: Source | None) -> Iterator[tuple[int, str, str]]:
    """Line, role and name of every library that has a role."""
    for line, text in enumerate(source.lines if source else (), start=1):
        for found in _NAME.finditer(text.lower()):
            name = found[1].rstrip(".").replace("_", "-")
            if name in _ROLE_OF:
                yield line, _ROLE_OF[name], name


check = Check(
    module=__name__,
    doc=__doc__,
    codes=("CF10",),
    kind=Kind.LOST,
    severity=Severity.MEDIUM,
    action=Action.SIGN_OFF,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "the limiter is gone",
            path="requirements.txt",
            base="django==5.1\nslowapi==0.1.9\n",
            head="django==5.1\n",
            finds=((2, "`slowapi`, which limits rates"),),
        ),
        Example(
            "a newer version",
            path="requirements.txt",
            base="django==5.1\nslowapi==0.1.8\n",
            head="django==5.1\nslowapi==0.1.9\n",
        ),
        Example(
            "it moved to the project file",
            base={"requirements.txt": "bleach==6.1\n", "pyproject.toml": '[project]\nname = "shop"\n'},
            head={
                "requirements.txt": "django==5.1\n",
                "pyproject.toml": '[project]\nname = "shop"\ndependencies = ["bleach>=6"]\n',
            },
        ),
        Example(
            "another library is gone",
            path="requirements.txt",
            base="django==5.1\npandas==2.2\n",
            head="django==5.1\n",
        ),
    ),
)
