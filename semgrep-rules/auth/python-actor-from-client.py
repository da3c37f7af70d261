def create(request):
    # ruleid: python-actor-from-client
    order = Order.objects.create(total=4, user_id=request.data["user_id"])
    # ruleid: python-actor-from-client
    rows = Order.objects.filter(tenant=request.GET.get("tenant"))
    # ok: python-actor-from-client
    mine = Order.objects.create(user=request.user)
    # ok: python-actor-from-client
    named = Order.objects.create(name=request.data["name"])
    # ok: python-actor-from-client
    user_id = request.data["user_id"]
    return order, rows, mine, named, user_id
