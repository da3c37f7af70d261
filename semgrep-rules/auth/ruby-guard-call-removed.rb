def run(order, doc)
  # ruleid: ruby-guard-call-removed
  require_admin!
  # ruleid: ruby-guard-call-removed
  authorize post, :update?
  # ok: ruby-guard-call-removed
  user = find_user(id)
  # ok: ruby-guard-call-removed
  nothing_required
  # ok: ruby-guard-call-removed
  post.user = user
end
