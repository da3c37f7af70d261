package shop

func Rates(ctx context.Context) error {
	// ruleid: timeout-argument-removed
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	// ok: timeout-argument-removed
	req, err := http.NewRequestWithContext(ctx, "GET", url, nil)
	// ok: timeout-argument-removed
	return send(req, err)
}
