PORT ?= 8000
JOBS ?= 2
# A few tests at a time: browsers come last, and are not left to one process while the other waits.
AT_A_TIME = --maxschedchunk 4
PYTHON_HERE = .venv/bin/python
.PHONY: run test bench faults lint format lock messages help

help: ## say what there is
	@sed -n 's/^\([a-z]*\):.*## /make \1: /p' Makefile

run: ## set everything up and serve the site in demo mode on http://127.0.0.1:8000
	@bin/setup run && exec $(PYTHON_HERE) bin/demo --port $(PORT)

test: ## set up what tests need and run them all, in parallel (ARGS="tests/outillerie -k licence")
	@bin/setup dev && bin/browser && $(PYTHON_HERE) -m pytest -n $(JOBS) $(AT_A_TIME) $(ARGS)

bench: ## measure speed and weight with 10,000 kits, print the table of docs/performance.md
	@bin/setup dev && bin/browser && $(PYTHON_HERE) -m tests.bench $(ARGS)

faults: ## kill, cut and rush what the site stands on, in full: two hours (FAULTS=short, as in `make test`: two minutes)
	@bin/setup dev && FAULTS=$${FAULTS:-full} $(PYTHON_HERE) -m pytest -o faulthandler_timeout=7200 tests/faults $(ARGS)

lint: ## look for mistakes and for lines that are not in the one format
	@bin/setup dev && .venv/bin/ruff check . && .venv/bin/ruff format --check .

format: ## put every line in the one format
	@bin/setup dev && .venv/bin/ruff check --fix . && .venv/bin/ruff format .

lock: ## compile the locked dependencies again (UPGRADE=1 takes newer ones)
	@bin/lock

messages: ## gather the texts of the interface in outillerie/locale, compile what is translated
	@$(PYTHON_HERE) bin/messages $(ARGS)
