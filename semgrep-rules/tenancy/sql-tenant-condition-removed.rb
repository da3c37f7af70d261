def orders(account)
  # ruleid: sql-tenant-condition-removed
  mine = Order.find_by_sql(["SELECT * FROM orders WHERE account_id = ?", account.id])
  # ok: sql-tenant-condition-removed
  all = Country.find_by_sql("SELECT * FROM countries WHERE code = 'NZ'")
  # ok: sql-tenant-condition-removed
  mine + all
end
