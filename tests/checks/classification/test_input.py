import pytest

from tests.checks.classification.changing import areas


@pytest.mark.parametrize(
    ("base", "head"),
    [
        ("@field_validator('name')\ndef check(cls, v):\n    return v\n", "def check(cls, v):\n    return v\n"),
        ("def f(v):\n    if len(v) > 9:\n        raise ValidationError('long')\n", "def f(v):\n    pass\n"),
        ("def f(q: str = Query(max_length=9)):\n    pass\n", "def f(q: str = Query(max_length=99)):\n    pass\n"),
        ("def f(q: UserId = Query()):\n    pass\n", "def f(q: str = Query()):\n    pass\n"),
        ("def f(p):\n    return secure_filename(p)\n", "def f(p):\n    return p\n"),
        ("def f(s):\n    s.is_valid(raise_exception=True)\n", "def f(s):\n    s.is_valid()\n"),
        (
            "def validate_shifts(self, rows):\n    if rows.empty and self.a:\n        x = 1\n",
            "def validate_shifts(self, rows):\n    if rows.empty:\n        x = 1\n",
        ),
        ("def f(x):\n    return mark_safe(escape(x))\n", "def f(x):\n    return mark_safe(x)\n"),
    ],
)
def test_validators_bounds_and_early_exits_are_validation(base: str, head: str) -> None:
    assert "validation" in areas(base, head)


@pytest.mark.parametrize(
    ("base", "head"),
    [
        ("def clean(self):\n    pass\n", "def clean(self):\n    super().clean()\n"),
        ("class F(Form):\n    pass\n", "class F(Form):\n    a = forms.CharField(required=False)\n"),
        ("def f(u: str = Header(None)):\n    pass\n", "def f(u: Optional[str] = Header(None, alias='u')):\n    pass\n"),
        ("def validate(x):\n    '''Old words.'''\n", "def validate(x):\n    '''New words.'''\n"),
        (
            "def f():\n    raise ValidationError('a message')\n",
            "def f():\n    raise ValidationError('another message')\n",
        ),
    ],
)
def test_messages_hints_and_calls_of_the_base_class_are_not_validation(base: str, head: str) -> None:
    assert "validation" not in areas(base, head)


def test_a_refusal_for_lack_of_rights_is_auth_and_not_validation_too() -> None:
    base = "def f(request):\n    if not request.user.is_admin:\n        raise ValidationError('no')\n"
    assert areas(base, "def f(request):\n    pass\n") == {"auth"}


TRY = "def f():\n    try:\n        go()\n    except {}\n"


@pytest.mark.parametrize(
    ("base", "head"),
    [
        (TRY.format("OSError as e:\n        log(e)\n        raise"), TRY.format("OSError as e:\n        log(e)")),
        (TRY.format("KeyError:\n        return None"), TRY.format("Exception:\n        return None")),
        (TRY.format("KeyError:\n        return None"), "def f():\n    go()\n"),
    ],
)
def test_a_failure_that_ends_otherwise_is_error_handling(base: str, head: str) -> None:
    assert "error-handling" in areas(base, head)


@pytest.mark.parametrize(
    ("base", "head"),
    [
        (
            TRY.format("OSError as e:\n        log('a', e)\n        raise"),
            TRY.format("OSError as e:\n        log('b', e)\n        raise"),
        ),
        (None, TRY.format("KeyError:\n        return None")),
        (TRY.format("OSError:\n        go()"), TRY.format("OSError:\n        go()").replace("go()", "go(1)")),
    ],
)
def test_new_code_with_a_handler_and_a_reworded_log_are_not(base: str | None, head: str) -> None:
    assert "error-handling" not in areas(base, head)


@pytest.mark.parametrize(
    ("base", "head"),
    [
        ("def f(o):\n    o.delete()\n    LogEntry.objects.log_action(o)\n", "def f(o):\n    o.delete()\n"),
        ("logger.info('login %s', user)\n", "logger.info('login %s %s', user, password)\n"),
        ("@sensitive_variables('pin')\ndef f(pin):\n    pass\n", "def f(pin):\n    pass\n"),
        ("log(redact(payload))\n", "log(payload)\n"),
    ],
)
def test_records_and_secrets_in_logs_are_audit(base: str, head: str) -> None:
    assert "audit" in areas(base, head)


@pytest.mark.parametrize(
    ("base", "head"),
    [
        ("logger.info('started')\n", "logger.info('started at %s', when)\n"),
        ("logger.debug('%s', token_count)\n", "logger.debug('%s %s', token_count, n)\n"),
        ("history = browser.back()\n", "history = browser.forward()\n"),
    ],
)
def test_ordinary_logging_is_not_audit(base: str, head: str) -> None:
    assert "audit" not in areas(base, head)
