package store

func clear(db *gorm.DB) {
	// ruleid: go-delete-without-where
	db.Where("1 = 1").Delete(&Order{})
	// ruleid: go-delete-without-where
	db.Exec("DELETE FROM orders")
	// ok: go-delete-without-where
	db.Exec("DELETE FROM orders WHERE id = ?", 4)
	// ok: go-delete-without-where
	db.Where("id = ?", 4).Delete(&Order{})
	// ok: go-delete-without-where
	db.Delete(&order)
}
