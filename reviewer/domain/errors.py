"""Every error that Holdfast raises on purpose.

HoldfastError
├─ Refused             the caller's fault, never retried
│  ├─ BadSignature     401
│  ├─ BadPayload       400
│  └─ TooLarge         413
├─ UserProblem         shown to a person with its place, a hint and its page
│  ├─ ConfigProblem    the repository's configuration, with path, line and column
│  ├─ UnknownCheck     no check or rule of that id
│  ├─ RepositoryProblem  what was named is no readable git repository or revision
│  ├─ SettingsProblem  the service's own environment
│  └─ MissingPermission  what the App may not do in this installation
├─ TryAgain            the queue retries, not before `after_seconds`
│  ├─ RateLimited
│  ├─ HostDown
│  ├─ StoreDown
│  └─ AnalyserDied
└─ Superseded          a newer head exists: stop quietly
"""

from __future__ import annotations


class HoldfastError(Exception):
    """Root of the tree above."""


class Refused(HoldfastError):
    """A request that will never be accepted; the message may be shown to the caller."""

    status = 400


class BadSignature(Refused):
    """The delivery is not signed with our secret."""

    status = 401


class BadPayload(Refused):
    """The body is not what GitHub sends."""

    status = 400


class TooLarge(Refused):
    """The body is longer than GitHub ever sends."""

    status = 413


class UserProblem(HoldfastError):
    """Something a person can mend.

    Attributes:
        message: what is wrong, one sentence.
        hint: what to do about it; may be empty.
    """

    def __init__(self, message: str, *, hint: str = "") -> None:
        """Keeps both sentences."""
        super().__init__(message if not hint else f"{message} ({hint})")
        self.message = message
        self.hint = hint


class ConfigProblem(UserProblem):
    """The configuration file cannot be used; `line` and `column` are 1-based, 0 when unknown.

    `section` names the heading of the guide that speaks of it, as its address has it; "" for the whole guide.
    """

    def __init__(self, path: str, line: int, column: int, message: str, *, hint: str = "", section: str = "") -> None:
        """Keeps the place beside the sentence."""
        super().__init__(message, hint=hint)
        self.section = section
        self.path = path
        self.line = line
        self.column = column

    def __str__(self) -> str:
        """`path:line:column: message (hint)`."""
        return f"{self.path}:{self.line}:{self.column}: {super().__str__()}"


class UnknownCheck(UserProblem):
    """There is no check or rule of that id."""


class RepositoryProblem(UserProblem):
    """What was named is no git repository, or has no such revision."""


class SettingsProblem(UserProblem):
    """An environment variable of the service is missing or malformed."""


class MissingPermission(UserProblem):
    """The App lacks a permission in this installation."""


class TryAgain(HoldfastError):
    """The same work may succeed later.

    Attributes:
        after_seconds: not before; None lets the queue choose.
    """

    def __init__(self, message: str, *, after_seconds: float | None = None) -> None:
        """Keeps the moment beside the reason."""
        super().__init__(message)
        self.after_seconds = after_seconds


class RateLimited(TryAgain):
    """GitHub asked for a pause.

    Attributes:
        after_seconds: never None; the least, where GitHub named no moment.
        told: whether GitHub named the moment; if not, each further try waits twice as long.
    """

    def __init__(self, message: str, *, after_seconds: float, told: bool = True) -> None:
        """Keeps both beside the reason."""
        super().__init__(message, after_seconds=after_seconds)
        self.told = told


class HostDown(TryAgain):
    """GitHub did not answer, or not with what it promises."""


class StoreDown(TryAgain):
    """The database did not answer."""


class AnalyserDied(TryAgain):
    """The process that analyses ended before its answer."""


class Superseded(HoldfastError):
    """A newer head exists; nobody waits for this result."""
