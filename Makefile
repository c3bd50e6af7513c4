# What can be done here; `make` lists it.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
DEB := .build/loanha-terminal_$(shell dpkg --print-architecture 2>/dev/null).deb

.PHONY: help setup toolchain build terminal deb demo test bench format lint clean

help: ## List what can be done here
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  make \1\t\2/' | expand -t 18

toolchain:
	@command -v swift >/dev/null || { \
	  echo "Swift is missing. LoaNha needs Swift 6.2 or newer: install it from https://www.swift.org/install/linux/ and put its usr/bin on PATH." >&2; \
	  exit 1; }
	@swift --version >/dev/null 2>&1 || { \
	  echo "Swift is there but does not start: $$(swift --version 2>&1 | head -n 1)" >&2; exit 1; }

setup: ## Install the Debian packages that are missing (root or sudo)
	@provisioning/install-packages provisioning/apt.txt
	@$(MAKE) --no-print-directory toolchain

build: setup ## Build everything, for development
	swift build

terminal: setup ## Build the terminal alone, small and static: .build/release/loanhad
	swift build -c release --static-swift-stdlib --disable-default-traits --product loanhad
	strip --strip-all .build/release/loanhad

deb: terminal ## Build the terminal's Debian package for this machine's architecture, into .build
	provisioning/deb/build-deb $(shell dpkg --print-architecture) .build/release/loanhad $(DEB)

demo: build ## A ward's evening: broker, desks, homes, an emergency (DEMO_SECONDS=90 ends by itself)
	python3 provisioning/demo/demo.py --programs .build/debug --folder demo

test: build ## Run all tests
	swift test

bench: setup ## Measure beside reference programs in the same run; writes docs/figures.md
	swift build -c release --static-swift-stdlib --product loanhad
	swift build -c release --product loanha
	python3 Tests/Bench/bench.py --programs .build/release --write docs/figures.md

format: toolchain ## Format the source
	swift format --in-place --recursive --configuration .swift-format Package.swift Sources Tests

lint: toolchain ## Check the format of the source
	swift format lint --strict --recursive --configuration .swift-format Package.swift Sources

clean: ## Remove what was built, and the demo
	rm -rf .build demo
