import pytest

from tests.checks.classification.changing import areas

MODEL = "from django.db import models\n\n\nclass Order(models.Model):\n    {}\n"


@pytest.mark.parametrize(
    ("base", "head"),
    [
        (MODEL.format("ref = models.CharField(null=True)"), MODEL.format("ref = models.CharField()")),
        (
            MODEL.format("u = models.ForeignKey(User, on_delete=models.PROTECT)"),
            MODEL.format("u = models.ForeignKey(User, on_delete=models.CASCADE)"),
        ),
        (MODEL.format("a = models.TextField()"), MODEL.format("a = models.TextField()\n    b = models.TextField()")),
        (
            MODEL.format("class Meta:\n        unique_together = ['a', 'b']"),
            MODEL.format("class Meta:\n        unique_together = ['a']"),
        ),
        ("class A(Base):\n    x = Column(String, nullable=False)\n", "class A(Base):\n    x = Column(String)\n"),
        (
            "class A(Base):\n    x: Mapped[int] = mapped_column()\n",
            "class A(Base):\n    x: Mapped[int | None] = mapped_column()\n",
        ),
        (
            MODEL.format("a = enc.EncryptedCharField(max_length=10)"),
            MODEL.format("a = enc.EncryptedCharField(max_length=20)"),
        ),
        (
            "class A(Base):\n    __table_args__ = (UniqueConstraint('a', 'b'),)\n",
            "class A(Base):\n    __table_args__ = ()\n",
        ),
    ],
)
def test_columns_and_constraints_of_models_are_schema(base: str, head: str) -> None:
    assert "schema" in areas(base, head)


@pytest.mark.parametrize(
    ("base", "head"),
    [
        (MODEL.format("a = models.TextField(help_text='x')"), MODEL.format("a = models.TextField(help_text='y')")),
        (
            "class S(serializers.Serializer):\n    a = serializers.CharField()\n",
            "class S(serializers.Serializer):\n    a = serializers.CharField(source='b')\n",
        ),
        (
            "class T(tables.Table):\n    a = tables.Column()\n",
            "class T(tables.Table):\n    a = tables.Column(orderable=False)\n",
        ),
        (
            "class F(forms.Form):\n    a = forms.CharField()\n",
            "class F(forms.Form):\n    a = forms.CharField(label='x')\n",
        ),
        (
            MODEL.format("def f(self):\n        return models.Max('a')"),
            MODEL.format("def f(self):\n        return models.Min('a')"),
        ),
    ],
)
def test_forms_tables_serializers_and_help_texts_are_not_schema(base: str, head: str) -> None:
    assert "schema" not in areas(base, head)


@pytest.mark.parametrize(
    ("base", "head"),
    [
        (
            "class S(ModelSerializer):\n    class Meta:\n        fields = ['id', 'ref']\n",
            "class S(ModelSerializer):\n    class Meta:\n        fields = ['id']\n",
        ),
        (
            "class OrderResponse(BaseModel):\n    id: int\n    ref: str\n",
            "class OrderResponse(BaseModel):\n    id: int\n",
        ),
        ("@router.get('/a', response_model=A)\ndef f():\n    pass\n", "@router.get('/a')\ndef f():\n    pass\n"),
        ("@router.get('/a')\ndef f():\n    pass\n", "@router.get('/b')\ndef f():\n    pass\n"),
        (
            "class V(ListAPIView):\n    pagination_class = Small\n",
            "class V(ListAPIView):\n    pagination_class = None\n",
        ),
    ],
)
def test_what_callers_lose_is_api_contracts(base: str, head: str) -> None:
    assert "api-contracts" in areas(base, head)


@pytest.mark.parametrize(
    ("base", "head"),
    [
        (
            "class OrderResponse(BaseModel):\n    id: int\n",
            "class OrderResponse(BaseModel):\n    id: int\n    ref: str\n",
        ),
        ("x = 1\n", "x = 1\n\n\n@router.get('/new')\ndef f():\n    pass\n"),
        ("class Settings(BaseModel):\n    a: int\n    b: int\n", "class Settings(BaseModel):\n    a: int\n"),
    ],
)
def test_additions_and_inner_types_are_not_api_contracts(base: str, head: str) -> None:
    assert "api-contracts" not in areas(base, head)


