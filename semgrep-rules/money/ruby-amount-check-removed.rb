def run(order, doc)
  # ruleid: ruby-amount-check-removed
  raise TooMuch if amount > payment.refundable
  # ruleid: ruby-amount-check-removed
  return head :payment_required if account.balance < price
  # ok: ruby-amount-check-removed
  total += amount if amount > 0
  # ok: ruby-amount-check-removed
  price = item.price
  # ok: ruby-amount-check-removed
  account.balance -= price
end
