# The two commands: `make run` and `make test`. Everything else is for people who change the program.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STORE := .store/events.gpkg

.PHONY: setup setup-dev run test lint evaluate bench data model docs clean

setup: $(VENV)/.run-ready
setup-dev: $(VENV)/.dev-ready

$(VENV)/bin/python:
	$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "geoevents needs Python 3.11 or newer, this is " + sys.version.split()[0] + ": set PYTHON=python3.12 or the like.")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run-ready: requirements.txt pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	touch $@

$(VENV)/.dev-ready: requirements-dev.txt $(VENV)/.run-ready
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	touch $@

run: setup
	$(BIN)/geoevents ingest seeds --store $(STORE)
	$(BIN)/geoevents app --store $(STORE)

test: setup-dev lint
	$(BIN)/python -m pytest -n 2 --dist loadfile -q

lint: setup-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

evaluate: setup-dev
	$(BIN)/python evaluation/run.py

bench: setup-dev
	$(BIN)/python benchmarks/run.py

data: setup-dev
	$(BIN)/geoevents gazetteer build

model: setup-dev
	$(BIN)/python -m geoevents.places.train --training "$${TRAINING:?set TRAINING to the folder of training texts}"

docs: setup-dev
	$(BIN)/python -m geoevents.cli.reference docs/cli.md

clean:
	rm -rf $(VENV) .store dist build .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
