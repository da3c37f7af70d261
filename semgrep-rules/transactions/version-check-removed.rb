class Order < ApplicationRecord
  # ruleid: version-check-removed
  self.locking_column = :edition
  # ok: version-check-removed
  self.table_name = "orders"
  # ok: version-check-removed
  has_many :versions
end
