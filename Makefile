# Two commands do all set-up: `make report` and `make test`. RAW names another folder of readouts.
RAW ?= data/raw/sample
CORPUS ?= $(notdir $(patsubst %/,%,$(RAW)))
JOBS ?= 2
N ?= 100000
KILLS ?= 200
REPORT_KILLS ?= 50
FUZZ ?= 1000000
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
SAMPLE := data/raw/sample
GOLD := tests/gold/sample
LAST := tests/gold/last.json

BENCH := .venv-bench/.installed

.PHONY: setup report test bench stress lab lock clean help

help:            ## this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## */\t/' | expand -t 12

$(STAMP): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "readouts needs Python 3.11 or newer; call make PYTHON=python3.12 …"; exit 1; }
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $(STAMP)

setup: $(STAMP)  ## make .venv from the lock

report: setup    ## parse RAW (the bundled sample) and write reports/index.html
	$(BIN)/readouts build $(RAW) --corpus $(CORPUS) || test $$? -eq 1
ifeq ($(realpath $(RAW)),$(realpath $(SAMPLE)))
	@rm -f data/processed/$(CORPUS)/evaluation.json
	$(BIN)/readouts evaluate $(GOLD) $(RAW) --json data/processed/$(CORPUS)/evaluation.json >/dev/null || echo "No scores of the sample were taken."
endif
	$(BIN)/readouts report --corpus $(CORPUS) --jobs $(JOBS)

test: setup      ## ruff, mypy, pytest
	$(BIN)/ruff check lib tests
	$(BIN)/ruff format --check lib tests
	$(BIN)/mypy
	$(BIN)/pytest

$(BENCH): tests/bench/requirements.lock
	test -x .venv-bench/bin/python || $(PYTHON) -m venv .venv-bench
	.venv-bench/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r tests/bench/requirements.lock
	@touch $(BENCH)

bench: setup $(BENCH)  ## score the sample against its gold and the last saved run (SAVE=1 saves the new one); time reading and parsing, the reports beside papermill and the explore screen on N readouts
	$(BIN)/readouts evaluate $(GOLD) $(SAMPLE) $(addprefix --against ,$(wildcard $(LAST))) || test $$? -eq 1 -a -n "$(SAVE)"
ifdef SAVE
	$(BIN)/readouts evaluate $(GOLD) $(SAMPLE) --json $(LAST) >/dev/null
endif
	$(BIN)/python -m tests.bench.speed
	$(BIN)/python -m tests.bench.reports
	$(BIN)/python -m tests.bench.explore $(N)

stress: setup    ## kill builds (KILLS times) and report runs (REPORT_KILLS), fill disks, let builds meet, fuzz reading and parsing (FUZZ inputs); some hours
	READOUTS_KILLS=$(KILLS) READOUTS_REPORT_KILLS=$(REPORT_KILLS) $(BIN)/pytest -s tests/stress
	$(BIN)/python -m tests.stress.fuzz $(FUZZ) .fuzz

lab: setup       ## open JupyterLab on the notebooks
	$(BIN)/readouts lab

lock:            ## pin every requirement with its hashes again
	uv pip compile --quiet --generate-hashes --universal --python-version 3.11 --extra test --extra build \
	  --no-emit-index-url --no-emit-find-links --no-annotate --no-header pyproject.toml -o requirements.lock
	uv pip compile --quiet --generate-hashes --universal --python-version 3.11 --no-emit-index-url \
	  --no-emit-find-links --no-annotate --no-header tests/bench/requirements.in -o tests/bench/requirements.lock

clean:           ## remove what can be made again
	rm -rf $(VENV) .venv-bench .mypy_cache .ruff_cache .pytest_cache .test-artifacts
	find data/processed reports -mindepth 1 -not -name README.md -delete
