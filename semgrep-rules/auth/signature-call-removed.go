package shop

func Receive(body, given []byte) error {
	// ruleid: signature-call-removed
	if !hmac.Equal(sum(body), given) {
		return errForbidden
	}
	// ok: signature-call-removed
	if bytes.Equal(body, nil) {
		return errEmpty
	}
	// ok: signature-call-removed
	return handle(body)
}
