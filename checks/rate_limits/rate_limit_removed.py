"""A rate limit was removed.

A throttle class, limiter decorator, limiting call or early exit held back callers who came too often. It is
gone, and the code it protected still stands.

Why it matters:
    Passwords and codes can be tried at full speed, mails and messages sent in bulk, expensive work started by
    anybody in a loop.

Instead:
    Put the limit back, or say which gateway limits this address now.

What it does not see:
    Limits of a gateway, a load balancer or a middleware outside of the repository.

Sources:
    Catalogue RL01; OWASP API Security Top 10 2023, API4 Unrestricted Resource Consumption; CWE-307, CWE-770.
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.kit import Action, Change, Check, Example, Hit, Kind, Options, Severity
from checks.ledger import LOSSES, Claim, Family, tell

claim = Claim(frozenset({Family.RATE_LIMIT}), LOSSES)


def find(change: Change, options: Options) -> Iterator[Hit]:
    """Lost and weakened guards of the family rate limit."""
    del options
    yield from tell(change, claim, "It can be called as often as the network allows.")


_LOGIN = """
    class Login(APIView):
        {limit}
        serializer_class = LoginSerializer

        def post(self, request):
            return Response(sign_in(request.data))
"""

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("RL01",),
    kind=Kind.LOST,
    severity=Severity.HIGH,
    action=Action.SIGN_OFF,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "the throttle class is gone",
            base=_LOGIN.format(limit="throttle_classes = [LoginThrottle]"),
            head=_LOGIN.format(limit="renderer_classes = [JSONRenderer]"),
            finds=((2, "LoginThrottle"),),
        ),
        Example(
            "the limiter decorator is gone",
            base="""
                @limiter.limit("5/minute")
                def send_code(request):
                    return deliver(request.json["phone"])
            """,
            head="""
                def send_code(request):
                    return deliver(request.json["phone"])
            """,
            finds=((1, "limiter.limit"),),
        ),
        Example(
            "the throttle class stands in a tuple now",
            base=_LOGIN.format(limit="throttle_classes = [LoginThrottle]"),
            head=_LOGIN.format(limit="throttle_classes = (LoginThrottle,)"),
        ),
        Example(
            "the class limit became a decorator of the method",
            base=_LOGIN.format(limit="throttle_classes = [LoginThrottle]"),
            head="""
                class Login(APIView):
                    serializer_class = LoginSerializer

                    @ratelimit(key="ip", rate="5/m")
                    def post(self, request):
                        return Response(sign_in(request.data))
            """,
        ),
        Example(
            "a slice is no limit of calls",
            base="""
                def newest(request):
                    return Order.objects.order_by("-id")[:20]
            """,
            head="""
                def newest(request):
                    return Order.objects.order_by("-id")
            """,
        ),
    ),
)
