class Orders
  def all
    # ruleid: ruby-default-scope-bypassed
    Order.unscoped.where(id: 4)
    # ruleid: ruby-default-scope-bypassed
    Order.unscope(where: :account_id)
    # ok: ruby-default-scope-bypassed
    Order.where(id: 4)
    # ok: ruby-default-scope-bypassed
    Order.scoped
    # ok: ruby-default-scope-bypassed
    log "unscoped"
  end
end
