export async function remove(ctx, document) {
  await document.destroy();
  // ruleid: audit-call-removed
  await auditLog.write({ name: "documents.delete" });
  // ruleid: audit-call-removed
  await Event.createFromContext(ctx, { name: "documents.delete" });
  // ok: audit-call-removed
  logger.info("removed");
  // ok: audit-call-removed
  const events = [];
  // ok: audit-call-removed
  emit("removed", events);
}
