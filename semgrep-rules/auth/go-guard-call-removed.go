package api

func run(order *Order, doc *Doc) error {
	// ruleid: go-guard-call-removed
	requireAdmin(c)
	// ruleid: go-guard-call-removed
	authorize(user, "update", post)
	// ok: go-guard-call-removed
	user := findUser(id)
	// ok: go-guard-call-removed
	requireNothing(c)
	// ok: go-guard-call-removed
	post.User = user
	return nil
}
