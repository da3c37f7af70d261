package api

func routes(r *gin.Engine, mux *http.ServeMux) {
	// ruleid: go-route-guard-removed
	r.DELETE("/orders/:id", requireAdmin, remove)
	// ruleid: go-route-guard-removed
	mux.Handle("/orders", requireLogin(http.HandlerFunc(list)))
	// ok: go-route-guard-removed
	r.GET("/health", health)
	// ok: go-route-guard-removed
	mux.HandleFunc("/open", open)
	// ok: go-route-guard-removed
	r.GET("/admin", page)
	// ok: go-route-guard-removed
	r.POST("/session", createSession)
}
