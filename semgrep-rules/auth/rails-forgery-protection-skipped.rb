class HooksController < ApplicationController
  # ruleid: rails-forgery-protection-skipped
  skip_forgery_protection only: :create
  # ruleid: rails-forgery-protection-skipped
  skip_before_action :verify_authenticity_token
  # ok: rails-forgery-protection-skipped
  protect_from_forgery with: :exception
  # ok: rails-forgery-protection-skipped
  skip_before_action :set_locale
  # ok: rails-forgery-protection-skipped
  before_action :verify_authenticity_token
end
