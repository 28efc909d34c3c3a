# `make` lists the targets. Everything rests on `make env`, which looks after .venv by itself.
PYTHON ?= python3
BIN := .venv/bin
ARGS ?=
export PYTHONUTF8 := 1

.PHONY: help env env-test run test test-tensorrt lint format wheel bench clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "%-15s%s\n", $$1, $$2}' $(MAKEFILE_LIST)

env: ## make .venv with what the app needs, and see to missing system libraries
	@$(PYTHON) packaging/environment.py run

env-test: ## the same, with the tools, and torch for training and export
	@$(PYTHON) packaging/environment.py test

run: env ## start the app; options: make run ARGS="--help"
	@$(BIN)/vtoonify-rt $(ARGS)

test: lint ## everything CI checks, two tests at a time; a part: make test ARGS=tests/face
	$(BIN)/python -m pytest -n 2 --dist loadfile $(ARGS)

test-tensorrt: env-test ## build TensorRT engines; needs no graphics card
	$(BIN)/python -m pip install --disable-pip-version-check --quiet -c constraints.txt -e ".[tensorrt]"
	$(BIN)/python -m pytest tests/inference/test_trt_build.py tests/cli/test_engines.py $(ARGS)

lint: env-test ## style, types, and who may import whom
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/mypy packaging/*.py
	$(BIN)/lint-imports

format: env-test ## let ruff put the code in shape
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

wheel: env-test ## build the wheel into dist/
	rm -rf build
	$(BIN)/python -m build --wheel

bench: env ## measure speed, latency and memory; options: make bench ARGS="--json"
	@$(BIN)/vtoonify-rt bench $(ARGS)

clean: ## remove .venv and everything that was built
	rm -rf .venv build dist *.egg-info .mypy_cache .pytest_cache .ruff_cache .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
