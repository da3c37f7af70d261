class Announcements {
    // ruleid: after-commit-removed
    @TransactionalEventListener(phase = TransactionPhase.AFTER_COMMIT)
    void paid(OrderPaid event) {
        // ok: after-commit-removed
        mailer.send(event.order());
    }

    // ok: after-commit-removed
    @EventListener
    void seen(OrderSeen event) {
    }
}
