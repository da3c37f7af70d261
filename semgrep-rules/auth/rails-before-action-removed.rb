class OrdersController < ApplicationController
  # ruleid: rails-before-action-removed
  before_action :require_admin, only: [:destroy]
  # ruleid: rails-before-action-removed
  before_action :authenticate_user!
  # ok: rails-before-action-removed
  before_action :set_locale
  # ok: rails-before-action-removed
  after_action :log_visit
  # ok: rails-before-action-removed
  layout "admin"
  # ok: rails-before-action-removed
  helper_method :admin?
end
