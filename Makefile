# Bookcub's front door. `make` alone says what there is.

SHELL := /bin/bash
VENV := .venv
BIN := $(VENV)/bin
PYTHON := $(BIN)/python
PYTEST := $(PYTHON) -m pytest
# Whoever runs out of tests takes some of the others'.
TOGETHER := -n 2 --dist worksteal
# To look for journeys in all tests takes each worker longer than the longest of them.
JOURNEYS = tests/journeys $(shell grep -rl --include='test_*.py' 'mark\.journey' tests)
# Some machines keep Python from keeping what it has compiled; every process would compile it all again.
unexport PYTHONDONTWRITEBYTECODE

# Where `make run` and `make demo` keep their archive, and where they listen.
DATA ?= data
BIND ?= 127.0.0.1:8000

.DEFAULT_GOAL := help
.PHONY: help run demo test quick test-sqlite test-postgresql test-journeys test-everything check check-types check-shape format bench lock messages translations what-is-kept clean programs build

help: ## say what there is
	@echo "Bookcub: a home for stories and for the clubs that read them."
	@echo
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-17s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
	@echo
	@echo "  DATA=$(DATA) and BIND=$(BIND) may be given: make run BIND=127.0.0.1:9000"

run: build ## install what is missing, then serve the archive in DATA at BIND
	@exec $(BIN)/bookcub serve --data "$(DATA)" --bind "$(BIND)"

demo: build ## the same, with an archive full of stories in DATA-demo
	@$(BIN)/bookcub demo --data "$(DATA)-demo"
	@exec $(BIN)/bookcub serve --data "$(DATA)-demo" --bind "$(BIND)"

test: $(VENV)/.tests programs build ## the everyday tests: on SQLite, on PostgreSQL, and journeys in a real browser
	@$(MAKE) --no-print-directory test-sqlite
	@$(MAKE) --no-print-directory test-postgresql
	@$(MAKE) --no-print-directory test-journeys

quick: $(VENV)/.tests ## in seconds: the shape of the code, and what knows no pages
	$(PYTEST) -q $(TOGETHER) tests/shape tests/core

test-sqlite: $(VENV)/.tests ## only the tests on SQLite
	$(PYTEST) -q $(TOGETHER) -m "not journey"

test-postgresql: $(VENV)/.tests ## only the tests on PostgreSQL: what may differ there, and a sample of the rest
	BOOKCUB_TEST_DATABASE=postgresql $(PYTEST) -q $(TOGETHER) -m "not journey"

test-journeys: $(VENV)/.tests build ## only the journeys in a real browser
	$(PYTEST) -q -n 2 --dist loadfile --no-loadscope-reorder -m journey $(JOURNEYS)

test-everything: export TEST_EVERYTHING := yes
test-everything: test ## all there is on both databases, with all nonsense and long searches: before a release

check: $(VENV)/.tests ## what must hold besides the tests: format, lint, types, layers, migrations, lock, docs
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	@$(MAKE) --no-print-directory -j 2 check-types check-shape

check-types:
	$(BIN)/mypy bookcub tests bench

check-shape:
	$(PYTEST) -q tests/shape
	$(BIN)/lint-imports
	$(BIN)/djlint bookcub --lint --quiet
	BOOKCUB_DATA=$(VENV)/check-data $(PYTHON) -m bookcub.config.manage makemigrations --check --dry-run

format: $(VENV)/.tests ## put code and templates into shape
	$(BIN)/ruff check --fix-only --quiet .
	$(BIN)/ruff format .

bench: $(VENV)/.tests build ## kill the archive in a loop while people write, and count what is lost
	$(PYTHON) -m bench.durability

lock: $(VENV)/.tests ## choose the newest versions that pyproject.toml allows and write them down with their hashes
	@.ci/lock

# Many systems set LANGUAGE, to what their own user reads: only what is typed after `make` counts.
messages: $(VENV)/.tests ## write every sentence down for translators; LANGUAGE=fr begins a new language
	cd bookcub && ../$(BIN)/django-admin makemessages $(if $(filter command,$(origin LANGUAGE)),-l $(LANGUAGE),--all) --no-wrap --no-obsolete --add-location file
	sed -i.old '/^"POT-Creation-Date/d' bookcub/locale/*/LC_MESSAGES/django.po
	rm bookcub/locale/*/LC_MESSAGES/django.po.old

translations: $(VENV)/.tests ## make what translators wrote ready to be shown
	cd bookcub && ../$(BIN)/django-admin compilemessages

what-is-kept: $(VENV)/.tests ## print docs/what-is-kept.md anew
	BOOKCUB_DATA=$(VENV)/check-data $(PYTHON) -m bookcub.config.print_inventory > docs/.what-is-kept
	mv docs/.what-is-kept docs/what-is-kept.md

clean: ## remove everything that was built; archives stay
	rm -rf $(VENV) build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

build: $(VENV)/.runs

programs: $(VENV)/.tests
	@.ci/programs

$(VENV)/.runs: requirements.txt pyproject.toml .ci/install
	@.ci/install requirements.txt
	@$(PYTHON) -m bookcub.web.fonts
	@touch $@

$(VENV)/.tests: requirements-dev.txt $(VENV)/.runs
	@.ci/install requirements-dev.txt
	@touch $@
