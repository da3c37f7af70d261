def run(order, doc)
  # ruleid: ruby-input-check-removed
  raise ArgumentError, "name is required" if name.blank?
  # ruleid: ruby-input-check-removed
  return head :bad_request unless items.size < 100
  # ok: ruby-input-check-removed
  greet(name) if name
  # ok: ruby-input-check-removed
  return [] if items.empty?
  # ok: ruby-input-check-removed
  valid = name.size > 2
end
