import os

# ruleid: debug-on
DEBUG = True
# ruleid: debug-on
TEMPLATE_DEBUG = env.bool("APP_DEBUG", default=True)
# ok: debug-on
SAFE_DEBUG = env.bool("APP_DEBUG", default=False)
# ok: debug-on
VERBOSE = True
# ok: debug-on
DEBUG = os.environ.get("DEBUG") == "1"

if LOCAL:
    # ok: debug-on
    DEBUG = True

# ruleid: debug-on
api = FastAPI(title="Shop", debug=True)
# ok: debug-on
api = FastAPI(title="Shop", debug=settings.DEBUG)

if __name__ == "__main__":
    # ruleid: debug-on
    app.run(host="0.0.0.0", debug=True)
    # ok: debug-on
    app.run(debug=False)
