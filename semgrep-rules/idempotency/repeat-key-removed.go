package shop

func Pay(order Order) error {
	// ruleid: repeat-key-removed
	params.SetIdempotencyKey(order.ID)
	// ok: repeat-key-removed
	params.SetAmount(order.Amount)
	// ok: repeat-key-removed
	return charges.Create(params)
}
