class SessionsController < ApplicationController
  # ruleid: ruby-rate-limit-removed
  rate_limit to: 10, within: 3.minutes, only: :create
  # ok: ruby-rate-limit-removed
  before_action :set_locale
  # ok: ruby-rate-limit-removed
  has_many :limits
  # ok: ruby-rate-limit-removed
  limit = 10
end
