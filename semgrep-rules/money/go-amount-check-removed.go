package api

func run(order *Order, doc *Doc) error {
	// ruleid: go-amount-check-removed
	if amount > payment.Refundable {
		return ErrTooMuch
	}
	// ruleid: go-amount-check-removed
	if account.Balance < price {
		return errors.New("no money")
	}
	// ok: go-amount-check-removed
	if amount > 0 {
		total += amount
	}
	// ok: go-amount-check-removed
	price := item.Price
	// ok: go-amount-check-removed
	account.Balance -= price
	return nil
}
