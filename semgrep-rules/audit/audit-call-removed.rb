def remove(order)
  order.destroy!
  # ruleid: audit-call-removed
  AuditLog.create!(action: "order.removed", order: order)
  # ok: audit-call-removed
  logger.info("removed")
  # ok: audit-call-removed
  notify(order)
end
