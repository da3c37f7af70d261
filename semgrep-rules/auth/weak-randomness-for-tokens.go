package shop

func Reset(user *User) {
	// ruleid: weak-randomness-for-tokens
	token := rand.Int63()
	// ok: weak-randomness-for-tokens
	jitter := rand.Int63()
	// ok: weak-randomness-for-tokens
	token2 := uuid.NewString()
	use(token, jitter, token2)
}
