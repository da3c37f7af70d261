class OrdersController < ApplicationController
  # ruleid: ruby-policy-removed
  load_and_authorize_resource
  # ruleid: ruby-policy-removed
  protect_from_forgery with: :exception

  def index
    # ruleid: ruby-policy-removed
    @orders = policy_scope(Order)
    # ok: ruby-policy-removed
    @shops = Shop.all
    # ok: ruby-policy-removed
    @policy = Policy.new
    # ok: ruby-policy-removed
    @scope = params[:scope]
    # ok: ruby-policy-removed
    render :index
  end
end
