def run(order, doc)
  # ruleid: ruby-state-check-removed
  raise NotPaid unless order.status == "paid"
  # ruleid: ruby-state-check-removed
  return head :conflict if doc.archived?
  # ok: ruby-state-check-removed
  total += 1 if order.status == "paid"
  # ok: ruby-state-check-removed
  state = order.status
  # ok: ruby-state-check-removed
  order.status = "shipped"
end
