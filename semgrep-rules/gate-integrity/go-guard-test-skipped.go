package api

func TestRemoveRefusesOtherUsersWithForbidden(t *testing.T) {
	// ruleid: go-guard-test-skipped
	t.Skip("later")
}

// ok: go-guard-test-skipped
func TestRemoveForbidden(t *testing.T) {
	check(t)
}

// ok: go-guard-test-skipped
func TestDraws(t *testing.T) {
	t.Skip("later")
}

// ok: go-guard-test-skipped
func forbidden() {
}
