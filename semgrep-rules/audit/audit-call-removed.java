class Orders {
    void remove(Order order) {
        orders.delete(order);
        // ruleid: audit-call-removed
        auditService.record("order.removed", order.id());
        // ok: audit-call-removed
        log.info("removed");
        // ok: audit-call-removed
        events.publish(order);
    }
}
