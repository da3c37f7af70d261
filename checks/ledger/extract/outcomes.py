"""What a refusing branch answers, and which family that speaks for."""

from __future__ import annotations

import ast
import re
from enum import StrEnum

from msgspec import Struct

from checks.kit.index import dotted
from checks.ledger.family import Family


class Outcome(StrEnum):
    """How a branch leaves."""

    RAISE = "raise"
    ABORT = "abort"
    ANSWER = "answer"
    RETURN = "return"
    SKIP = "skip"


class Leaving(Struct, frozen=True):
    """The last statement of a branch that leaves: how, with what words."""

    outcome: Outcome
    words: str
    node: ast.stmt

    @property
    def refuses(self) -> bool:
        """Whether the caller learns that it was refused."""
        return self.outcome in {Outcome.RAISE, Outcome.ABORT, Outcome.ANSWER}


_FAMILIES: tuple[tuple[Family, re.Pattern[str]], ...] = (
    (Family.RATE_LIMIT, re.compile(r"TooMany(?!Found|Rows)|RateLimit|Throttl|\b429\b|HTTP_429")),
    (Family.QUOTA, re.compile(r"[Qq]uota|[Ll]imit ?(?:[Ee]xceeded|[Rr]eached)|PaymentRequired|\b402\b|HTTP_402")),
    (Family.SIGNATURE, re.compile(r"Signature|SuspiciousOperation|BadSignature")),
    (
        Family.AUTHORIZATION,
        re.compile(
            r"Permission(?!s?=)|Forbidden|AccessDenied|NotPermitted|NotAllowed(?!Method)|Unauthori|InsufficientPerm|"
            r"InsufficientRole|\b403\b|HTTP_403|[Pp]ermission|[Aa]ccess denied|"
            r"[Nn]ot (?:allowed|permitted|authori[sz]ed)"
        ),
    ),
    (
        Family.AUTHENTICATION,
        re.compile(
            r"NotAuthenticated|AuthenticationFailed|AuthenticationError|InvalidCredentials|\b401\b|HTTP_401|LoginRequired"
        ),
    ),
    (Family.IDEMPOTENCY, re.compile(r"Already(?:Exists|Processed|Handled|Sent|Done|Paid)|Duplicate")),
    (
        Family.STATE,
        re.compile(
            r"InvalidState|InvalidStatus|InvalidTransition|TransitionNotAllowed|IllegalState|WrongState|Archived|"
            r"Closed\b|Locked\b|\b423\b"
        ),
    ),
    (Family.MONEY, re.compile(r"Insufficient(?:Funds|Stock|Balance|Credit)|OutOfStock|OverRefund")),
    (
        Family.LOCK,
        re.compile(r"PreconditionFailed|\b412\b|HTTP_412|StaleData|ConcurrentModification|VersionConflict"),
    ),
)
"""Family -> words of an exception or answer that speak for it; the first row that fits wins."""
_VALIDATION = re.compile(
    r"Validation|Invalid|BadRequest|ValueError|TypeError|\b400\b|\b409\b|\b422\b|HTTP_4(?:00|09|22)|Conflict|Unprocessable|Improper|UserValueError"
)
_ERROR_ANSWER = re.compile(
    r"status(?:_code)?=(?:status\.)?(?:HTTP_)?[45]\d\d|HttpResponse(?:Forbidden|BadRequest|NotFound|NotAllowed|Gone)"
    r"|, [45]\d\d\)?$|[Ee]rror|Forbidden|Unauthorized|redirect\(|HttpResponseRedirect"
)
_ABORTS = frozenset({"abort", "forbidden", "unauthorized", "not_found", "exit"})


def leaving(body: list[ast.stmt]) -> Leaving | None:
    """How a branch leaves; None when control can run past it."""
    if not body:
        return None
    last = body[-1]
    match last:
        case ast.Raise(exc=exc):
            return Leaving(Outcome.RAISE, ast.unparse(exc) if exc else "raise", last)
        case ast.Return(value=None) | ast.Return(value=ast.Constant(value=None | False)):
            return Leaving(Outcome.RETURN, "", last)
        case ast.Return(value=value) if value is not None:
            text = ast.unparse(value)
            answers = bool(_ERROR_ANSWER.search(text))
            return Leaving(Outcome.ANSWER if answers else Outcome.RETURN, text, last)
        case ast.Continue() | ast.Break():
            return Leaving(Outcome.SKIP, "", last)
        case ast.Expr(value=ast.Call(func=func)) if dotted(func).rpartition(".")[2] in _ABORTS:
            return Leaving(Outcome.ABORT, ast.unparse(last), last)
        case _:
            return None


def family_by_words(words: str) -> Family | None:
    """The family that an exception or answer names by itself; None when it could be any."""
    return next((family for family, pattern in _FAMILIES if pattern.search(words)), None)


def speaks_of_validation(words: str) -> bool:
    """Whether the answer says that the input was wrong."""
    return bool(_VALIDATION.search(words))
