"""An update no longer asks for the value that it replaces.

The database changed a row only if it still had the expected state or version (`filter(status=old).update(status=new)`).
The condition is gone, or the row is read, changed and saved.

Why it matters:
    The condition made deciding and writing one step. Without it two workers take the same job, or the later writer
    undoes the earlier one without knowing.

Instead:
    Keep the condition and look at the number of updated rows, or read the row with `select_for_update`.

What it does not see:
    Constraints of the database that refuse the second writer.

Sources:
    Catalogue CC06, SM11; Django documentation, update(), Avoiding race conditions.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from checks.kit import Action, Change, Check, Example, Hit, Kind, Options, Severity
from checks.kit.index import dotted
from checks.kit.sentence import Sentence, at_base, code
from checks.kit.undo import became
from checks.ledger import edited_functions
from checks.ledger.pairing import Pair
from checks.ledger.unit import Unit

_LOCKS = frozenset({"select_for_update", "with_for_update", "acquire"})
_EXPECTED = re.compile(
    r"(^|_)(status|state|phase|stage|version|etag|lock|locked|locked_by|locked_at|claimed\w*|owner_token|is_\w+|processed\w*|"
    r"\w+_at)(__(in|isnull|exact|ne))?$"
)
_NARROWS = frozenset({"filter", "filter_by", "exclude", "where"})


def find(change: Change, options: Options) -> Iterator[Hit]:
    """A hit for every conditional update whose condition is gone."""
    for pair in edited_functions(change):
        for keys, call in _updates(pair.base):
            expected, written = keys
            wanted = {key for key in expected if key.split("__")[0] in written or _EXPECTED.search(key)}
            if wanted and written:
                yield from _judged(change, pair, call, (wanted, written))


def _judged(change: Change, pair: Pair, call: ast.Call, keys: tuple[set[str], set[str]]) -> Iterator[Hit]:
    wanted, written = keys
    same = [(other, now) for other, now in _updates(pair.head) if other[1] & written]
    if any(wanted <= other[0] for other, _ in same):
        return
    condition = code(", ".join(sorted(wanted)))
    if same:
        says = _says(pair, f"The update in `{pair.base.name}` no longer asks for {condition}", 0.82)
        yield became(change, call, same[0][1] if pair.same_file else None, says)
    elif written & _assigned(pair.head) and not any(name.rpartition(".")[2] in _LOCKS for name in pair.head.called):
        title = f"`{pair.base.name}` reads, changes and saves what it updated only where {condition} was as expected"
        yield at_base(change, call, _says(pair, title, 0.76))


def _says(pair: Pair, title: str, confidence: float) -> Sentence:
    return Sentence(
        kind=Kind.LOST,
        symbol=pair.base.name,
        fact="conditional update",
        title=title,
        message="Two writers at one time both believe that they were first.",
        confidence=confidence,
    )


def _updates(unit: Unit) -> Iterator[tuple[tuple[set[str], set[str]], ast.Call]]:
    """(Keys that are asked for, keys that are written) of every `filter(...).update(...)`."""
    for node in unit.nodes:
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "update":
            written = {keyword.arg for keyword in node.keywords if keyword.arg}
            asked, rooted = _asked(node.func.value)
            if rooted and written:
                yield (asked, written), node


def _asked(node: ast.expr) -> tuple[set[str], bool]:
    """Keyword names of the `filter` calls of a chain, and whether it is a query at all."""
    asked: set[str] = set()
    rooted = False
    while isinstance(node, ast.Call | ast.Attribute):
        if isinstance(node, ast.Call):
            if dotted(node.func).rpartition(".")[2] in _NARROWS:
                rooted = True
                asked |= {keyword.arg for keyword in node.keywords if keyword.arg}
            node = node.func
        else:
            rooted = rooted or node.attr == "objects"
            node = node.value
    return asked, rooted


def _assigned(unit: Unit) -> set[str]:
    return {node.attr for node in unit.nodes if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store)}


_CLAIM = """
    def claim(job):
        n = Job.objects.filter({asked}).update(status="running", worker=ME)
        return n == 1
"""

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("CC06", "SM11"),
    kind=Kind.LOST,
    severity=Severity.HIGH,
    action=Action.SIGN_OFF,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "the condition is gone",
            base=_CLAIM.format(asked='pk=job.pk, status="queued"'),
            head=_CLAIM.format(asked="pk=job.pk"),
            finds=((2, "no longer asks for `status`"),),
        ),
        Example(
            "the row is read, changed and saved",
            base=_CLAIM.format(asked='pk=job.pk, status="queued"'),
            head="def claim(job):\n    job.status = 'running'\n    job.save()\n    return True\n",
            finds=((2, "reads, changes and saves"),),
        ),
        Example(
            "the row is locked",
            base=_CLAIM.format(asked='pk=job.pk, status="queued"'),
            head="def claim(job):\n    job = Job.objects.select_for_update().get(pk=job.pk)\n"
            "    job.status = 'running'\n    job.save()\n",
        ),
        Example(
            "another order",
            base=_CLAIM.format(asked='pk=job.pk, status="queued"'),
            head=_CLAIM.format(asked='status="queued", pk=job.pk'),
        ),
        Example(
            "more is asked for",
            base=_CLAIM.format(asked='pk=job.pk, status="queued"'),
            head=_CLAIM.format(asked='pk=job.pk, status="queued", worker=None'),
        ),
        Example(
            "no condition on what is written",
            base='def rename(pk):\n    Job.objects.filter(pk=pk, team=TEAM).update(name="x")\n',
            head='def rename(pk):\n    Job.objects.filter(pk=pk).update(name="x")\n',
        ),
    ),
)
