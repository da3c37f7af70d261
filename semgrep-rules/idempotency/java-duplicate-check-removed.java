class A {
  void run(Order order, Doc doc) {
  // ruleid: java-duplicate-check-removed
  if (events.alreadyProcessed(event.getId())) {
    return;
  }
  // ruleid: java-duplicate-check-removed
  if (repo.existsById(id)) throw new Conflict();
  // ok: java-duplicate-check-removed
  if (fresh) { return; }
  // ok: java-duplicate-check-removed
  var already = seen.size();
  // ok: java-duplicate-check-removed
  events.markProcessed(id);
  }
}
