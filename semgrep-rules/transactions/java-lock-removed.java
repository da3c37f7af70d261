interface Orders {
    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @Query("select o from Order o where o.id = :id")
    // ruleid: java-lock-removed
    Order findForPayment(long id);
    // ok: java-lock-removed
    Order findById(long id);
}

class Payments {
    void pay() {
        // ruleid: java-lock-removed
        synchronized (this) {
            total += 1;
        }
        // ruleid: java-lock-removed
        lock.lock();
        // ok: java-lock-removed
        lock.unlock();
        // ok: java-lock-removed
        door.block();
        // ok: java-lock-removed
        order.setLocked(true);
        // ok: java-lock-removed
        pay();
    }
}
