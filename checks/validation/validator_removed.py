"""A validator or a check of input was removed.

A validating decorator, method or call refused or cleaned input. It is gone, and the input still arrives.

Why it matters:
    What the validator refused is stored now; what it cleaned goes on as it came, markup, paths and addresses
    included.

Instead:
    Keep the validator, or let a type or constraint do its work and say which.

What it does not see:
    Types and constraints in unchanged files that refuse the same values.

Sources:
    Catalogue VA01, VA03, VA04, VA05, VA06; CWE-20, CWE-22, CWE-79, CWE-601.
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.kit import Action, Change, Check, Example, Hit, Kind, Options, Severity
from checks.ledger import LOSSES, Claim, Family, Form, tell

claim = Claim(frozenset({Family.VALIDATION}), LOSSES, but=frozenset({Form.EXIT, Form.CONDITION}))


def find(change: Change, options: Options) -> Iterator[Hit]:
    """Lost and weakened validators, sanitizers and enforced validity."""
    del options
    yield from tell(change, claim, "Input that was refused or cleaned arrives as it came.")


_POST = """
    def post(request):
        form = CommentSerializer(data=request.data)
        {check}
        form.save()
        return Response(form.data)
"""

check = Check(
    module=__name__,
    doc=__doc__,
    codes=(
        "VA01",
        "VA03",
        "VA04",
        "VA05",
        "VA06",
    ),
    kind=Kind.LOST,
    severity=Severity.HIGH,
    action=Action.WARN,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "validity is no longer enforced",
            base=_POST.format(check="form.is_valid(raise_exception=True)"),
            head=_POST.format(check="form.is_valid()"),
            finds=((3, "raise_exception"),),
        ),
        Example(
            "the sanitizer is gone",
            base="""
                def store(comment, text):
                    comment.html = bleach_clean(text)
                    comment.save()
            """,
            head="""
                def store(comment, text):
                    comment.html = text
                    comment.save()
            """,
            finds=((2, "bleach_clean"),),
        ),
        Example(
            "the same call on a renamed variable",
            base=_POST.format(check="form.is_valid(raise_exception=True)"),
            head=_POST.format(check="form.is_valid(raise_exception=True)").replace("form", "serializer"),
        ),
        Example(
            "the check is an early exit now",
            base="""
                def store(comment, text):
                    validate_length(text)
                    comment.text = text
                    comment.save()
            """,
            head="""
                def store(comment, text):
                    if len(text) > 500:
                        raise ValidationError("too long")
                    comment.text = text
                    comment.save()
            """,
        ),
        Example(
            "the input no longer arrives",
            base=_POST.format(check="form.is_valid(raise_exception=True)"),
            head="""
                def post(request):
                    return Response(status=405)
            """,
        ),
    ),
)
