.PHONY: help setup setup-test run test system coverage check bench assets lock wheel clean
.DEFAULT_GOAL := help
# Compiling what Engage imports takes each process longer than starting does; what one has compiled is there for all.
unexport PYTHONDONTWRITEBYTECODE

help: ## Show what can be typed here
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /make \1\t/' | expand -t 18

setup: ## Install what serving needs into this folder, from the locks (quick when nothing has changed)
	@scripts/setup

setup-test: ## The same with what tests, checks and benchmarks need
	@scripts/setup test

run: setup ## Start Engage with the demonstration programme (PORT and HOST may be set)
	@scripts/run

test: setup-test ## Run every test: on SQLite with a real browser, then all that is sent to the database on PostgreSQL (TESTS may name some)
	@scripts/test $(TESTS)

system: setup-test ## Run the tests that need bare Debian systems: set-up from nothing, on the oldest and newest Python
	@scripts/system

coverage: setup-test ## Run the tests of the analysis and name every branch that none of them takes (there is none)
	@scripts/coverage

check: setup-test ## Look for mistakes without running anything: style, types, imports, templates, locks
	@scripts/check

bench: setup-test ## Measure answering (processor time a page, whole submissions, a killed server, a full hall), publishing and twenty editions (half an hour)
	@.venv/bin/python -m benchmarks

assets: ## Build the style sheets, scripts and fonts again
	@rm -f .venv/.assets-stamp
	@scripts/setup

lock: setup-test ## Choose and pin the newest versions that pyproject.toml allows
	@scripts/lock

wheel: setup ## Build the package to install elsewhere, into dist/
	@.venv/bin/uv build --quiet --wheel --offline --out-dir dist .

clean: ## Remove what setup and the tests made (never var/, which holds your data)
	rm -rf .venv node_modules engage/static/build dist build .pytest_cache .ruff_cache .mypy_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
