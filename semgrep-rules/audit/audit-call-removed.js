export async function remove(ctx, document) {
  await document.destroy();
  // ruleid: audit-call-removed
  await auditLog.write({ name: "documents.delete" });
  // ok: audit-call-removed
  logger.info("removed");
  // ok: audit-call-removed
  emit("removed", document);
}