@pytest.mark.parametrize(
    ("base", "head"),
    [
        ("def f(c):\n    if c.balance < amount:\n        raise Refused\n", "def f(c):\n    pass\n"),
        ("total = price.quantize(CENT)\n", "total = price\n"),
        ("x = Decimal(amount)\n", "x = float(amount)\n"),
        ("def f(o):\n    o.balance -= 1\n", "def f(o):\n    o.balance -= 2\n"),
    ],
)
def test_amounts_are_money(base: str, head: str) -> None:
    assert "money" in areas(base, head)


@pytest.mark.parametrize(
    ("path", "base", "head"),
    [
        ("payment/util.py", "rx = re.compile('^payment_')\n", "rx = re.compile(r'^payment_')\n"),
        (
            "payments/context.py",
            "def payments(request):\n    return {}\n",
            "def payments(request: HttpRequest) -> dict:\n    return {}\n",
        ),
        ("a.py", "def f(amount):\n    return amount\n", "def f(amount, *rest):\n    return amount\n"),
    ],
)
def test_payment_in_a_name_is_not_money(path: str, base: str, head: str) -> None:
    assert "money" not in areas(base, head, path)


@pytest.mark.parametrize(
    ("base", "head"),
    [
        ("def f(qs):\n    return qs.select_related('owner')\n", "def f(qs):\n    return qs\n"),
        ("def f(c):\n    return A.objects.all()\n", "def f(c):\n    return A.objects.raw(sql)\n"),
    ],
)
def test_lost_loading_and_raw_sql_are_queries(base: str, head: str) -> None:
    assert "queries" in areas(base, head)


@pytest.mark.parametrize(
    ("base", "head"),
    [
        ("def f(qs):\n    return qs\n", "def f(qs):\n    return qs.select_related('owner')\n"),
        ("def f(qs):\n    return qs.order_by('a')\n", "def f(qs):\n    return list(qs.order_by('a'))\n"),
    ],
)
def test_more_loading_is_not_queries(base: str, head: str) -> None:
    assert "queries" not in areas(base, head)


def test_stored_data_that_imports_the_layer_above_is_layering() -> None:
    base = MODEL.format("a = models.TextField()")
    assert "layering" in areas(base, "from shop.api.views import V\n" + base)


@pytest.mark.parametrize("line", ["from shop.models.base import B\n", "from shop.reviews import R\n"])
def test_imports_from_the_same_or_a_lower_layer_are_not(line: str) -> None:
    base = MODEL.format("a = models.TextField()")
    assert "layering" not in areas(base, line + base)


def test_a_view_that_imports_views_is_not_layering() -> None:
    assert "layering" not in areas("x = 1\n", "from shop.api.views import V\nx = 1\n")


@pytest.mark.parametrize(
    ("base", "head"),
    [
        ("DEBUG = False\n", "DEBUG = True\n"),
        ("SECRET_KEY = os.environ.get('KEY')\n", "SECRET_KEY = os.environ.get('KEY', 'guess')\n"),
        ("MIDDLEWARE = [\n    'a.CsrfViewMiddleware',\n    'b.C',\n]\n", "MIDDLEWARE = [\n    'b.C',\n]\n"),
        ("SESSION_COOKIE_SECURE = True\n", "SESSION_COOKIE_SECURE = False\n"),
        (
            "app.add_middleware(CORSMiddleware, allow_origins=['a'])\n",
            "app.add_middleware(CORSMiddleware, allow_origins=['*'])\n",
        ),
    ],
)
def test_protecting_settings_are_security_config(base: str, head: str) -> None:
    assert "security-config" in areas(base, head, "config/settings.py")


@pytest.mark.parametrize(
    ("path", "base", "head"),
    [
        ("settings/dev.py", "DEBUG = False\n", "DEBUG = True\n"),
        ("settings.py", "CELERY_BEAT_FILE = 'a'\n", "CELERY_BEAT_FILE = str('a')\n"),
        ("settings.py", "MIDDLEWARE = ['a.B']\n", "MIDDLEWARE = ['a.B', 'c.GZipMiddleware']\n"),
    ],
)
def test_local_and_other_settings_are_not(path: str, base: str, head: str) -> None:
    assert areas(base, head, path) == set()
