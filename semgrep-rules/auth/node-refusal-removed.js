export async function remove(req, res, next) {
  // ruleid: node-refusal-removed
  if (!req.user.isAdmin) {
    throw new ForbiddenError("admins only");
  }
  // ruleid: node-refusal-removed
  if (post.ownerId !== req.user.id) return res.status(403).json({ error: "not yours" });
  // ruleid: node-refusal-removed
  if (!(await can(req))) return res.sendStatus(401);
  // ok: node-refusal-removed
  if (req.query.dry) return res.json({ dry: true });
  // ok: node-refusal-removed
  if (user.isAdmin) {
    menu.push("users");
  }
  // ok: node-refusal-removed
  const admin = user.isAdmin ? "yes" : "no";
  // ok: node-refusal-removed
  logger.info("admin", admin);
  await posts.remove(post.id);
}
