package store

func (s *Store) Put(key string) {
	// ruleid: go-lock-removed
	s.mu.Lock()
	// ok: go-lock-removed
	defer s.mu.Unlock()
	// ruleid: go-lock-removed
	db.Clauses(clause.Locking{Strength: "UPDATE"}).First(&order)
	// ok: go-lock-removed
	s.items[key] = true
	// ok: go-lock-removed
	s.Block()
}
