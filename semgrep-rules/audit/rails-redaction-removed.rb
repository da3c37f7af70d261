class User < ApplicationRecord
  # ruleid: rails-redaction-removed
  encrypts :ssn
  # ruleid: rails-redaction-removed
  Rails.application.config.filter_parameters += [:password, :token]
  # ok: rails-redaction-removed
  has_many :keys
  # ok: rails-redaction-removed
  config.log_level = :info
  # ok: rails-redaction-removed
  belongs_to :account
end
