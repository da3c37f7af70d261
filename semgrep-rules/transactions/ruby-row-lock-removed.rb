class Orders
  def pay(order)
    # ruleid: ruby-row-lock-removed
    order.with_lock do
      order.update!(state: "paid")
    end
    # ruleid: ruby-row-lock-removed
    account = Account.lock.find(order.account_id)
    # ok: ruby-row-lock-removed
    account.update!(balance: 4)
    # ok: ruby-row-lock-removed
    account.locked_at = Time.now
    # ok: ruby-row-lock-removed
    order.lines.each { |line| line.block }
  end
end
