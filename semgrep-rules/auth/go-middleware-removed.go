package api

func routes(r *gin.Engine) {
	// ruleid: go-middleware-removed
	r.Use(auth.Required())
	// ruleid: go-middleware-removed
	admin := r.Group("/admin", requireAdmin)
	// ruleid: go-middleware-removed
	sub.GET("/backups", list).Bind(apis.RequireSuperuserAuth())
	// ok: go-middleware-removed
	r.Use(gin.Logger())
	// ok: go-middleware-removed
	r.Group("/open")
	// ok: go-middleware-removed
	r.GET("/health", health)
	// ok: go-middleware-removed
	auth.Start()
}
