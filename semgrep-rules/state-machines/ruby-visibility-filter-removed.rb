class Orders
  def list
    # ruleid: ruby-visibility-filter-removed
    Order.active.order(:id)
    # ruleid: ruby-visibility-filter-removed
    Post.visible_to(user).limit(4)
    # ok: ruby-visibility-filter-removed
    Order.order(:id)
    # ok: ruby-visibility-filter-removed
    user.activate
    # ok: ruby-visibility-filter-removed
    order.touch
  end
end
