# Two commands for everyone: `make run` and `make test`. The others are for who builds Binstart.
# What was set up already is remembered in .venv and in the folders themselves, so a second time is quick.

SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help run demo test test-system check golden words pins bench clean machine-run machine-test

ifndef PYTHON
PYTHON := $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; break; }; done)
endif
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input
PACKAGES := models flows webapp documents binstart benchmarks drills
COMPILE := uv pip compile -q --universal --python-version 3.11 --generate-hashes \
	--no-header --no-emit-index-url --no-emit-find-links
ASSETS := webapp/static/vendor/.made
SYSTEM_TESTS := stories engine browser# each starts servers, workers or a browser, and waits for them
PYTEST := $(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder
CATALOGUES := $(wildcard webapp/translations/*/LC_MESSAGES/*.po documents/translations/*/LC_MESSAGES/*.po)
WORDS := webapp/translations/.made

help:
	@echo "make run     start Binstart with its demonstration     (settings: $(BIN)/binstart run --help)"
	@echo "make demo    play one whole founding, from request to evaluation, into ./demo-output"
	@echo "make test    run all tests but those of the running system"
	@echo "make test-system  run these: whole stories through Prefect, kills, backups, each page in a browser"
	@echo "make check   format, lint, types, who may import whom, known weaknesses in packages"
	@echo "make golden  write the expected letters again; look at the difference before you commit it"
	@echo "make words   bring the catalogues of the other languages up to date; then translate what is empty in them"
	@echo "make pins    write requirements/*.txt and package-lock.json again from what we ask for"
	@echo "make bench   list the measurements; make bench NAME=engine runs one"
	@echo "make clean   remove what make has made; your data in ./data stays"

run: machine-run $(VENV)/run.made $(ASSETS) $(WORDS)
	@exec $(BIN)/python -m binstart run $(ARGS)

demo: machine-run $(VENV)/run.made $(ASSETS) $(WORDS)
	@exec $(BIN)/python -m binstart play scenarios/demo.yaml $(ARGS)

# The tests start many processes: what they import is compiled once, also where the environment says otherwise.
test: machine-run machine-test $(VENV)/test.made $(ASSETS) $(WORDS)
	@PYTHONDONTWRITEBYTECODE= $(PYTEST) $(SYSTEM_TESTS:%=--ignore=tests/%) $(ARGS)
	@echo "Not run here: $(SYSTEM_TESTS) (make test-system)"

test-system: machine-run machine-test $(VENV)/test.made $(ASSETS) $(WORDS)
	@PYTHONDONTWRITEBYTECODE= exec $(PYTEST) -m "$$($(BIN)/python binstart/setup_machine.py marks)" $(SYSTEM_TESTS:%=tests/%) $(ARGS)

check: machine-run $(VENV)/test.made
	@$(BIN)/ruff format --check --quiet . || { echo "Not formatted as agreed: $(BIN)/ruff format ."; exit 1; }
	@$(BIN)/ruff check --quiet .
	@$(BIN)/mypy $(PACKAGES)
	@$(BIN)/lint-imports --no-logo
	@$(BIN)/djlint webapp documents --lint --quiet
	@$(BIN)/python binstart/setup_weaknesses.py

golden: machine-run $(VENV)/test.made $(ASSETS) $(WORDS)
	@BINSTART_GOLDEN=rewrite $(BIN)/python -m pytest tests/letters -q $(ARGS)

words: machine-run $(VENV)/test.made
	@$(BIN)/python -m binstart.setup_words update
	@$(MAKE) --no-print-directory $(WORDS)

pins:
	@command -v uv >/dev/null || { echo "make pins needs uv: $(PIP) install uv, or your system's package"; exit 1; }
	$(COMPILE) requirements/run.in -o requirements/run.txt
	$(COMPILE) requirements/test.in -c requirements/run.txt -o requirements/test.txt
	$(COMPILE) requirements/node.in -o requirements/node.txt
	npm install --package-lock-only
	@# Addresses of who asks for funding are no pins.
	@$(PYTHON) -c "import json,pathlib; f=pathlib.Path('package-lock.json'); d=json.loads(f.read_text()); [p.pop('funding', None) for p in d['packages'].values()]; f.write_text(json.dumps(d, indent=2, ensure_ascii=False) + chr(10))"

bench: machine-run $(VENV)/run.made $(ASSETS) $(WORDS)
	@exec $(BIN)/python -m benchmarks $(NAME) $(ARGS)

clean:
	rm -rf $(VENV) node_modules webapp/static/vendor documents/fonts build dist demo-output *.egg-info \
		.pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	rm -f webapp/translations/.made webapp/translations/*/LC_MESSAGES/*.mo
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# --- what must be there first ---

machine-run:
	@[ -n "$(PYTHON)" ] || { echo "Python 3.11 or newer is missing: sudo apt-get install python3 python3-venv"; exit 1; }
	@$(PYTHON) binstart/setup_machine.py run

machine-test: machine-run
	@$(PYTHON) binstart/setup_machine.py test

$(BIN)/python: | machine-run
	@echo "Making the virtual environment $(VENV)"
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); exit 1; }

# The tests' packages hold those of run: once they are there, run needs nothing more.
$(VENV)/run.made: requirements/run.txt pyproject.toml | $(BIN)/python
	@echo "Installing the pinned packages (once; some minutes on a slow line)"
	@$(PIP) install --quiet --require-hashes -r requirements/run.txt
	@$(PIP) install --quiet --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/test.made: requirements/test.txt pyproject.toml | $(BIN)/python
	@echo "Installing the pinned packages for the tests (once; some minutes on a slow line)"
	@$(PIP) install --quiet --require-hashes -r requirements/test.txt
	@$(PIP) install --quiet --no-deps --no-build-isolation -e .
	@touch $@ $(VENV)/run.made

$(ASSETS): package-lock.json documents/fonts_manifest.json binstart/setup_assets.py | node_modules/.made
	@$(BIN)/python binstart/setup_assets.py
	@touch $@

$(WORDS): $(CATALOGUES) binstart/setup_words.py | $(BIN)/python
	@$(BIN)/python binstart/setup_words.py compile
	@touch $@

node_modules/.made: package-lock.json requirements/node.txt | $(BIN)/python
	@echo "Fetching scripts, styles and fonts"
	@if command -v npm >/dev/null; then npm ci --silent; else \
		$(BIN)/python -m venv $(VENV)/node && \
		$(VENV)/node/bin/python -m pip --disable-pip-version-check install --quiet --require-hashes -r requirements/node.txt && \
		PATH="$(CURDIR)/$(VENV)/node/bin:$$PATH" npm ci --silent; fi
	@touch $@
