class Orders
  def clear
    # ruleid: rails-delete-without-where
    Order.delete_all
    # ruleid: rails-delete-without-where
    Order.update_all(state: "gone")
    # ok: rails-delete-without-where
    Order.where(state: "gone").delete_all
    # ok: rails-delete-without-where
    user.orders.destroy_all
    # ok: rails-delete-without-where
    order.delete
  end
end
