package store

func pay(db *sql.DB) error {
	// ruleid: go-transaction-begin-removed
	tx, err := db.BeginTx(ctx, nil)
	// ok: go-transaction-begin-removed
	defer tx.Rollback()
	// ok: go-transaction-begin-removed
	_, err = tx.Exec("update orders set state = 'paid'")
	// ok: go-transaction-begin-removed
	began := time.Now()
	return tx.Commit()
}
