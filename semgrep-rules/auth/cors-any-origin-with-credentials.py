from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware
from flask_cors import CORS
from starlette.middleware import Middleware

app = FastAPI()
# ruleid: cors-any-origin-with-credentials
app.add_middleware(
    CORSMiddleware,
    allow_origins=["*"],
    allow_methods=["*"],
    allow_credentials=True,
)
# ruleid: cors-any-origin-with-credentials
app.add_middleware(CORSMiddleware, allow_credentials=True, allow_origin_regex=".*")
# ok: cors-any-origin-with-credentials
app.add_middleware(CORSMiddleware, allow_origins=["*"], allow_credentials=False)
# ok: cors-any-origin-with-credentials
app.add_middleware(CORSMiddleware, allow_origins=["*"])
# ok: cors-any-origin-with-credentials
app.add_middleware(CORSMiddleware, allow_origins=["https://shop.example"], allow_credentials=True)
# ok: cors-any-origin-with-credentials
app.add_middleware(CORSMiddleware, allow_credentials=True, allow_origin_regex=r"https://.*\.shop\.example")
# ruleid: cors-any-origin-with-credentials
middleware = [Middleware(CORSMiddleware, allow_credentials=True, allow_origins=["*"])]

# ruleid: cors-any-origin-with-credentials
CORS(flask_app, supports_credentials=True)
# ruleid: cors-any-origin-with-credentials
CORS(flask_app, origins="*", supports_credentials=True)
# ok: cors-any-origin-with-credentials
CORS(flask_app, origins=["https://shop.example"], supports_credentials=True)
# ok: cors-any-origin-with-credentials
CORS(flask_app)

CORS_ALLOW_CREDENTIALS = True
# ruleid: cors-any-origin-with-credentials
CORS_ALLOW_ALL_ORIGINS = True

# ok: cors-any-origin-with-credentials
CORS(flask_app, resources={r"/api/*": {"origins": "https://shop.example"}}, supports_credentials=True)
# ok: cors-any-origin-with-credentials
CORS_ALLOWED_ORIGINS = ["https://shop.example"]
