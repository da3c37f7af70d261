package shop

func Login(w http.ResponseWriter, session string) {
	// ruleid: cookie-flag-removed
	http.SetCookie(w, &http.Cookie{Name: "session", Value: session, HttpOnly: true})
	// ok: cookie-flag-removed
	http.SetCookie(w, &http.Cookie{Name: "theme", Value: "dark"})
	// ok: cookie-flag-removed
	w.WriteHeader(204)
}
