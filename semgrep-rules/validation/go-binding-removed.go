package api

type Order struct {
	// ruleid: go-binding-removed
	Name string `json:"name" binding:"required,max=80"`
	// ok: go-binding-removed
	Note string `json:"note"`
}

func create(w http.ResponseWriter, r *http.Request) {
	// ruleid: go-binding-removed
	r.Body = http.MaxBytesReader(w, r.Body, 1<<20)
	// ruleid: go-binding-removed
	err := validate.Struct(order)
	// ok: go-binding-removed
	json.NewDecoder(r.Body).Decode(&order)
	// ok: go-binding-removed
	use(err)
	// ok: go-binding-removed
	valid := true
	use(valid)
}
