# `make demo` to see it, `make test` to check it; both see to what they need. `make help` lists the rest.

.DEFAULT_GOAL := help
.PHONY: help demo dashboard test lint unit frontend browser contract screenshots images first-load bench bench-quick fmt

# A Rust that rustup has just installed is not on the PATH of the shell that installed it.
export PATH := $(PATH):$(HOME)/.cargo/bin

target := $(abspath $(or $(CARGO_TARGET_DIR),target))
program := $(target)/debug/introw
# The caller's own settings of introw (a database, say) are not for the tests.
clean_env := env $(addprefix -u ,$(filter-out INTROW_TEST_%,$(filter INTROW_%,$(.VARIABLES))))

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: dashboard ## build and run the demo on a scratch SQLite; ARGS="--keep" passes arguments
	@scripts/need cargo cc
	cargo build --locked
	@"$(program)" demo $(ARGS)

# Built again when something that it is made of is newer.
dashboard_sources := $(shell find dashboard -path dashboard/node_modules -prune -o -path dashboard/dist -prune -o -type f -print)

dashboard: dashboard/dist/index.html ## build the dashboard

dashboard/node_modules: dashboard/package-lock.json
	@scripts/need node
	cd dashboard && npm ci --no-audit --no-fund --loglevel=error
	@touch $@

dashboard/dist/index.html: dashboard/node_modules $(dashboard_sources) schema.graphql schema.partner.graphql
	cd dashboard && npm run --silent build

test: ## everything below down to contract; stops at the first that fails
	@scripts/need cargo rustfmt clippy cc postgres redis node chromium python-venv
	@for step in lint unit frontend browser contract; do \
		echo "make test: $$step"; \
		$(MAKE) --no-print-directory $$step ARGS= || { echo "make test: $$step FAILED" >&2; exit 1; }; \
	done

lint: ## formatting, and clippy with warnings denied
	@scripts/need cargo rustfmt clippy cc
	cargo fmt --all --check
	cargo clippy --workspace --all-targets --locked -- -D warnings

unit: ## the Rust tests on SQLite, Postgres and Redis; ARGS=isolation runs those of that name
	@scripts/need cargo cc postgres redis
	scripts/with-servers cargo test --workspace --locked $(ARGS)

frontend: dashboard/node_modules ## formatting, lint, types and unit tests of the dashboard and the portal, and their clients against the schemas
	cd dashboard && npm run --silent check

browser: dashboard ## the browser tests
	@scripts/need cargo cc node chromium
	cargo build --locked
	cd tests/browser && npm ci --no-audit --no-fund
	@chromium=$$(scripts/need --where chromium) && cd tests/browser && \
		$(clean_env) INTROW_BIN="$(program)" CHROMIUM="$$chromium" node --test

screenshots: dashboard ## pictures of every page of the dashboard, into screenshots/
	@scripts/need cargo cc node chromium
	cargo build --locked
	cd tests/browser && npm ci --no-audit --no-fund
	@chromium=$$(scripts/need --where chromium) && cd tests/browser && \
		$(clean_env) INTROW_BIN="$(program)" CHROMIUM="$$chromium" node screenshots.mjs ../../screenshots $(ARGS)

images: dashboard ## the pictures of the README, into docs/images/
	@scripts/need cargo cc node chromium
	cargo build --locked
	cd tests/browser && npm ci --no-audit --no-fund
	@chromium=$$(scripts/need --where chromium) && cd tests/browser && \
		$(clean_env) INTROW_BIN="$(program)" CHROMIUM="$$chromium" node screenshots.mjs ../../docs/images --best

first-load: dashboard ## what the first load of the overview costs, in bytes and milliseconds, with a release build
	@scripts/need cargo cc node chromium
	cargo build --locked --release
	cd tests/browser && npm ci --no-audit --no-fund
	@chromium=$$(scripts/need --where chromium) && cd tests/browser && \
		$(clean_env) INTROW_BIN="$(dir $(program))../release/introw" CHROMIUM="$$chromium" node first-load.mjs

contract: ## Schemathesis against openapi.json; CASES=100 instead of 1000 an operation
	@scripts/need cargo cc python-venv
	cargo build --locked
	@$(clean_env) INTROW_BIN="$(program)" scripts/contract

bench: ## the benchmarks; ARGS="--bench doors redirects" runs those of that name
	@scripts/need cargo cc postgres redis
	ulimit -n "$$(ulimit -Hn)" && INTROW_TEST_FSYNC=on scripts/with-servers cargo bench --locked $(ARGS)

bench-quick: ## the two doors alone, in three minutes: to see whether a change helps
	@scripts/need cargo cc postgres redis
	BENCH_SECONDS=1 BENCH_ROUNDS=3 INTROW_TEST_FSYNC=on scripts/with-servers cargo bench --locked --bench doors $(ARGS)

fmt: ## format the Rust code
	@scripts/need cargo rustfmt
	cargo fmt --all
