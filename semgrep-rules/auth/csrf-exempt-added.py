import hmac

from django.urls import path
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import csrf_exempt


@csrf_exempt
# ruleid: csrf-exempt-added
def change_address(request):
    request.user.address = request.POST["address"]
    request.user.save()


@method_decorator(csrf_exempt, name="dispatch")
# ruleid: csrf-exempt-added
class Transfer(View):
    def post(self, request):
        return transfer(request.user, request.POST["to"])


urlpatterns = [
    # ruleid: csrf-exempt-added
    path("graphql", csrf_exempt(GraphQLView.as_view())),
    # ok: csrf-exempt-added
    path("orders", OrderView.as_view()),
]

# ruleid: csrf-exempt-added
app.config["WTF_CSRF_ENABLED"] = False


@csrf_exempt
# ok: csrf-exempt-added
def webhook(request):
    if not hmac.compare_digest(sign(request.body), request.headers["X-Signature"]):
        return HttpResponseForbidden()
    return handle(request.body)


@csrf_exempt
# ok: csrf-exempt-added
def stripe_webhook(request):
    event = stripe.Webhook.construct_event(request.body, request.headers["Stripe-Signature"], SECRET)
    return handle(event)


@csrf_protect
# ok: csrf-exempt-added
def change_name(request):
    request.user.name = request.POST["name"]


@ensure_csrf_cookie
# ok: csrf-exempt-added
def form(request):
    return render(request, "form.html")
