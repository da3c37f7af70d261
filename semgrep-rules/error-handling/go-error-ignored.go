package store

func save(tx *sql.Tx) {
	// ruleid: go-error-ignored
	_ = tx.Commit()
	// ruleid: go-error-ignored
	claims, _ := jwt.Parse(token)
	// ok: go-error-ignored
	err := tx.Commit()
	// ok: go-error-ignored
	_, err = tx.Exec("select 1")
	// ok: go-error-ignored
	_ = fmt.Sprint(claims)
}
