class Orders {
    void pay(Order order) {
        // ruleid: java-transaction-template-removed
        transactionTemplate.executeWithoutResult(status -> {
            orders.save(order);
            entries.save(order.entry());
        });
        // ok: java-transaction-template-removed
        executor.execute(() -> { mail.send(order); });
        // ok: java-transaction-template-removed
        orders.save(order);
        // ok: java-transaction-template-removed
        order.setTransaction("x");
    }
}
