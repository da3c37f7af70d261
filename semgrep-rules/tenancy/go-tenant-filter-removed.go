package store

func list(db *gorm.DB, user *User) {
	// ruleid: go-tenant-filter-removed
	db.Where("user_id = ?", user.ID).Find(&orders)
	// ruleid: go-tenant-filter-removed
	db.Model(&order).Where("state = ? AND org_id = ?", open, org).Count(&count)
	// ok: go-tenant-filter-removed
	db.Where("state = ?", "open").Find(&orders)
	// ok: go-tenant-filter-removed
	db.Select("user_id").Find(&orders)
	// ok: go-tenant-filter-removed
	db.Order("account_id").Find(&orders)
	// ok: go-tenant-filter-removed
	log.Println("user", user)
}
