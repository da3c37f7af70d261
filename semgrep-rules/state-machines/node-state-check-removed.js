export async function run(order, doc, res) {
  // ruleid: node-state-check-removed
  if (order.status !== "paid") {
    throw new ConflictError("not paid");
  }
  // ruleid: node-state-check-removed
  if (doc.archived) return res.status(409).end();
  // ok: node-state-check-removed
  if (order.status === "paid") total += 1;
  // ok: node-state-check-removed
  const state = order.status;
  // ok: node-state-check-removed
  order.status = "shipped";
}
