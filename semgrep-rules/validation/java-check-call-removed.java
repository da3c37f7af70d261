class A {
  void run(Order order, Doc doc) {
  // ruleid: java-check-call-removed
  checkParameter("id", id);
  // ruleid: java-check-call-removed
  Objects.requireNonNull(order);
  // ok: java-check-call-removed
  Order order = find(id);
  // ok: java-check-call-removed
  order.setCheck(true);
  // ok: java-check-call-removed
  recheck(order);
  }
}
