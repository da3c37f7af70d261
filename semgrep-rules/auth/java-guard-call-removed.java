class A {
  void run(Order order, Doc doc) {
  // ruleid: java-guard-call-removed
  checkOwner(user, post);
  // ruleid: java-guard-call-removed
  accessValidator.authorize(user);
  // ok: java-guard-call-removed
  User user = findUser(id);
  // ok: java-guard-call-removed
  requireNothing(user);
  // ok: java-guard-call-removed
  post.setUser(user);
  }
}
