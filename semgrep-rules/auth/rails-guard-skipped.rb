class HooksController < ApplicationController
  # ruleid: rails-guard-skipped
  skip_before_action :authenticate_user!, only: [:create]
  # ok: rails-guard-skipped
  skip_before_action :set_locale
  # ok: rails-guard-skipped
  skip_after_action :log_visit
end
