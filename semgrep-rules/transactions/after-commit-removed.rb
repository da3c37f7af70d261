class Order < ApplicationRecord
  # ruleid: after-commit-removed
  after_commit :announce, on: :create
  # ruleid: after-commit-removed
  after_create_commit { Mailer.welcome(self).deliver_later }
  # ok: after-commit-removed
  after_save :touch_total
  # ok: after-commit-removed
  before_create :number
  # ok: after-commit-removed
  has_many :commits
end
