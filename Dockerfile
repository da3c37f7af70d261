# Holdfast in one image: the server, its worker and, unless HOLDFAST_DATABASE_URL names a PostgreSQL, an embedded one.
#
#   docker build -t holdfast .
#   docker run --read-only --tmpfs /tmp -v holdfast:/data -p 8000:8000 holdfast     # and --env-file, once there is an App
#
# Nothing but the hashed locks decides what is inside. Every RUN line of the build stage also works in a plain
# shell; CONTRIBUTING.md tells how to try them without a container engine.

FROM python:3.13-slim AS build
WORKDIR /src
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_ROOT_USER_ACTION=ignore UV_PYTHON_DOWNLOADS=never UV_LINK_MODE=copy
COPY requirements/build.lock requirements/app.lock requirements/
RUN python -m venv /opt/build && /opt/build/bin/python -m pip install -q --no-deps --require-hashes -r requirements/build.lock
RUN /opt/build/bin/uv venv -q --python python3 /opt/holdfast
RUN /opt/build/bin/uv pip sync -q --python /opt/holdfast --require-hashes --compile-bytecode requirements/app.lock
COPY pyproject.toml README.md LICENSE THIRD_PARTY_NOTICES.md app.yml ./
COPY semgrep-rules semgrep-rules
COPY checks checks
COPY reviewer reviewer
RUN /opt/build/bin/python -m hatchling build --target wheel --directory /opt/wheel
RUN /opt/build/bin/uv pip install -q --python /opt/holdfast --offline --no-deps --compile-bytecode /opt/wheel/*.whl

FROM python:3.13-slim
# git for `holdfast review` on a mounted repository; certificates for GitHub.
RUN apt-get update -q \
    && apt-get install -q -y --no-install-recommends ca-certificates git \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --home-dir /data --no-create-home holdfast \
    && install -d -o holdfast -g holdfast /data
COPY --from=build /opt/holdfast /opt/holdfast
ENV PATH=/opt/holdfast/bin:$PATH HOLDFAST_DATA_DIR=/data PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1
USER holdfast
WORKDIR /data
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s \
    CMD ["python", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
CMD ["holdfast", "serve", "--host", "0.0.0.0"]
