class Orders
  def pay(order)
    # ruleid: ruby-error-swallowed
    total = charge(order) rescue nil
    # ok: ruby-error-swallowed
    total ||= 0
    # ok: ruby-error-swallowed
    order.save!
    # ok: ruby-error-swallowed
    notify(order)
  end
end
