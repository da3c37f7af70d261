def pay(request):
    # ruleid: python-amount-from-client
    stripe.PaymentIntent.create(amount=request.data["amount"], currency="eur")
    # ok: python-amount-from-client
    stripe.PaymentIntent.create(amount=order.total, currency="eur")
    # ok: python-amount-from-client
    Order.objects.create(name=request.data["name"])
    # ok: python-amount-from-client
    amount = request.data["amount"]
    return amount
