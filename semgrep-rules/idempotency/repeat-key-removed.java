class Payments {
    void pay(Order order) {
        // ruleid: repeat-key-removed
        RequestOptions options = RequestOptions.builder().setIdempotencyKey(order.id()).build();
        // ok: repeat-key-removed
        Charge charge = charges.create(order.amount(), options);
        // ok: repeat-key-removed
        orders.save(order.paid(charge));
    }
}
