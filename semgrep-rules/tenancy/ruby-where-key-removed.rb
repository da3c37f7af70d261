class Orders
  def list(account)
    # ruleid: ruby-where-key-removed
    Order.where(account_id: account.id, state: "open")
    # ruleid: ruby-where-key-removed
    Order.find_by(user: current_user, id: 4)
    # ok: ruby-where-key-removed
    Order.where(state: "open")
    # ok: ruby-where-key-removed
    Order.create(account_id: 4)
    # ok: ruby-where-key-removed
    Order.where(username_taken: true)
    # ok: ruby-where-key-removed
    Order.order(account_id: :asc)
  end
end
