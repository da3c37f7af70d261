package shop

func Take(tx *sql.Tx, id int) error {
	// ruleid: node-sql-lock-removed
	row := tx.QueryRow("SELECT left_over FROM seats WHERE id = $1 FOR UPDATE", id)
	// ok: node-sql-lock-removed
	show := tx.QueryRow("SELECT name FROM shows WHERE id = $1", id)
	// ok: node-sql-lock-removed
	return reserve(row, show)
}
