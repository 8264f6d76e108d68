# Two commands set a fresh machine up: `make demo` and `make test`. Both need Python 3.12 or later and make, nothing else.
PYTHON ?= $(shell for p in python3.13 python3.12 python3.14 python3; do \
  "$$p" -c 'import sys; sys.exit(sys.version_info < (3, 12))' 2>/dev/null && echo "$$p" && break; done)
VENV := .venv
BIN := $(VENV)/bin

.PHONY: demo test slow lint bench rules docs messages lock clean

demo: $(VENV)/.ready
	$(BIN)/prevent-options demo

test: $(VENV)/.dev
	$(BIN)/pytest -n 2 -m "not slow"

slow: $(VENV)/.dev
	$(BIN)/pytest -m slow

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

rules: $(VENV)/.ready
	$(BIN)/prevent-options rules test

bench: $(VENV)/.dev
	$(BIN)/python tests/bench/run.py

$(VENV)/.python:
	@test -n "$(PYTHON)" || { echo "prevent-options needs Python 3.12 or later; none was found on this machine." >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
	touch $@

$(VENV)/.ready: $(VENV)/.python requirements.lock pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --requirement requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	$(BIN)/python -m compileall -q src
	touch $@

$(VENV)/.dev: $(VENV)/.ready requirements-dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --requirement requirements-dev.lock
	touch $@

docs: $(VENV)/.dev
	$(BIN)/python tests/tools/architecture.py

# Catalogues of the memo's languages: every message of code and templates; prints what is not translated yet.
messages: $(VENV)/.dev
	$(BIN)/python tests/tools/messages.py

# Names and versions only; made again after a change of dependencies, in an environment that has them.
lock: $(VENV)/.dev
	$(BIN)/python tests/tools/lock.py

clean:
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache
