"""What Holdfast says of suppressions themselves, each with its page as a check has one."""

from __future__ import annotations

from checks.kit import Action, Kind, Severity
from reviewer.domain.policy_rule import PolicyRule

NEW = PolicyRule(
    __name__,
    "suppression-new",
    ("CF09",),
    Kind.INTRODUCED,
    Severity.MEDIUM,
    Action.WARN,
    """A new suppression silences a finding of an area that asks for a sign-off.

    The change itself brought the comment that accepts what the change does. The finding is marked, the area's boundary
    waits for a sign-off all the same.

    Why it matters:
        Whoever writes the change would otherwise be the one who accepts its risk.

    Instead:
        Mend the finding, or let somebody sign who may decide for the area. Once merged, the comment holds by itself.

    What it does not see:
        Whether the reason is a good one: the person who signs does.

    Sources:
        Catalogue CF09.
    """,
)
EXPIRED = PolicyRule(
    __name__,
    "suppression-expired",
    ("CF09",),
    Kind.CHANGED,
    Severity.LOW,
    Action.WARN,
    """A suppression has ended, and what it accepted is a finding again.

    The day after `until=` has come. The finding that it covered is judged as if the comment were not there.

    Why it matters:
        A date is a promise to come back: this is the moment.

    Instead:
        Mend the finding and delete the comment, or give it a new date and have it signed again.

    What it does not see:
        Comments in files that the change leaves alone.

    Sources:
        Catalogue CF09.
    """,
)
UNUSED = PolicyRule(
    __name__,
    "suppression-unused",
    ("CF09",),
    Kind.CHANGED,
    Severity.LOW,
    Action.NOTE,
    """A suppression that the change adds or touches covers no finding.

    Nothing of the checks that it names was found in the lines that it covers.

    Why it matters:
        It would silence the next finding there, which nobody has seen or accepted yet.

    Instead:
        Delete it. If it was meant for a neighbouring line, put it directly above that line.

    What it does not see:
        Comments on lines that the change leaves alone: their finding may be of the change that brought them.

    Sources:
        Catalogue CF09.
    """,
)
REFUSED = PolicyRule(
    __name__,
    "suppression-refused",
    ("CF09",),
    Kind.INTRODUCED,
    Severity.LOW,
    Action.WARN,
    """A suppression is not accepted.

    It cannot be read, names a check that does not exist, lacks what the configuration requires, reaches further than
    the longest term, or stands in an area where nothing may be suppressed. It has no effect.

    Why it matters:
        Its author believes that the finding is accepted, and it is not.

    Instead:
        Write `holdfast: allow[area/check] until=YYYY-MM-DD reason="..."` as the configuration asks for it.

    What it does not see:
        Comments in files that the change leaves alone.

    Sources:
        Catalogue CF09.
    """,
)
RULES = (EXPIRED, NEW, REFUSED, UNUSED)
