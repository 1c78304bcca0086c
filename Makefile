# `make` prints the targets. Needs python3 >= 3.11, make and git; everything else is pinned by hash and lands in .venv.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
MAKEFLAGS += --no-print-directory --no-builtin-rules
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

PYTHON ?= python3
BIN := .venv/bin
UV := $(BIN)/uv
BASE ?= build/demo
COUNT ?= 10000
# The example that `make demo` shows a claim of: an outlet that has it from an office that has it from a newsroom.
SHOWN ?= court-record-3-lost-digit
# uv copies when the cache and the venv are on two disks; saying so keeps it quiet.
export UV_LINK_MODE ?= copy
export VIRTUAL_ENV := $(CURDIR)/.venv
# What the packages are is in the lock files, not in the environment of whoever runs make.
COMPILE := $(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-header --no-annotate --no-emit-index-url --no-emit-find-links

.PHONY: help setup test lint types contracts unit gate bench demo fuzz crash format lock clean

help: ## these lines
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: .venv/.ready ## create .venv from the lock files (instant when they have not changed)

.venv/.uv: requirements-uv.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "setup: $(PYTHON) is older than 3.11; say which to use: make PYTHON=python3.12 setup" >&2; exit 1; }
	@$(PYTHON) -m venv .venv \
		|| { echo "setup: $(PYTHON) cannot make a venv; install its venv module (python3-venv) and try again" >&2; exit 1; }
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-uv.lock
	@touch $@

.venv/.ready: .venv/.uv requirements.lock pyproject.toml
	@$(UV) pip install --quiet --compile-bytecode --require-hashes -r requirements.lock
	@$(UV) pip install --quiet --no-deps --no-build-isolation --editable .
	@$(BIN)/python -m compileall -q src/musterbook  # a third of a second of every start, where Python may not write its own
	@touch $@

test: lint types contracts unit gate ## everything: lint, types, import contracts, tests, quality floors

lint: setup ## ruff: rules and format
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

types: setup ## mypy --strict on the package
	@$(BIN)/mypy

contracts: setup ## import contracts: layers and purity
	@$(BIN)/lint-imports --no-logo

unit: setup ## pytest: cases, properties, doctests, architecture
	@$(BIN)/python -m pytest -q $(ARGS)

gate: setup ## quality floors on the gold and the mini-texts; fails when one sinks
	@$(BIN)/python -m eval.gate
	@$(BIN)/python -m tests.mini_floors

bench: setup ## speed, memory, and what is measured against other hands
	@$(BIN)/python -m bench

demo: setup ## the main job on examples/reports: a base, claims, where a figure is from, a chart, a brief, an export
	@rm -rf $(BASE)
	$(BIN)/musterbook build examples/reports --base $(BASE)
	$(BIN)/musterbook claims --base $(BASE) --measure sentences --limit 12
	@first=$$($(BIN)/musterbook claims --base $(BASE) --document $(SHOWN) --measure sentences --format csv --limit 1 \
			| sed -n '2s/,.*//p'); \
		echo "$(BIN)/musterbook show $$first --base $(BASE)"; \
		$(BIN)/musterbook show "$$first" --base $(BASE); \
		echo "$(BIN)/musterbook trace $$first --base $(BASE)"; \
		$(BIN)/musterbook trace "$$first" --base $(BASE)
	$(BIN)/musterbook clusters --base $(BASE)
	@mkdir -p $(BASE)/out
	$(BIN)/musterbook series sentences --side RU --base $(BASE) --plot $(BASE)/out/sentences.svg
	$(BIN)/musterbook brief --base $(BASE) --title "What the example reports say" -o $(BASE)/out/brief.html
	$(BIN)/musterbook brief --base $(BASE) --verify $(BASE)/out/brief.html
	$(BIN)/musterbook export $(BASE)/out/release --base $(BASE) --as csv

fuzz: setup ## mutated documents and files: never raises, every quote still holds; COUNT of each
	@$(BIN)/python -m tests.fuzz.run --count $(COUNT)
	@$(BIN)/python -m tests.fuzz.formats --count $(COUNT)

crash: setup ## builds killed at random moments end as an undisturbed one does
	@$(BIN)/python -m tests.crash.run $(ARGS)

format: setup ## let ruff mend what it can
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

lock: .venv/.uv ## write the lock files anew from pyproject.toml (needs a registry)
	@echo "uv==$$($(UV) --version | cut -d' ' -f2)" | $(COMPILE) --upgrade - -o requirements-uv.lock
	@$(COMPILE) --upgrade --group dev pyproject.toml -o requirements.lock
	@! grep -nE '://|^-' requirements.lock requirements-uv.lock || { echo "lock: an address got into a lock file" >&2; exit 1; }
	@grep -cE '^[a-z]' requirements.lock requirements-uv.lock

clean: ## remove what the targets made, except .venv
	@rm -rf build dist .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
	@find src tests eval bench -name __pycache__ -type d -prune -exec rm -rf {} +
