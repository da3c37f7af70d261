class A {
  void run(Order order, Doc doc) {
  // ruleid: java-input-check-removed
  if (name == null || name.isEmpty()) {
    throw new IllegalArgumentException("name is required");
  }
  // ruleid: java-input-check-removed
  if (items.size() > 100) throw new BadRequest("too many");
  // ok: java-input-check-removed
  if (name != null) { greet(name); }
  // ok: java-input-check-removed
  if (items.isEmpty()) { return; }
  // ok: java-input-check-removed
  boolean valid = name.length() > 2;
  }
}
