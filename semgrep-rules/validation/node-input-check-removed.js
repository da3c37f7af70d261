export async function run(order, doc, res) {
  // ruleid: node-input-check-removed
  if (typeof req.body.name !== "string") {
    return res.status(400).json({ error: "name is required" });
  }
  // ruleid: node-input-check-removed
  if (!order) throw new NotFoundError("order");
  // ok: node-input-check-removed
  if (name) greet(name);
  // ok: node-input-check-removed
  if (items.length === 0) return [];
  // ok: node-input-check-removed
  const valid = name.length > 2;
}
