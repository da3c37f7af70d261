def take(id)
  # ruleid: node-sql-lock-removed
  seat = Seat.find_by_sql(["SELECT * FROM seats WHERE id = ? FOR UPDATE", id]).first
  # ok: node-sql-lock-removed
  show = Show.find_by_sql(["SELECT * FROM shows WHERE id = ?", seat.show_id]).first
  # ok: node-sql-lock-removed
  reserve(seat, show)
end
