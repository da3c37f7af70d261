class OrdersController
  def show
    # ruleid: ruby-owner-scope-removed
    @order = current_user.orders.find(params[:id])
    # ruleid: ruby-owner-scope-removed
    @items = Current.account.items.where(state: "open")
    # ok: ruby-owner-scope-removed
    @shop = Shop.find(params[:shop])
    # ok: ruby-owner-scope-removed
    name = current_user.profile.name
    # ok: ruby-owner-scope-removed
    current_user.touch
    # ok: ruby-owner-scope-removed
    render json: @order
  end
end
