package api

func run(order *Order, doc *Doc) error {
	// ruleid: go-check-call-removed
	checkName(order)
	// ruleid: go-check-call-removed
	err := validator.ValidateOrder(order)
	// ok: go-check-call-removed
	order := find(id)
	// ok: go-check-call-removed
	order.Check = true
	// ok: go-check-call-removed
	recheck(order)
	return nil
}
