class Orders
  def pay(order)
    # ruleid: ruby-transaction-removed
    ActiveRecord::Base.transaction do
      order.update!(state: "paid")
      Entry.create!(order: order)
    end
  end

  def ship(order)
    # ruleid: ruby-transaction-removed
    order.transaction(requires_new: true) do
      order.update!(state: "shipped")
    end
    # ok: ruby-transaction-removed
    order.lines.each do |line|
      line.touch
    end
    # ok: ruby-transaction-removed
    order.transaction_id = 4
    # ok: ruby-transaction-removed
    logger.tagged("transaction") { order.save! }
  end
end
