def pay(order)
  # ruleid: repeat-key-removed
  Stripe::Charge.create(charge_of(order), idempotency_key: order.id)
  # ok: repeat-key-removed
  OrderMailer.paid(order).deliver_later
  # ok: repeat-key-removed
  Receipt.create!(order: order)
end
