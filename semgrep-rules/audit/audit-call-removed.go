package shop

func Remove(order Order) error {
	orders.Delete(order)
	// ruleid: audit-call-removed
	audit.Record("order.removed", order.ID)
	// ok: audit-call-removed
	log.Print("removed")
	// ok: audit-call-removed
	return bus.Publish(order)
}
