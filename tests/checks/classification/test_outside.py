import pytest

from tests.checks.classification.changing import areas


@pytest.mark.parametrize(
    ("base", "head"),
    [
        ("r = requests.get(url, timeout=5)\n", "r = requests.get(url)\n"),
        ("c = httpx.Client(verify=True)\n", "c = httpx.Client(verify=False)\n"),
        ("PROXY_TIMEOUT = 5\n", "PROXY_TIMEOUT = 50\n"),
        ("@retry(stop=stop_after_attempt(3))\ndef f():\n    pass\n", "@retry\ndef f():\n    pass\n"),
        (
            "def f(ip):\n    if ip.is_private or ip.is_loopback:\n        raise ValueError\n",
            "def f(ip):\n    if ip.is_loopback:\n        raise ValueError\n",
        ),
        ("s.settimeout(15)\n", "s.settimeout(60)\n"),
    ],
)
def test_time_outs_retries_and_addresses_are_external_calls(base: str, head: str) -> None:
    assert "external-calls" in areas(base, head)


@pytest.mark.parametrize(
    ("base", "head"),
    [
        ("cache.set('a', 1, timeout=5)\n", "cache.set('a', 1, timeout=50)\n"),
        ("x = request.get('a')\n", "x = request.get('b')\n"),
        ("def f():\n    return kwargs.get('verify')\n", "def f():\n    return kwargs.get('verify', True)\n"),
    ],
)
def test_caches_and_dictionaries_are_no_external_calls(base: str, head: str) -> None:
    assert "external-calls" not in areas(base, head)


@pytest.mark.parametrize(
    ("base", "head"),
    [
        ("charge(amount, idempotency_key=order.ref)\n", "charge(amount)\n"),
        ("A.objects.bulk_create(rows, ignore_conflicts=True)\n", "A.objects.bulk_create(rows)\n"),
        ("db.execute(insert(Tag).on_conflict_do_nothing())\n", "db.execute(insert(Tag))\n"),
        ("tag, _ = Tag.objects.get_or_create(name=n)\n", "tag = Tag.objects.create(name=n)\n"),
        ("def f(e):\n    if e.already_processed:\n        return\n    go(e)\n", "def f(e):\n    go(e)\n"),
    ],
)
def test_keys_upserts_and_repeat_checks_are_idempotency(base: str, head: str) -> None:
    assert "idempotency" in areas(base, head)


@pytest.mark.parametrize(
    ("base", "head"),
    [
        ("key = cache_key(1)\n", "key = cache_key(2)\n"),
        ("if not path.exists():\n    send_mail()\n", "if path.exists():\n    send_mail()\n"),
        ("def unique_name(n):\n    return n\n", "def unique_name(n):\n    return n + '1'\n"),
    ],
)
def test_keys_and_files_are_not_idempotency(base: str, head: str) -> None:
    assert "idempotency" not in areas(base, head)


@pytest.mark.parametrize(
    ("base", "head"),
    [
        (
            "@limiter.limit('5/minute')\ndef login():\n    pass\n",
            "@limiter.limit('500/minute')\ndef login():\n    pass\n",
        ),
        ("class V(APIView):\n    throttle_classes = [Burst]\n", "class V(APIView):\n    throttle_classes = []\n"),
        ("class V(RateLimitMixin, View):\n    pass\n", "class V(View):\n    pass\n"),
        ("def f():\n    if quota_exceeded(user):\n        raise Denied\n", "def f():\n    pass\n"),
    ],
)
def test_throttles_and_quotas_are_rate_limits(base: str, head: str) -> None:
    assert "rate-limits" in areas(base, head)


@pytest.mark.parametrize(
    ("base", "head"),
    [
        ("rows = query.limit(5)\n", "rows = query.limit(50)\n"),
        (
            "try:\n    send()\nexcept RateLimitError:\n    wait()\n",
            "try:\n    send()\nexcept RateLimitError:\n    wait(2)\n",
        ),
        ("page_limit = 5\n", "page_limit = 50\n"),
    ],
)
def test_limits_of_queries_and_of_others_are_no_rate_limits(base: str, head: str) -> None:
    assert "rate-limits" not in areas(base, head)
