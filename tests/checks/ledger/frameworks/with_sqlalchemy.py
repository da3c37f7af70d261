"""SQLAlchemy, sync and async, and SQLModel: predicates, scopes, locks, conflicts, rollback."""

from checks.ledger import Family
from tests.checks.ledger.frameworks.cases import harmless, loss

SELECT = """
    async def orders(session, org_id):
        statement = select(Order){here}
        return (await session.scalars(statement)).all()
"""
LEGACY = """
    def orders(session, org_id):
        return session.query(Order){here}.all()
"""
STEPS = """
    async def orders(session, user):
        statement = select(Order).order_by(Order.due)
        {here}
        return (await session.scalars(statement)).all()
"""
LOCKED = """
    async def pay(session, pk, amount):
        order = (await session.scalars(select(Order).where(Order.id == pk){here})).one()
        order.paid += amount
        await session.commit()
"""
SCOPE = """
    async def pay(session, order, amount):
        {here}
            session.add(Payment(order=order, amount=amount))
            await session.execute(update(Order).values(paid=amount))
"""
UPSERT = """
    async def tag(session, name):
        statement = insert(Tag).values(name=name)
        {here}
        await session.execute(statement)
"""
MODEL = """
    def read_orders(session: SessionDep, user: CurrentUser) -> list[Order]:
        statement = select(Order).where({here})
        return session.exec(statement).all()
"""
RAW = """
    async def claim(session, key):
        {here}
        await session.execute(text("UPDATE jobs SET owner = :me"), {"me": key})
        await session.commit()
"""

CASES = [
    loss("where", SELECT, ".where(Order.org_id == org_id)", "", Family.TENANT_SCOPE),
    loss(
        "one of two conditions",
        SELECT,
        ".where(Order.org_id == org_id, Order.paid)",
        ".where(Order.paid)",
        Family.TENANT_SCOPE,
    ),
    loss("filter_by", LEGACY, ".filter_by(org_id=org_id)", "", Family.TENANT_SCOPE),
    loss(
        "filter with and_",
        LEGACY,
        ".filter(and_(Order.org_id == org_id, Order.paid))",
        ".filter(Order.paid)",
        Family.TENANT_SCOPE,
    ),
    loss("deleted rows", SELECT, ".where(Order.deleted_at.is_(None))", "", Family.VISIBILITY),
    loss(
        "a statement put together in steps",
        STEPS,
        "statement = statement.where(Order.owner_id == user.id)",
        "statement = statement.limit(5)",
        Family.AUTHORIZATION,
    ),
    loss("row lock", LOCKED, ".with_for_update()", "", Family.LOCK),
    loss("begin", SCOPE, "async with session.begin():", "if True:", Family.TRANSACTION),
    loss(
        "conflict clause",
        UPSERT,
        "statement = statement.on_conflict_do_nothing()",
        "log(statement)",
        Family.IDEMPOTENCY,
    ),
    loss(
        "owner of a SQLModel query", MODEL, "Order.owner_id == user.id, Order.paid", "Order.paid", Family.AUTHORIZATION
    ),
    loss(
        "advisory lock in SQL",
        RAW,
        'await session.execute(text("SELECT pg_advisory_xact_lock(:k)"), {"k": key})',
        "log(key)",
        Family.LOCK,
    ),
    harmless(
        "two wheres",
        SELECT,
        ".where(Order.org_id == org_id, Order.paid)",
        ".where(Order.org_id == org_id).where(Order.paid)",
    ),
    harmless("turned round", SELECT, ".where(Order.org_id == org_id)", ".where(org_id == Order.org_id)"),
    harmless("filter_by became filter", LEGACY, ".filter_by(org_id=org_id)", ".filter(Order.org_id == org_id)"),
    harmless(
        "and_ written out",
        LEGACY,
        ".filter(and_(Order.org_id == org_id, Order.paid))",
        ".filter(Order.org_id == org_id, Order.paid)",
    ),
    harmless(
        "is_ with another spelling", SELECT, ".where(Order.deleted_at.is_(None))", ".where(Order.deleted_at == None)"
    ),
    harmless(
        "steps joined",
        STEPS,
        "statement = statement.where(Order.owner_id == user.id)",
        "statement = statement.where(Order.owner_id == user.id).limit(5)",
    ),
    harmless(
        "a colour less",
        SELECT,
        ".where(Order.org_id == org_id, Order.colour == 'red')",
        ".where(Order.org_id == org_id)",
    ),
    harmless("the lock waits less", LOCKED, ".with_for_update()", ".with_for_update(nowait=True)"),
    harmless("begin_nested inside", SCOPE, "async with session.begin():", "async with session.begin(), tracing():"),
    harmless(
        "the conflict clause in place",
        UPSERT.replace("values(name=name)", "values(name=name){clause}").replace("{clause}", ""),
        "statement = statement.on_conflict_do_nothing()",
        "statement = statement.on_conflict_do_nothing(index_elements=['name'])",
    ),
    harmless(
        "the order of conditions",
        MODEL,
        "Order.owner_id == user.id, Order.paid",
        "Order.paid, Order.owner_id == user.id",
    ),
    harmless(
        "the statement renamed",
        STEPS,
        "statement = statement.where(Order.owner_id == user.id)",
        "statement = statement.where(user.id == Order.owner_id)",
    ),
]
