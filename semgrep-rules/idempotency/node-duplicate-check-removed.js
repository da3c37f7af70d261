export async function run(order, doc, res) {
  // ruleid: node-duplicate-check-removed
  if (await events.alreadyProcessed(event.id)) return;
  // ruleid: node-duplicate-check-removed
  if (existing && existing.duplicate) throw new ConflictError();
  // ok: node-duplicate-check-removed
  if (fresh) return;
  // ok: node-duplicate-check-removed
  const already = seen.size;
  // ok: node-duplicate-check-removed
  events.markProcessed(event.id);
}
