def run(order, doc)
  # ruleid: ruby-check-call-removed
  check_name(order)
  # ruleid: ruby-check-call-removed
  order.validate_total!
  # ok: ruby-check-call-removed
  order = find(id)
  # ok: ruby-check-call-removed
  order.check = true
  # ok: ruby-check-call-removed
  recheck(order)
end
