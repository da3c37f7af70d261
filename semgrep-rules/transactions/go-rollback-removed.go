package store

func pay(db *sql.DB) error {
	tx, err := db.Begin()
	// ruleid: go-rollback-removed
	defer tx.Rollback()
	// ok: go-rollback-removed
	defer rows.Close()
	// ok: go-rollback-removed
	if err != nil {
		return err
	}
	// ok: go-rollback-removed
	return tx.Commit()
}
