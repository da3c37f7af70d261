package api

func run(order *Order, doc *Doc) error {
	// ruleid: go-input-check-removed
	if name == "" {
		return errors.New("name is required")
	}
	// ruleid: go-input-check-removed
	if len(items) > 100 {
		return fmt.Errorf("too many")
	}
	// ok: go-input-check-removed
	if name != "" {
		greet(name)
	}
	// ok: go-input-check-removed
	if done {
		return nil
	}
	// ok: go-input-check-removed
	valid := len(name) > 2
	return nil
}
