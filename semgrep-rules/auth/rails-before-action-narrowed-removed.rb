class OrdersController < ApplicationController
  # ruleid: rails-before-action-narrowed-removed
  before_action :require_admin, only: [:destroy, :update]
  # ruleid: rails-before-action-narrowed-removed
  before_action :require_login, except: [:index]
  # ok: rails-before-action-narrowed-removed
  before_action :require_member
  # ok: rails-before-action-narrowed-removed
  before_action :set_locale, only: [:index]
  # ok: rails-before-action-narrowed-removed
  validates :admin, presence: true, if: :open?
end
