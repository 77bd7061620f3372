# Two commands on a fresh machine that has Python 3.11+ and make: `make demo` and `make test`.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
ARGS   ?=
# Whose environment VENV must be: PYTHON's where it was given, else that of its own link, which an upgrade of the
# system leaves pointing at a newer Python without the libraries.
OWNER  := $(if $(filter file,$(origin PYTHON)),$(BIN)/python,$(PYTHON))

.PHONY: help environment install dist demo test browser office check format lock bench chaos pictures site clean

help:
	@echo "make install            HTST by itself, in $(VENV) (for a real workspace)"
	@echo "make dist               a wheel, and the list of what it needs, in dist/"
	@echo "make demo               the whole job in a local Slack workspace (ARGS=--script: as a transcript)"
	@echo "make test               every test, on SQLite, PostgreSQL and in a browser"
	@echo "make browser            the browser that the page is tested in, where there is none (make test does it)"
	@echo "make office             LibreOffice, which papers are opened in, where there is none (make test does it)"
	@echo "make check              format, lint, types and import contracts"
	@echo "make bench              timings, as ratios; writes docs/performance.md"
	@echo "make chaos              processes killed again and again while Slack is unwell, for minutes; prints the figures"
	@echo "make pictures           the pictures of the guides, taken anew from the demo"
	@echo "make site               the pages of docs/ as a site, in site/"
	@echo "make format             rewrite the code in the house format"
	@echo "make lock               pin the requirements anew"

install: $(VENV)/run
	@echo "HTST is in $(BIN). For this shell: . $(BIN)/activate"

# setuptools leaves copies in build/, which a later wheel would take up though they are gone here.
dist: $(VENV)/run
	rm -rf build dist
	$(BIN)/python -m pip wheel -q --disable-pip-version-check --no-deps --no-build-isolation -w dist .
	cp requirements/run.txt dist/requirements.txt
	rm -rf build
	@ls dist

demo: $(VENV)/run
	$(BIN)/htst demo $(ARGS)

# The tests start Python some hundred times: what it compiles is kept, whatever this shell says.
test: export PYTHONDONTWRITEBYTECODE =
test: $(VENV)/dev browser office
	$(BIN)/python -m pytest -n auto --dist loadgroup -m "not alone" $(ARGS)
	$(BIN)/python -m pytest -m alone $(or $(ARGS),tests/runtime) || test $$? -eq 5  # 5: ARGS choose none of these

# The browser that the page is tested in, installed here and once: pytest's workers would all try at the same time.
browser: $(VENV)/dev
	@$(BIN)/python -m tests.browser.chromium

# LibreOffice, in which the papers are opened that we write: likewise.
office: $(VENV)/dev
	@$(BIN)/python -m tests.papers.write.office

check: $(VENV)/dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	PYTHONPATH=. $(BIN)/lint-imports

format: $(VENV)/dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: export PYTHONDONTWRITEBYTECODE =
bench: $(VENV)/dev
	$(BIN)/python -m bench $(ARGS)

chaos: $(VENV)/dev
	$(BIN)/python -m bench.chaos $(ARGS)

pictures: $(VENV)/dev browser
	$(BIN)/python -m tests.browser.pictures

site: $(VENV)/dev
	$(BIN)/mkdocs build --strict

# The locks hold versions and hashes only: which registry serves them is the machine's affair.
lock: $(VENV)/dev
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header pyproject.toml -o requirements/run.txt
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --group dev pyproject.toml requirements/build.in -o requirements/dev.txt
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header requirements/build.in -o requirements/build.txt

environment:
	@test ! -e $(VENV)/run || test -d "$(VENV)/lib/python$$($(OWNER) -c 'import sys; print("%d.%d" % sys.version_info[:2])')" \
	|| { echo '$(VENV) was not made with the Python that $(OWNER) is: type make clean first, or keep both, for instance with make VENV=.venv-other …' >&2; exit 1; }

$(BIN)/pip:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	|| { echo 'HTST needs Python 3.11 or newer; say which with: make PYTHON=python3.12 …' >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/run: requirements/run.txt requirements/build.txt pyproject.toml | environment $(BIN)/pip
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements/build.txt -r requirements/run.txt
	$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/dev: $(VENV)/run requirements/dev.txt
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@touch $@

clean:
	rm -rf $(VENV)
