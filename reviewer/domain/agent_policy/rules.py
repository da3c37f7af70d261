"""What is said of a change that an agent wrote, where the configuration's `agents:` asks for it."""

from __future__ import annotations

from checks.kit import Action, Kind, Severity
from reviewer.domain.policy_rule import PolicyRule

TOO_MANY_FILES = PolicyRule(
    __name__,
    "agent-change-too-large",
    (),
    Kind.INTRODUCED,
    Severity.MEDIUM,
    Action.SIGN_OFF,
    """A change written by an agent touches more files than the configuration allows.

    `agents: max_files:` of the base's configuration sets the limit; every changed file counts, a renamed one once.

    Why it matters:
        Nobody reads sixty files as carefully as six, and what an agent dropped stands in the file that nobody read.

    Instead:
        Split the change. Or let somebody who may decide for gate-integrity sign that it was read as a whole.

    What it does not see:
        How much changed in a file, and a change whose agent left no trace.

    Sources:
        The repository's own configuration.
    """,
)
SEVERAL_BOUNDARIES = PolicyRule(
    __name__,
    "agent-change-crosses-boundaries",
    (),
    Kind.INTRODUCED,
    Severity.MEDIUM,
    Action.SIGN_OFF,
    """A change written by an agent touches more than one boundary.

    `agents: one_boundary: true` of the base's configuration asks for one at a time. gate-integrity does not count.

    Why it matters:
        A permission and a migration in one change are decided by different people, and each sees half of it.

    Instead:
        Make one change per boundary, so that each can be read, signed and reverted alone.

    What it does not see:
        Code around a boundary that asks for nothing, and a change whose agent left no trace.

    Sources:
        The repository's own configuration.
    """,
)
LOG_MISSING = PolicyRule(
    __name__,
    "work-log-missing",
    (),
    Kind.MISSING,
    Severity.MEDIUM,
    Action.SIGN_OFF,
    """A change written by an agent has no complete work log.

    `agents: work_log: required` of the base's configuration asks for one: a section "Work log" in the description of
    the pull request, or a file `WORKLOG.md` in the change. Each line of the template is answered, if only by "none".

    Why it matters:
        What an agent took for granted, traded off or was unsure of stands nowhere else, and is gone with its session.

    Instead:
        `holdfast work-log` prints the template; let the agent that wrote the change fill it in.

    What it does not see:
        Whether an answer is a good one. In a local review there is no description: only the file is looked for.

    Sources:
        The repository's own configuration.
    """,
)
LOG_CONTRADICTED = PolicyRule(
    __name__,
    "work-log-contradicted",
    (),
    Kind.INTRODUCED,
    Severity.HIGH,
    Action.SIGN_OFF,
    """The work log denies what the change does.

    It says that no boundary, permission, table or endpoint changed, or leaves one out, and a finding shows that one
    did. Each contradiction stands at the place of that finding.

    Why it matters:
        Whoever trusts the log does not look there. And an agent that does not know what it changed has changed more.

    Instead:
        Restore what was lost, or correct the log so that it names the change and says why.

    What it does not see:
        Denials in other words than the template's and "no ... change", and changes that no check finds.

    Sources:
        The repository's own configuration.
    """,
)
RULES = (LOG_CONTRADICTED, LOG_MISSING, SEVERAL_BOUNDARIES, TOO_MANY_FILES)
