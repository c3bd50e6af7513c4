# What can be done here; `make` lists it.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
ARCHITECTURE := $(shell dpkg --print-architecture 2>/dev/null)
DEB := .build/loanha-terminal_$(ARCHITECTURE).deb
DEBS := $(DEB) .build/loanha-tools_$(ARCHITECTURE).deb .build/loanha-desk_$(ARCHITECTURE).deb

ARM64 := .build-arm64
ARM64_DEB := $(ARM64)/loanha-terminal_arm64.deb
# What can be told of a virtual arm64 machine, which has no I²C bus.
ARM64_SCENARIOS := boot notice speech emergency keys network watchdog

.PHONY: help packages setup toolchain build terminal deb debs test-packages demo test test-programs hil hil-long hil-figures \
  hil-packages browser arm64 arm64-terminal arm64-build arm64-test arm64-boot image image-board bench format lint clean

# One target installs what the next one builds with.
.NOTPARALLEL:

help: ## List what can be done here
	@grep -hE '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z0-9-]+):.*## (.*)/  make \1\t\2/' | expand -t 22

toolchain:
	@command -v swift >/dev/null || { \
	  echo "Swift is missing. LoaNha needs Swift 6.2 or newer: install it from https://www.swift.org/install/linux/ and put its usr/bin on PATH." >&2; \
	  [ -z "$${SUDO_USER:-}" ] || echo "sudo has a PATH of its own; to keep yours: sudo env PATH=\"\$$PATH\" make …" >&2; \
	  exit 1; }
	@swift --version >/dev/null 2>&1 || { \
	  echo "Swift is there but does not start: $$(swift --version 2>&1 | head -n 1)" >&2; exit 1; }

packages:
	@provisioning/install-packages provisioning/apt.txt

setup: packages ## Install the Debian packages that are missing (root or sudo)
	@$(MAKE) --no-print-directory toolchain

build: setup ## Build everything, for development
	swift build

terminal: setup ## Build the terminal alone, small and static: .build/release/loanhad
	swift build -c release --static-swift-stdlib --disable-default-traits --product loanhad
	strip --strip-all .build/release/loanhad

deb: terminal ## Build the terminal's Debian package for this machine's architecture, into .build
	provisioning/deb/build-deb terminal $(ARCHITECTURE) .build/release/loanhad $(DEB)

debs: deb ## Build the packages of command line and desk as well
	swift build -c release --static-swift-stdlib --product loanha
	swift build -c release --static-swift-stdlib --product loanha-desk
	mkdir -p .build/packages
	for program in loanha loanha-desk; do \
	  strip --strip-all -o .build/packages/$$program .build/release/$$program; done
	provisioning/deb/build-deb tools $(ARCHITECTURE) .build/packages/loanha $(word 2,$(DEBS))
	provisioning/deb/build-deb desk $(ARCHITECTURE) .build/packages/loanha-desk $(word 3,$(DEBS))

test-packages: build hil-packages ## Install, use, upgrade, remove and purge the packages in a clean Debian
	provisioning/deb/test-packages .build/debug

demo: build ## A ward's evening: broker, desks, homes, an emergency (DEMO_SECONDS=90 ends by itself)
	python3 provisioning/demo/demo.py --programs .build/debug --folder demo

test: test-programs ## Run all tests, the pages in Chromium, the packages and the terminal under QEMU last
	$(MAKE) --no-print-directory browser
	$(MAKE) --no-print-directory test-packages
	$(MAKE) --no-print-directory hil HIL=--again

test-programs: build ## Run the tests that need no QEMU, in minutes
	swift test

hil: deb build hil-packages ## Boot the terminal under QEMU and test it from outside, in minutes
	/usr/bin/python3 Tests/Hil/hil.py --package $(DEB) --programs .build/debug $(HIL)

hil-long: HIL = --long
hil-long: hil ## The same with longer sets of everything random

hil-figures: HIL = --write docs/figures-hil.md
hil-figures: hil ## The same; writes docs/figures-hil.md

hil-packages:
	@provisioning/install-packages provisioning/apt-hil.txt

browser: build ## The desk's pages in Chromium, with real servers, brokers and homes
	@provisioning/install-packages provisioning/apt-browser.txt
	/usr/bin/python3 Tests/Browser/browser.py --programs .build/debug $(BROWSER)

arm64: toolchain arm64-build arm64-test arm64-boot ## Cross-build for arm64 (root, downloads 1 GB); test and boot it

# With Debian's own compiler: this machine's is not needed.
arm64-terminal: packages
	@provisioning/install-packages provisioning/apt-arm64.txt
	provisioning/arm64/make-sdk $(ARM64)
	provisioning/arm64/build $(ARM64) terminal
	provisioning/deb/build-deb terminal arm64 $(ARM64)/bin/loanhad $(ARM64_DEB)

arm64-build: arm64-terminal
	provisioning/arm64/build $(ARM64) tools desk
	provisioning/deb/build-deb tools arm64 $(ARM64)/bin/loanha $(ARM64)/loanha-tools_arm64.deb
	provisioning/deb/build-deb desk arm64 $(ARM64)/bin/loanha-desk $(ARM64)/loanha-desk_arm64.deb

arm64-test: arm64-build
	provisioning/arm64/build $(ARM64) tests
	provisioning/arm64/test $(ARM64)

arm64-boot: arm64-build build hil-packages
	/usr/bin/python3 Tests/Hil/hil.py --package $(ARM64_DEB) --programs .build/debug --folder $(ARM64)/hil \
	  $(ARM64_SCENARIOS:%=--only %)
	/usr/bin/python3 Tests/Hil/raspberry.py --package $(ARM64_DEB) --programs .build/debug

BOARD ?= qemu-arm64
image: image-board arm64-terminal ## Make an SD card image and boot it in QEMU: BOARD=qemu-arm64 (root; docs/image.md)
	@provisioning/install-packages provisioning/apt-image.txt
	provisioning/image/make-image $(BOARD) $(ARM64_DEB)

# Before gigabytes are downloaded for a board that can't have an image.
image-board:
	@provisioning/image/make-image $(BOARD)

bench: setup ## Measure beside reference programs in the same run; writes docs/figures.md
	swift build -c release --static-swift-stdlib --product loanhad
	swift build -c release --static-swift-stdlib --product loanha
	swift build -c release --static-swift-stdlib --product loanha-desk
	python3 Tests/Bench/bench.py --programs .build/release --write docs/figures.md

format: toolchain ## Format the source
	swift format --in-place --recursive --configuration .swift-format Package.swift Sources Tests

lint: toolchain ## Check the format of the source
	swift format lint --strict --recursive --configuration .swift-format Package.swift Sources

clean: ## Remove what was built, and the demo
	rm -rf .build demo
