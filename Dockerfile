# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
# One image: `raadgever serve` (the default), `raadgever worker` and `raadgever migrate`.
# `python -m tests.container` carries these steps out without an engine; `docs/running.md` says more.
# The Python and the Debian that the tests run on; wheels are for glibc, so no Alpine.
ARG PYTHON=python:3.11.14-slim-bookworm
ARG NODE=node:22.21.1-bookworm-slim

# The look: CSS of components, tokens and a font, by the hashes of package-lock.json.
FROM ${NODE} AS look
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --loglevel=error

# Whatever is needed to build stays here.
FROM ${PYTHON} AS build
WORKDIR /app
COPY requirements.image.lock ./
RUN python -m venv --without-pip .venv \
 && python -m pip --python .venv/bin/python install --no-cache-dir --disable-pip-version-check \
    --no-compile --only-binary :all: --require-hashes -r requirements.image.lock
COPY pyproject.toml README.md LICENSE package.json ./
COPY alembic alembic
COPY analysis analysis
COPY surveys surveys
COPY backend backend
COPY --from=look /app/node_modules node_modules
RUN .venv/bin/python -m backend.assets \
 && rm -r node_modules \
 && python -m pip --python .venv/bin/python install --no-cache-dir --disable-pip-version-check \
    --no-index --no-deps --no-build-isolation --editable . \
 && .venv/bin/python -m compileall -q -j 0 --invalidation-mode unchecked-hash .

FROM ${PYTHON}
ARG REVISION=unknown
LABEL org.opencontainers.image.title="Raadgever" \
      org.opencontainers.image.description="Residents give counsel on council documents before they reach the council's agenda" \
      org.opencontainers.image.version="0.1.0" \
      org.opencontainers.image.revision="${REVISION}" \
      org.opencontainers.image.licenses="EUPL-1.2" \
      org.opencontainers.image.base.name="docker.io/library/python:3.11.14-slim-bookworm"
# tini: as process 1 we would get no signals before we listen for them. Debian's newest, always.
# hadolint ignore=DL3008
RUN apt-get update \
 && apt-get install --yes --no-install-recommends tini \
 && rm -rf /var/lib/apt/lists/* \
 && groupadd --gid 10001 raadgever \
 && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /nonexistent \
    --shell /usr/sbin/nologin raadgever \
 && install --directory --mode=0755 --owner=10001 --group=10001 /var/lib/raadgever
WORKDIR /app
COPY --from=build /app /app
ENV PATH=/app/.venv/bin:/usr/local/bin:/usr/bin:/bin \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1
USER 10001:10001
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=10s --start-period=60s --retries=3 \
  CMD ["python", "-m", "backend.probe", "gezond"]
ENTRYPOINT ["/usr/bin/tini", "--", "raadgever"]
CMD ["serve", "--host", "0.0.0.0", "--port", "8000"]
