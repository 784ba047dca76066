# Each target sets up what it needs by itself; the second time it finds everything in place.
# The npm tools and Node 24 live in node_modules, wasm-bindgen's in a per-user cache (see .ci/).

NODE := PATH="$(CURDIR)/node_modules/.bin:$$PATH" node
.DEFAULT_GOAL := help
.PHONY: help demo preview build test test-hosts test-serve chaos bench fmt lint golden types clean

help: ## this list
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1|\2/' | column -t -s '|'

demo: build ## won deals become invoices, through the built package; then the whole story on the durable engine
	@$(NODE) js-shim/demo.js
	@$(NODE) js-shim/demo-serve.js

preview: build ## see the invoice before it exists, in the browser
	@$(NODE) pkg/cli.js preview

build: ## the finished npm package, in pkg/
	@.ci/build

test: ## everything that must hold
	@.ci/test

test-hosts: build ## the finished package in every runtime it claims
	@.ci/hosts

test-serve: build ## the durable middleware on a real engine, whose processes are killed
	@$(NODE) --test --test-concurrency=1 tests/serve/*.test.js

chaos: build ## 2,000 deals through `wonvoice serve` while everything fails that can (CHAOS="--deals 500 --seed 3")
	@$(NODE) --test --test-concurrency=1 'tests/serve/heavy/*.test.js'
	@$(NODE) tests/serve/chaos.js $(or $(CHAOS),--deals 2000 --share 0.004 --kills 22 --engine-kills 22)

bench: build ## bytes, microseconds, how well contacts are matched, handoffs a second
	@.ci/bench

fmt: ## format the Rust code
	cargo fmt

lint: ## formatting and clippy
	@.ci/lint

golden: ## rewrite the expected outputs in tests/ (look at the difference before you commit it)
	WONVOICE_GOLDEN=write .ci/native-test

types: ## rewrite the files generated from Rust: TypeScript types, JSON Schema, list of findings
	WONVOICE_GOLDEN=write .ci/native-test

clean: ## remove what was built (not the caches)
	rm -rf target pkg node_modules tests/hosts/node_modules
