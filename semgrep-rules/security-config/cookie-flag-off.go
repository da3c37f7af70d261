package shop

func Login(w http.ResponseWriter, session string) {
	// ruleid: cookie-flag-off
	http.SetCookie(w, &http.Cookie{Name: "session", Value: session, HttpOnly: false})
	// ok: cookie-flag-off
	http.SetCookie(w, &http.Cookie{Name: "session", Value: session, HttpOnly: true})
	// ok: cookie-flag-off
	w.WriteHeader(204)
}
