"""Flask: decorators, blueprints and their hooks, extensions."""

from checks.ledger import Family
from tests.checks.ledger.frameworks.cases import harmless, loss

VIEW = """
    bp = Blueprint("orders", __name__)

    @bp.route("/orders/<int:pk>", methods=["POST"])
    {here}
    def close(pk):
        order = Order.query.get_or_404(pk)
        order.close()
        db.session.commit()
        return redirect(url_for("orders.index"))
"""
BODY = """
    @bp.route("/orders/<int:pk>", methods=["POST"])
    def close(pk):
        order = Order.query.get_or_404(pk)
        {here}
        order.close()
        db.session.add(order)
        db.session.commit()
        return redirect(url_for("orders.index"))
"""
HOOKED = """
    bp = Blueprint("orders", __name__)

    @bp.before_request
    def sign_in():
        if not current_user.is_authenticated:
            abort(401)

    @bp.route("/orders/<int:pk>", methods=["POST"])
    {here}
    def close(pk):
        order = Order.query.get_or_404(pk)
        order.close()
        db.session.commit()
        return redirect(url_for("orders.index"))
"""
RESOURCE = """
    class OrderList(Resource):
        {here}

        def post(self):
            order = Order(**request.get_json())
            db.session.add(order)
            db.session.commit()
            return order.to_dict(), 201
"""
GONE = """try:
            ask(order)
        except Gone:
            db.session.rollback()
            flash('gone')"""

REGISTERED = {
    "shop/__init__.py": """
        from shop.views import bp
        app = Flask(__name__)
        app.register_blueprint(bp, url_prefix="/shop")

        @app.before_request
        def sign_in():
            if not current_user.is_authenticated:
                abort(401)
    """
}
REGISTERED_OPENLY = {path: text.replace("abort(401)", "g.guest = True") for path, text in REGISTERED.items()}

CASES = [
    loss("a hook that refuses nobody", VIEW, "@login_required", "", Family.AUTHENTICATION, context=REGISTERED_OPENLY),
    harmless("the hook of the application asks", VIEW, "@login_required", "", context=REGISTERED),
    loss("login decorator", VIEW, "@login_required", "", Family.AUTHENTICATION),
    loss("token decorator", VIEW, "@jwt_required()", "", Family.AUTHENTICATION),
    loss("role decorator", VIEW, '@roles_required("admin")', "", Family.AUTHORIZATION),
    loss("limiter", VIEW, '@limiter.limit("5/minute")', "", Family.RATE_LIMIT),
    loss(
        "abort 403",
        BODY,
        "if order.owner_id != current_user.id:\n            abort(403)",
        "order.touch()",
        Family.AUTHORIZATION,
    ),
    loss("limits of a resource", RESOURCE, 'decorators = [limiter.limit("5/minute")]', "", Family.RATE_LIMIT),
    loss("sign-in of a resource", RESOURCE, "method_decorators = [jwt_required()]", "", Family.AUTHENTICATION),
    loss(
        "rollback",
        BODY,
        GONE,
        GONE.replace("db.session.rollback()\n            ", ""),
        Family.TRANSACTION,
    ),
    harmless(
        "another order of decorators",
        VIEW,
        '@login_required\n    @limiter.limit("5/minute")',
        '@limiter.limit("5/minute")\n    @login_required',
    ),
    harmless("fresh login instead", VIEW, "@login_required", "@fresh_login_required"),
    harmless("the blueprint asks before every request", HOOKED, "@login_required", ""),
    harmless(
        "raise instead of abort",
        BODY,
        "if order.owner_id != current_user.id:\n            abort(403)",
        "if order.owner_id != current_user.id:\n            raise Forbidden()",
    ),
    harmless(
        "the answer is returned",
        BODY,
        "if order.owner_id != current_user.id:\n            abort(403)",
        "if order.owner_id != current_user.id:\n            return jsonify(error='no'), 403",
    ),
    harmless(
        "turned round",
        BODY,
        "if order.owner_id != current_user.id:\n            abort(403)",
        "if not current_user.id == order.owner_id:\n            abort(403)",
    ),
    harmless(
        "another message",
        BODY,
        "if order.owner_id != current_user.id:\n            abort(403)",
        "if order.owner_id != current_user.id:\n            abort(403, 'not yours')",
    ),
    harmless(
        "tuple of limits",
        RESOURCE,
        'decorators = [limiter.limit("5/minute")]',
        'decorators = (limiter.limit("5/minute"),)',
    ),
    harmless("cached", VIEW, "@login_required", "@login_required\n    @cache.cached()"),
]
