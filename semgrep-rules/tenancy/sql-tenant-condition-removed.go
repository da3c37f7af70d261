package shop

func Orders(db *sql.DB, account int) (*sql.Rows, error) {
	// ruleid: sql-tenant-condition-removed
	rows, err := db.Query("SELECT * FROM orders WHERE account_id = $1", account)
	// ok: sql-tenant-condition-removed
	other, err := db.Query("SELECT * FROM countries WHERE code = $1", "NZ")
	// ok: sql-tenant-condition-removed
	return merge(rows, other), err
}
