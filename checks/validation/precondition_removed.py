"""A precondition was removed from before a write.

An early exit refused input or circumstances with an error. It is gone, nothing asks the same any more, and the
code behind it still stands.

Why it matters:
    Values that were refused are stored now, and everything that relied on their absence meets them.

Instead:
    Keep the question, or move it whole into a validator, a form or a constraint of the database that covers the
    same path.

What it does not see:
    Validators and constraints in unchanged files. This is the widest of the checks: what it says of plain
    conditions is often a note.

Sources:
    Catalogue VA09, VA05, EX07, EX08; CWE-20, CWE-434, CWE-918.
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.kit import Action, Change, Check, Example, Hit, Kind, Options, Severity
from checks.ledger import LOSSES, Claim, Family, Form, tell

claim = Claim(frozenset({Family.VALIDATION}), LOSSES, forms=frozenset({Form.EXIT, Form.CONDITION}))


def find(change: Change, options: Options) -> Iterator[Hit]:
    """Lost and weakened early exits that belong to no other family."""
    del options
    yield from tell(change, claim, "Input that was refused is now accepted.")


_BOOK = """
    def book(room, start, end):
        {guard}
        Booking.objects.create(room=room, start=start, end=end)
        room.save()
"""

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("VA09", "VA05", "EX07", "EX08"),
    kind=Kind.LOST,
    severity=Severity.MEDIUM,
    action=Action.WARN,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "the order of the dates is no longer asked",
            base=_BOOK.format(guard="if end <= start:\n            raise ValidationError('ends before it starts')"),
            head=_BOOK.format(guard="room.touch()"),
            finds=((2, "end <= start"),),
        ),
        Example(
            "addresses of the inner network are no longer refused",
            base="def fetch(url):\n    if is_private_address(url.host):\n        raise ValueError('refused')\n"
            "    return client.get(url, timeout=5)\n",
            head="def fetch(url):\n    return client.get(url, timeout=5)\n",
            finds=((2, "is_private_address"),),
        ),
        Example(
            "the same question, asked by the library",
            base="def fetch(url):\n    if is_private_address(url.host):\n        raise ValueError('refused')\n"
            "    return client.get(url, timeout=5)\n",
            head="def fetch(url):\n    if ip_address(url.host).is_private:\n        raise ValueError('refused')\n"
            "    return client.get(url, timeout=5)\n",
        ),
        Example(
            "a private row is a matter of permissions",
            base="def show(user, it):\n    if it.is_private:\n        raise PermissionDenied\n    it.see(user)\n",
            head="def show(user, it):\n    it.see(user)\n",
        ),
        Example(
            "an upload of any size",
            base="def store(upload):\n    if upload.size > MAX_SIZE:\n        raise ValueError('too large')\n"
            "    Picture.objects.create(file=upload)\n",
            head="def store(upload):\n    Picture.objects.create(file=upload)\n",
            finds=((2, "upload.size > MAX_SIZE"),),
        ),
        Example(
            "the size is asked in a form",
            base="def store(upload):\n    if upload.size > MAX_SIZE:\n        raise ValueError('too large')\n"
            "    Picture.objects.create(file=upload)\n",
            head="def store(upload):\n    must_fit(upload)\n    Picture.objects.create(file=upload)\n\n\n"
            "def must_fit(upload):\n    if upload.size > MAX_SIZE:\n        raise ValueError('too large')\n",
        ),
        Example(
            "the comparison was written the other way round",
            base=_BOOK.format(guard="if end <= start:\n            raise ValidationError('ends before it starts')"),
            head=_BOOK.format(guard="if not start < end:\n            raise ValidationError('ends before it starts')"),
        ),
        Example(
            "two conditions were merged",
            base=_BOOK.format(
                guard="if end <= start:\n            raise ValidationError\n"
                "        if room.size < 1:\n            raise ValidationError"
            ),
            head=_BOOK.format(guard="if end <= start or room.size < 1:\n            raise ValidationError"),
        ),
        Example(
            "an exit that refused nothing",
            base=_BOOK.format(guard="if not room:\n            return"),
            head=_BOOK.format(guard="room.touch()"),
        ),
    ),
)
