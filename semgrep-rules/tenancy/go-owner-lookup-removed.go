package api

func list(store *Store, user *User) {
	// ruleid: go-owner-lookup-removed
	messages := store.GetMessagesByUser(user.ID)
	// ok: go-owner-lookup-removed
	all := store.GetMessages()
	// ok: go-owner-lookup-removed
	name := user.Name()
	// ok: go-owner-lookup-removed
	store.GetUser(4)
}
