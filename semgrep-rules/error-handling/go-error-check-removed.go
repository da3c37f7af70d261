package store

func save(order *Order) error {
	// ruleid: go-error-check-removed
	err := db.Save(order)
	if err != nil {
		return err
	}
	// ruleid: go-error-check-removed
	if err := mail.Send(order); err != nil {
		return err
	}
	// ok: go-error-check-removed
	log.Println("saved")
	// ok: go-error-check-removed
	total := sum(order)
	// ok: go-error-check-removed
	_ = total
	return nil
}
