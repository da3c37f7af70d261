package api

func login(password string) {
	// ruleid: go-secret-logged
	log.Println("login", password)
	// ok: go-secret-logged
	log.Println("login", name)
	// ok: go-secret-logged
	log.Println("password changed")
	// ok: go-secret-logged
	check(password)
}
