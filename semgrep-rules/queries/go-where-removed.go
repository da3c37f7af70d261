package store

func open(db *gorm.DB) {
	// ruleid: go-where-removed
	db.Where("state = ?", "open").Find(&orders)
	// ruleid: go-where-removed
	db.Scopes(published).Find(&posts)
	// ok: go-where-removed
	db.Find(&orders)
	// ok: go-where-removed
	db.Order("id").Find(&orders)
	// ok: go-where-removed
	somewhere("state")
}
