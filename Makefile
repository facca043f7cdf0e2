# run · serve · test · bench · format · models · check     (check = exactly what CI runs)

# Nothing looks for symbols or lines in what is built here: leaving them out saves time.
SWIFT_FLAGS = -c release -debug-info-format none
SWIFT_BUILD = swift build $(SWIFT_FLAGS)
# Tests see what is `package`. So no module is compiled as testable, and what is tested is what `make build` builds.
SWIFT_TEST = swift test $(SWIFT_FLAGS) --disable-testable-imports
VENV = .venv
PYTHON = $(VENV)/bin/python
HANOK = .build/release/hanok
ARGS ?=

.PHONY: run serve build test check lint models models-check unit test-tools end-to-end bench check-transactions format clean

# Installs what is missing, builds and starts the server with a demonstration: http://localhost:4566
run: build
	exec $(HANOK) serve --dev --demo $(ARGS)

# The same server with nothing in it, and a root key of its own.
serve: build
	exec $(HANOK) serve $(ARGS)

build:
	Tools/SetUp/libraries
	$(SWIFT_BUILD) --product hanok
	Tools/SetUp/functions .build/release/hanok-runtimes

# Everything that must be green: style, generated code, unit tests, end-to-end tests. What is installed is fetched while
# the compiler works.
test: lint
	$(MAKE) --jobs 2 models-check end-to-end

check: test

lint:
	swift format lint --strict --parallel --recursive Package.swift Sources Tests Benchmarks

$(VENV)/installed: EndToEnd/requirements.txt Tools/GenerateModels/requirements.txt
	python3 -c 'import ensurepip, venv' || Tools/SetUp/packages python3 python3-venv
	python3 -m venv $(VENV)
	$(VENV)/bin/pip install --quiet --disable-pip-version-check -r EndToEnd/requirements.txt \
		-r Tools/GenerateModels/requirements.txt
	touch $@

models: $(VENV)/installed
	$(PYTHON) Tools/GenerateModels/generate.py

models-check: $(VENV)/installed
	$(PYTHON) Tools/GenerateModels/generate.py --check

unit:
	Tools/SetUp/libraries
	$(SWIFT_TEST) $(UNIT_ARGS)

test-tools:
	Tools/SetUp/test-tools

end-to-end: unit test-tools $(VENV)/installed
	Tools/SetUp/functions .build/release/hanok-runtimes
	$(PYTHON) -m pytest EndToEnd -q -n 3 --dist loadfile $(PYTEST_ARGS)

# Sixteen writers, crashes, and whether tables kept what they promise: ARGS="--seconds 600 --crashes 20".
check-transactions: build $(VENV)/installed
	cd EndToEnd && ../$(PYTHON) -m transactions $(ARGS)

# Side by side with peers, ratios in one run.
bench: $(VENV)/installed
	Tools/SetUp/libraries
	Tools/SetUp/bench-tools $(VENV)
	HANOK_BENCHMARKS=1 $(SWIFT_BUILD)
	Tools/SetUp/functions .build/release/hanok-runtimes
	$(PYTHON) Benchmarks/run.py $(ARGS)

format:
	swift format --in-place --parallel --recursive Package.swift Sources Tests Benchmarks

clean:
	rm -rf .build $(VENV)
