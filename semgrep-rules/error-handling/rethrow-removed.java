class Payments {
    void pay(Order order) {
        try {
            charge(order);
            // ruleid: rethrow-removed
        } catch (CardException error) {
            log.warn("refused", error);
            throw new PaymentException(error);
        }
        try {
            announce(order);
            // ok: rethrow-removed
        } catch (MailException error) {
            log.warn("not sent", error);
        }
        // ok: rethrow-removed
        if (!order.paid()) throw new IllegalStateException();
    }
}
