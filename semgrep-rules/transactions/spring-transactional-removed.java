@Service
class Orders {
    // ruleid: spring-transactional-removed
    @Transactional
    public void pay(Order order) {
        orders.save(order);
        entries.save(order.entry());
    }

    // ruleid: spring-transactional-removed
    @Transactional(readOnly = true)
    public Order find(long id) {
        return orders.findById(id);
    }

    // ok: spring-transactional-removed
    @Override
    public void close() {
    }

    // ok: spring-transactional-removed
    @Async
    public void later() {
    }

    // ok: spring-transactional-removed
    public void transactional() {
    }
}
