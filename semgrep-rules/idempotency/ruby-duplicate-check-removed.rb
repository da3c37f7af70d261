def run(order, doc)
  # ruleid: ruby-duplicate-check-removed
  return if already_processed?(event)
  # ruleid: ruby-duplicate-check-removed
  raise Conflict if Order.exists?(token: token)
  # ok: ruby-duplicate-check-removed
  return if fresh?
  # ok: ruby-duplicate-check-removed
  already = seen.size
  # ok: ruby-duplicate-check-removed
  mark_processed(event)
end
