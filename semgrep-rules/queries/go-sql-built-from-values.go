package store

func find(db *sql.DB, name string) {
	// ruleid: go-sql-built-from-values
	db.Query(fmt.Sprintf("select * from orders where name = '%s'", name))
	// ruleid: go-sql-built-from-values
	db.QueryContext(ctx, "select * from orders where name = '"+name+"'")
	// ok: go-sql-built-from-values
	db.Query("select * from orders where name = $1", name)
	// ok: go-sql-built-from-values
	log.Println(fmt.Sprintf("from %s", name))
	// ok: go-sql-built-from-values
	db.Where("name = ?", name)
}
