package client

func build() {
	// ruleid: go-tls-verification-off
	a := &tls.Config{InsecureSkipVerify: true}
	// ok: go-tls-verification-off
	b := &tls.Config{MinVersion: tls.VersionTLS12}
	// ok: go-tls-verification-off
	c := &tls.Config{InsecureSkipVerify: false}
	// ok: go-tls-verification-off
	use(a, b, c)
}
