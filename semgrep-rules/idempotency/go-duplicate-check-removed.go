package api

func run(order *Order, doc *Doc) error {
	// ruleid: go-duplicate-check-removed
	if processed {
		return nil
	}
	// ruleid: go-duplicate-check-removed
	if alreadyExists(id) {
		return ErrConflict
	}
	// ok: go-duplicate-check-removed
	if fresh {
		return nil
	}
	// ok: go-duplicate-check-removed
	already := len(seen)
	// ok: go-duplicate-check-removed
	markProcessed(id)
	return nil
}
