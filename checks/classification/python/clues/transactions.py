"""What happens together or not at all: transactions, locks, commit hooks, races (families TX and CC)."""

from __future__ import annotations

from checks.classification.python.clue import Clue
from checks.classification.python.fact import Form
from checks.kit import Area, Side

_CONFLICTS = (
    r"integrity error|operational error|deadlock\w*|stale data error|unique violation|serialization (?:failure|error)"
    r"|lock (?:timeout|error|not available)\w*|concurren\w+ (?:error|update\w*|modification)|optimistic lock\w*"
    r"|transaction management error|lock not owned error"
)
_DATABASE = r"(?:session|db|conn|connection|cursor|engine|transaction|tx|trans|database|uow|unit of work)"
_LOCK = r"(?:\w+ )*(?:r ?lock|lock|mutex|semaphore|redlock)"

CLUES = (
    Clue(
        Area.TRANSACTIONS,
        "transaction",
        (Form.SCOPE, Form.DECORATOR),
        0.9,
        says=(
            r"atomic|transaction\w*|savepoint|begin(?: nested)?|unit of work|uow|serializable"
            rf"|non atomic requests|(?:{_DATABASE}) begin|commit on success"
        ),
    ),
    Clue(
        Area.TRANSACTIONS,
        "lock",
        (Form.SCOPE, Form.DECORATOR),
        0.9,
        says=rf"{_LOCK}|single flight|advisory \w+",
        unless=r"unlock|locked",
    ),
    Clue(
        Area.TRANSACTIONS,
        "row lock",
        (Form.CALL,),
        0.95,
        says=(
            r"select for update|with for update|lock for update|lock and \w+"
            r"|(?:pg )?(?:try )?advisory (?:xact )?(?:un)?lock\w*"
        ),
    ),
    Clue(
        Area.TRANSACTIONS,
        "lock",
        (Form.CALL,),
        0.75,
        named=(
            r"(?:acquire|release|try lock|get lock|acquire lock|release lock|task lock|redis lock)$"
            r"|redis\w*(?: \w+)* lock$|cache(?: \w+)* lock$"
        ),
    ),
    Clue(
        Area.TRANSACTIONS,
        "commit hook",
        (Form.CALL, Form.DECORATOR, Form.ARGUMENT),
        0.9,
        says=r"on commit|after commit|delay on commit|apply async on commit|robust on commit",
    ),
    Clue(
        Area.TRANSACTIONS,
        "transaction",
        (Form.CALL,),
        0.8,
        named=(
            rf"(?:{_DATABASE})(?: \w+)* (?:commit|rollback|begin|begin nested|savepoint(?: \w+)*|set autocommit"
            r"|set rollback)$|^(?:commit|rollback|begin nested|set rollback)$|transaction (?:atomic"
            r"|savepoint\w*|set rollback|set autocommit|rollback|commit)"
        ),
    ),
    Clue(Area.TRANSACTIONS, "conflict handler", (Form.HANDLER,), 0.85, says=_CONFLICTS),
    Clue(
        Area.TRANSACTIONS, "conflict handler", (Form.ARGUMENT, Form.RAISE), 0.7, says=_CONFLICTS, unless=r"logger|log"
    ),
    Clue(Area.TRANSACTIONS, "update in the database", (Form.CALL,), 0.65, named=r"^(?:django db )?models f$|^f$"),
    Clue(
        Area.TRANSACTIONS,
        "write option",
        (Form.ARGUMENT,),
        0.6,
        named=(
            r"^(?:skip locked|nowait|durable|savepoint|isolation level|expire on commit|autocommit|autoflush"
            r"|select for update|version id col|synchronize session)$"
        ),
    ),
    Clue(Area.TRANSACTIONS, "write option", (Form.ARGUMENT,), 0.65, named=r"^update fields$", side=Side.LEFT),
    Clue(
        Area.TRANSACTIONS,
        "transaction policy",
        (Form.SETTING, Form.CLASS_ATTRIBUTE, Form.ENTRY),
        0.8,
        named=r"atomic requests|autocommit|isolation level|version id col",
    ),
    Clue(
        Area.TRANSACTIONS,
        "lock in SQL",
        (Form.ARGUMENT,),
        0.85,
        shown=(
            r"(?i)['\"].*(?:advisory_(?:xact_)?(?:un)?lock|\bfor (?:no key )?update\b|\block table\b"
            r"|isolation level)"
        ),
        inside=r"execute|text|raw",
    ),
    Clue(
        Area.TRANSACTIONS,
        "fresh read",
        (Form.CALL,),
        0.55,
        named=r"refresh from db$|(?:session|db) refresh$|populate existing$|with lock$",
    ),
    Clue(
        Area.TRANSACTIONS,
        "precondition",
        (Form.CALL, Form.CONDITION, Form.RAISE),
        0.65,
        says=r"(?:validate|check|verify|require) etag|if match|precondition failed|412|row version|lock version",
    ),
)
