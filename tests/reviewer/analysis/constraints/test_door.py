"""What fails in one constraint costs that one, is said, and is never green."""

import logging

import pytest

from checks.constraints import Constraint, MustNotReturn, Protect
from checks.kit import Area, Example, Severity
from reviewer.analysis.constraints import Registry, judged_by

DEEP = f"x = a{'.b' * 900}\n"


def constraint(name: str, checker: Protect | MustNotReturn) -> Constraint:
    return Constraint(name, "x", "", "commission", Area.AUTH, (), owner="", severity=Severity.HIGH, checker=checker)


def test_code_that_is_nested_too_deeply_to_be_compared(caplog: pytest.LogCaptureFixture) -> None:
    rules = (constraint("C-1", Protect(("a.py",))), constraint("C-2", MustNotReturn(("Legacy",))))
    changes = Example("", base={"a.py": DEEP}, head={"a.py": f"{DEEP}Legacy()\n"}).changes()
    with caplog.at_level(logging.CRITICAL), judged_by(Registry(rules), changes, 60.0) as judging:
        answer = judging.finish()
    assert [(it.id, it.reason) for it in answer.broken] == [("C-1", "it could not be judged on this change")]
    assert [it.check for it in answer.hits] == ["auth/C-2"]
