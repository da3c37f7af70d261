"""A redirect goes wherever the caller says.

The address of a redirect was checked (`url_has_allowed_host_and_scheme`, a list of hosts). The check is gone, and the
function still redirects.

Why it matters:
    A link to this site leads to any other one, with this site's name in it: to a copy of the sign-in page.

Instead:
    Keep the check, or redirect to names of routes only.

What it does not see:
    Lists of hosts in a proxy.

Sources:
    Catalogue SS08; CWE-601, URL Redirection to Untrusted Site.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from checks.kit import Action, Change, Check, Example, Hit, Kind, Options, Severity
from checks.kit.index import dotted
from checks.kit.sentence import Sentence, at_base, code
from checks.ledger import dropped
from checks.ledger.unit import Unit

_CHECKS = re.compile(
    r"(^|\.)(url_has_allowed_host_and_scheme|is_safe_url|is_safe_redirect\w*|is_allowed_redirect\w*|validate_redirect\w*|"
    r"is_valid_redirect\w*|check_redirect\w*|safe_redirect\w*|is_local_url)$"
)
_REDIRECTS = re.compile(
    r"(^|\.)(redirect|HttpResponseRedirect|RedirectResponse|HTTPFound|HttpResponsePermanentRedirect)$"
)


def find(change: Change, options: Options) -> Iterator[Hit]:
    """A hit for every check of an address that went from a function which still redirects."""
    for pair, label, node in dropped(change, _checked):
        left = any(_CHECKS.search(called) for called in pair.head.called)
        if not left and any(_REDIRECTS.search(called) for called in pair.head.called):
            says = Sentence(
                kind=Kind.LOST,
                symbol=pair.base.name,
                fact=f"redirect {label}",
                title=f"`{pair.base.name}` redirects without {code(label)}",
                message="A link to this site leads to any other one.",
                confidence=0.8,
            )
            yield at_base(change, node, says)


def _checked(unit: Unit) -> Iterator[tuple[str, ast.AST]]:
    for node in unit.nodes:
        if isinstance(node, ast.Call) and _CHECKS.search(dotted(node.func)):
            yield dotted(node.func).rpartition(".")[2], node


_GO = """
    def go(request):
        target = request.GET["next"]
        {check}
        return redirect(target)
"""
_SAFE = 'if not url_has_allowed_host_and_scheme(target, HOSTS):\n            target = "/"'

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("SS08",),
    kind=Kind.LOST,
    severity=Severity.HIGH,
    action=Action.WARN,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "anywhere",
            base=_GO.format(check=_SAFE),
            head=_GO.format(check="log(target)"),
            finds=((3, "redirects without `url_has_allowed_host_and_scheme`"),),
        ),
        Example(
            "another check",
            base=_GO.format(check=_SAFE),
            head=_GO.format(check="target = safe_redirect_of(target)"),
        ),
        Example(
            "no redirect any more",
            base=_GO.format(check=_SAFE),
            head='def go(request):\n    return render(request, "next.html")\n',
        ),
        Example(
            "a condition on something else",
            base=_GO.format(check="if is_new(target):\n            log(target)"),
            head=_GO.format(check="log(target)"),
        ),
    ),
)
