"""A signature, token claim or secret comparison is no longer checked.

The code verified that a message or token is genuine: an HMAC, a webhook signature, a claim of a token, a
comparison in constant time. That check is gone or weaker, and what relied on it still runs.

Why it matters:
    Whoever knows the address can forge the message: fake payment events, tokens of other services or of
    other tenants, links that nobody sent.

Instead:
    Verify before the first use of the payload, with the library's own function, and refuse on failure.
    Compare secrets with `hmac.compare_digest`.

What it does not see:
    Verification by a proxy in front of the service, or by a middleware outside of the repository.

Sources:
    Catalogue SS02, SS10, SS11, SS13; CWE-345, CWE-347, CWE-208.
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.kit import Action, Change, Check, Example, Hit, Kind, Options, Severity
from checks.ledger import LOSSES, Claim, Family, tell

claim = Claim(frozenset({Family.SIGNATURE}), LOSSES)


def find(change: Change, options: Options) -> Iterator[Hit]:
    """Lost and weakened guards of the family signature."""
    del options
    yield from tell(change, claim, "A forged message or token is now believed.")


_HOOK = """
    def payment_webhook(request):
        {guard}
        event = json.loads(request.body)
        Payment.objects.filter(ref=event["ref"]).update(paid=True)
        return HttpResponse(status=204)
"""

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("SS02", "SS10", "SS11", "SS13"),
    kind=Kind.LOST,
    severity=Severity.BLOCKER,
    action=Action.SIGN_OFF,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "the webhook no longer verifies its signature",
            base=_HOOK.format(guard="verify_signature(request.headers, request.body)"),
            head=_HOOK.format(guard="log.info('payment event')"),
            finds=((2, "verify_signature"),),
        ),
        Example(
            "a constant-time comparison became ==",
            base="""
                def is_ours(token):
                    return hmac.compare_digest(token, settings.TOKEN)
            """,
            head="""
                def is_ours(token):
                    return token == settings.TOKEN
            """,
            finds=((2, "compare_digest"),),
        ),
        Example(
            "the check moved into a helper",
            base=_HOOK.format(guard="verify_signature(request.headers, request.body)"),
            head=_HOOK.format(guard="_authentic(request)")
            + """
    def _authentic(request):
        verify_signature(request.headers, request.body)
""",
        ),
        Example(
            "the verified value has another name",
            base=_HOOK.format(guard="verify_signature(request.headers, request.body)"),
            head=_HOOK.format(guard="checked = verify_signature(request.headers, request.body)"),
        ),
        Example(
            "a comparison of something else",
            base="""
                def same_page(one, other):
                    return one.slug == other.slug
            """,
            head="""
                def same_page(one, other):
                    return one.pk == other.pk
            """,
        ),
    ),
)
