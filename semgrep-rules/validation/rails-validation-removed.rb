class Order < ApplicationRecord
  # ruleid: rails-validation-removed
  validates :number, presence: true, uniqueness: true
  # ruleid: rails-validation-removed
  validate :total_is_positive
  # ok: rails-validation-removed
  belongs_to :user
  # ok: rails-validation-removed
  has_many :lines
  # ok: rails-validation-removed
  scope :valid, -> { where(valid: true) }
end
