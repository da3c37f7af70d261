package store

func pay(db *gorm.DB, id int) error {
	// ruleid: go-transaction-removed
	return db.Transaction(func(tx *gorm.DB) error {
		tx.Save(&order)
		return tx.Create(&entry).Error
	})
}

func ship(app core.App) error {
	// ruleid: go-transaction-removed
	return app.RunInTransaction(func(txApp core.App) error {
		return txApp.Save(order)
	})
}

func list(db *gorm.DB) {
	// ok: go-transaction-removed
	db.Find(&orders)
	// ok: go-transaction-removed
	db.Model(&order).Update("state", "x")
	// ok: go-transaction-removed
	each(orders, func(o Order) error { return nil })
}
