package auth

func read(token string) {
	// ruleid: go-jwt-not-verified
	parser.ParseUnverified(token, claims)
	// ruleid: go-jwt-not-verified
	jwt.Parse(token, key, jwt.WithoutClaimsValidation())
	// ok: go-jwt-not-verified
	jwt.Parse(token, key)
	// ok: go-jwt-not-verified
	parser.ParseWithClaims(token, claims, key)
	// ok: go-jwt-not-verified
	parse(token)
}
