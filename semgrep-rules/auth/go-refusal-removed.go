package api

func remove(c *gin.Context) {
	// ruleid: go-refusal-removed
	if !user.IsAdmin {
		c.AbortWithStatus(403)
		return
	}
	// ruleid: go-refusal-removed
	if post.OwnerID != user.ID {
		return errNotYours(c, "forbidden")
	}
	// ok: go-refusal-removed
	if dry {
		return
	}
	// ok: go-refusal-removed
	if user.IsAdmin {
		menu = append(menu, "users")
	}
	// ok: go-refusal-removed
	err := store.Remove(post.ID)
	// ok: go-refusal-removed
	log.Println("admin", err)
}
