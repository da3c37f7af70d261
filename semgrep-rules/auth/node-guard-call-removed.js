export async function run(order, doc, res) {
  // ruleid: node-guard-call-removed
  await requireAdmin(ctx);
  // ruleid: node-guard-call-removed
  authorize(user, "update", post);
  // ok: node-guard-call-removed
  const user = findUser(id);
  // ok: node-guard-call-removed
  requireNothing(ctx);
  // ok: node-guard-call-removed
  post.user = user;
}
