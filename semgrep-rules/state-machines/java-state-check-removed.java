class A {
  void run(Order order, Doc doc) {
  // ruleid: java-state-check-removed
  if (order.getStatus() != PAID) {
    throw new IllegalStateException("not paid");
  }
  // ruleid: java-state-check-removed
  if (doc.isArchived()) throw new Conflict();
  // ok: java-state-check-removed
  if (order.getStatus() == PAID) { total += 1; }
  // ok: java-state-check-removed
  var state = order.getStatus();
  // ok: java-state-check-removed
  order.setStatus(SHIPPED);
  }
}
