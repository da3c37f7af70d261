package api

func run(order *Order, doc *Doc) error {
	// ruleid: go-state-check-removed
	if order.Status != Paid {
		return errors.New("not paid")
	}
	// ruleid: go-state-check-removed
	if doc.Archived {
		return ErrConflict
	}
	// ok: go-state-check-removed
	if order.Status == Paid {
		total++
	}
	// ok: go-state-check-removed
	state := order.Status
	// ok: go-state-check-removed
	order.Status = Shipped
	return nil
}
