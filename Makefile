# Second Look. Two commands matter: `make lab` opens the first lesson, `make test` passes every test.
# Each does all of its own set-up; `make setup` is the shared step.

PYTHON ?= python3
VENV ?= .venv
BIN = $(VENV)/bin
PACKAGED = $(shell find kit -name '*.js' -o -name '*.css' -o -path '*/words/*.json' -o -name 'package.json')

.PHONY: help lab setup grader build check test test-all lint js evaluate weights agreement lock clean

help:
	@echo "make lab    open the first lesson in JupyterLab   (NO_BROWSER=1 PORT=8899 to only serve)"
	@echo "make test   run every test"
	@echo "make check  the quick ones, in under two minutes"
	@echo "make grader install what graders need: nbgrader"

# The first lesson is there at once; the others are built while it is open.
lab: setup
	$(BIN)/kit build 00-start
	$(BIN)/kit lab --build

build: setup
	$(BIN)/kit build

setup: $(VENV)/student

# The lock first, hashes checked; then the kit itself, which a hashed lock cannot name.
$(VENV)/uv:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Second Look needs Python 3.11 or later; this is " + sys.version.split()[0])'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	touch $@

$(VENV)/student: $(VENV)/uv requirements.lock pyproject.toml $(PACKAGED)
	$(BIN)/uv pip install --quiet --python $(BIN)/python --compile-bytecode --require-hashes -r requirements.lock
	$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --reinstall-package second-look -e .
	touch $@

# What graders need besides (nbgrader); students do not.
grader: setup
	$(BIN)/uv pip install --quiet --python $(BIN)/python --compile-bytecode --require-hashes -r requirements-instructor.lock

$(VENV)/tested: $(VENV)/student requirements-test.lock
	$(BIN)/uv pip install --quiet --python $(BIN)/python --compile-bytecode --require-hashes -r requirements-test.lock
	touch $@

lint: $(VENV)/tested
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

check: lint
	$(BIN)/pytest -q -m "not browser and not slow"

# The browser tests wait more than they compute: three at once are faster on two cores. A busy machine can make
# a page miss a click, so a failure is tried once more; what fails twice fails, and reruns are counted aloud.
test: lint build
	$(BIN)/pytest -m "not browser"
	$(BIN)/pytest -m browser -n 3 --reruns 1

test-all: test
	for version in 3.12 3.13; do $(MAKE) test PYTHON=python$$version VENV=.venv-$$version || exit 1; done

# JavaScript is checked against JupyterLab's public types; needs Node, which users never do.
js:
	cd tests/js && npm ci --no-audit --no-fund && npm run check

# The reader, measured on annotated corpora that lie in EVAL (score.py, dev, train), and its weights learned anew.
EVAL ?= ../shared/eval

evaluate: setup
	$(BIN)/python -m benchmarks.evaluate $(EVAL)

weights: setup
	$(BIN)/python -m benchmarks.learn $(EVAL)

# How far the two annotators of each text agree; the table stands in CODEBOOK.md.
agreement: $(VENV)/tested
	$(BIN)/python -m benchmarks.agreement

# One lock for Python 3.11 to 3.13, without the address of any index.
LOCK = $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --only-binary :all: --generate-hashes \
	--no-annotate --no-header --no-emit-index-url --no-emit-find-links pyproject.toml
lock: $(VENV)/uv
	$(LOCK) -o requirements.lock
	$(LOCK) -c requirements.lock --extra instructor -o requirements-instructor.lock
	$(LOCK) -c requirements-instructor.lock --extra instructor --extra dask --extra postgres --extra test -o requirements-test.lock
	$(LOCK) -c requirements.lock --extra collaboration -o tests/browser/requirements-collaboration.lock

clean:
	rm -rf build dist .mypy_cache .ruff_cache .pytest_cache
