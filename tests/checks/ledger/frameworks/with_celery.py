"""Celery: tasks that ask before they act, hand over on commit, run once, and fail aloud."""

from checks.ledger import Family
from tests.checks.ledger.frameworks.cases import harmless, loss

TASK = """
    @shared_task
    def send_receipt(order_id):
        order = Order.objects.get(pk=order_id)
        {here}
        mailer.send(order.email, "receipt")
        order.save()
"""
HANDED = """
    def pay(order):
        with transaction.atomic():
            order.paid = True
            order.save()
            {here}
"""
LOCKED = """
    @app.task(bind=True)
    def nightly(self):
        {here}
            for order in Order.objects.all():
                order.recalculate()
                order.save()
"""
CALL = """
    def enqueue(order):
        order.queued = True
        order.save()
        send_receipt.apply_async(args=[order.pk]{here})
"""
FAILS = """
    @app.task
    def charge(order_id):
        order = Order.objects.get(pk=order_id)
        try:
            gateway.charge(order)
        except GatewayError:
            order.failed = True
            order.save()
            {here}
"""

CASES = [
    loss("already sent", TASK, "if order.receipt_sent_at:\n            return", "log(order)", Family.IDEMPOTENCY),
    loss("closed order", TASK, "if order.status == 'closed':\n            return", "log(order)", Family.STATE),
    loss(
        "handed over on commit",
        HANDED,
        "transaction.on_commit(lambda: send_receipt.delay(order.pk))",
        "send_receipt.delay(order.pk)",
        Family.ON_COMMIT,
    ),
    loss("one at a time", LOCKED, 'with cache.lock("nightly", timeout=60):', "if True:", Family.LOCK),
    loss("task id", CALL, ", task_id=f'receipt-{order.pk}'", "", Family.IDEMPOTENCY),
    loss("the failure is raised again", FAILS, "raise", "log(order)", Family.ERROR),
    harmless(
        "turned into a block",
        TASK,
        "if order.receipt_sent_at:\n            return",
        "if order.receipt_sent_at is not None:\n            return",
    ),
    harmless(
        "another spelling of the state",
        TASK,
        "if order.status == 'closed':\n            return",
        "if 'closed' == order.status:\n            return None",
    ),
    harmless(
        "partial instead of lambda",
        HANDED,
        "transaction.on_commit(lambda: send_receipt.delay(order.pk))",
        "transaction.on_commit(partial(send_receipt.delay, order.pk))",
    ),
    harmless(
        "delay_on_commit",
        HANDED,
        "transaction.on_commit(lambda: send_receipt.delay(order.pk))",
        "send_receipt.delay_on_commit(order.pk)",
    ),
    harmless(
        "another key of the lock",
        LOCKED,
        'with cache.lock("nightly", timeout=60):',
        'with cache.lock("nightly", timeout=90):',
    ),
    harmless(
        "a countdown more", CALL, ", task_id=f'receipt-{order.pk}'", ", task_id=f'receipt-{order.pk}', countdown=5"
    ),
    harmless("retry instead of raise", FAILS, "raise", "raise charge.retry()"),
]
