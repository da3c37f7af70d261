package api

func routes(r *gin.Engine, w http.ResponseWriter) {
	// ruleid: go-cors-any-origin
	r.Use(cors.New(cors.Config{AllowAllOrigins: true}))
	// ruleid: go-cors-any-origin
	w.Header().Set("Access-Control-Allow-Origin", "*")
	// ok: go-cors-any-origin
	r.Use(cors.New(cors.Config{AllowOrigins: []string{"https://shop.example"}}))
	// ok: go-cors-any-origin
	w.Header().Set("Content-Type", "*")
	// ok: go-cors-any-origin
	r.Use(gin.Logger())
}
