# make install sets up .venv; every other target does so first. Needs Python 3.11+ and a package index.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
PEERS := .clients/peers/bin/python
LEARNER := .clients/model/bin/python
SPARK := .clients/spark/bin/python
ARCHIVE_DIR ?= data

.PHONY: install crawl test clients test-clients test-newest soak eval eval-public eval-sites model bench lint schema lock clean

install: $(STAMP)

$(STAMP): requirements.txt pyproject.toml tools/find-python
	$$(tools/find-python $(PYTHON)) -m venv $(VENV)
	$(BIN)/python -m pip --disable-pip-version-check install --quiet --require-hashes --requirement requirements.txt
	$(BIN)/python -m pip --disable-pip-version-check install --quiet --no-deps --no-build-isolation --editable .
	touch $(STAMP)

# Serves the sample site on the loopback address, crawls it, and asks the archive a question.
crawl: install
	@ARCHIVE_DIR=$(ARCHIVE_DIR) $(BIN)/python -m tests.demo

# A worker that has no tests left takes half of the other's. Compiled files are kept: reading the tests anew costs
# each worker three times as long.
test: install
	env -u PYTHONDONTWRITEBYTECODE $(BIN)/python -m pytest --numprocesses 2 --dist worksteal \
		-m "not clients and not soak"

# Tests with other people's programs, and long runs.
test-clients: install
	$(BIN)/python -m pytest -m clients

# The wheel with the newest releases of all libraries, in an empty folder; no part of CI.
test-newest: install
	INSTALL=newest $(BIN)/python -m pytest -m clients tests/clients/test_installed_wheel.py

# Other people's programs, each in an environment of its own below .clients.
clients: $(SPARK) .clients/datasets/bin/python .clients/pywb/bin/wayback .clients/wacz/bin/wacz .clients/replaywebpage/package/ui.js .clients/pywb-source/sample_archive

# Apache Spark with our own package, and a server that speaks S3.
$(SPARK): tools/spark.txt $(STAMP)
	$(BIN)/uv venv --quiet --clear --python $(BIN)/python .clients/spark
	$(BIN)/uv pip install --quiet --python $(SPARK) --require-hashes --requirement tools/spark.txt
	$(BIN)/uv pip install --quiet --python $(SPARK) --no-deps --no-build-isolation --editable .
	touch $(SPARK)

.clients/pywb/bin/wayback:
	$$(tools/find-python $(PYTHON)) -m venv .clients/pywb
	.clients/pywb/bin/pip --disable-pip-version-check install --quiet pywb==2.10.0

.clients/wacz/bin/wacz:
	$$(tools/find-python $(PYTHON)) -m venv .clients/wacz
	.clients/wacz/bin/pip --disable-pip-version-check install --quiet wacz==0.6.0

# Readers of exported data sets.
.clients/datasets/bin/python: $(STAMP)
	$(BIN)/uv venv --quiet --clear --python $(BIN)/python .clients/datasets
	$(BIN)/uv pip install --quiet --python $@ datasets==5.2.0 pandas==3.1.1
	touch $@

.clients/pywb-source/sample_archive: | .clients/pywb/bin/wayback
	mkdir -p .clients/pywb-source
	.clients/pywb/bin/pip --disable-pip-version-check download --quiet --no-deps --no-binary :all: \
		--dest .clients/pywb-source pywb==2.10.0
	tar --extract --gzip --strip-components 1 --directory .clients/pywb-source \
		--file .clients/pywb-source/pywb-2.10.0.tar.gz

.clients/replaywebpage/package/ui.js:
	mkdir -p .clients/replaywebpage
	cd .clients/replaywebpage && tar --extract --gzip --file "$$(npm pack --silent replaywebpage@2.4.6)"

soak: install
	$(BIN)/python -m pytest -m soak --timeout 3600

# The extractors, language detectors and aligners that ours are measured against, beside ours in one environment.
$(PEERS): tools/peers.txt $(STAMP)
	$(BIN)/uv venv --quiet --clear --python $(BIN)/python .clients/peers
	$(BIN)/uv pip install --quiet --python $(PEERS) --require-hashes --requirement tools/peers.txt
	$(BIN)/uv pip install --quiet --python $(PEERS) --no-deps --no-build-isolation --editable .
	touch $(PEERS)

eval: $(PEERS)
	$(PEERS) -m tests.eval --write
	$(PEERS) -m tests.eval_bitext --write
	$(PEERS) -m tests.eval_terms

# The same on two public sets, which are cloned into .clients/sets unless SETS names the folder that holds them.
eval-public: $(PEERS)
	$(PEERS) -m tests.eval_public --write $(if $(SETS),--sets $(SETS))

# Crawls the trees of public sites that lie in the folder TREES, as tests/eval_sites/sites.toml names them.
eval-sites: install
	@test -n "$(TREES)" || { echo "make eval-sites TREES=FOLDER: name the folder with the sites' trees"; exit 2; }
	$(BIN)/python -m tests.eval_sites $(TREES)

# What training needs beside the program, in an environment of its own.
$(LEARNER): tools/model.txt $(STAMP)
	$(BIN)/uv venv --quiet --clear --python $(BIN)/python .clients/model
	$(BIN)/uv pip install --quiet --python $(LEARNER) --require-hashes --requirement tools/model.txt
	$(BIN)/uv pip install --quiet --python $(LEARNER) --no-deps --no-build-isolation --editable .
	touch $(LEARNER)

# Makes the weights that extraction judges blocks by anew; the sets are those of eval-public.
model: $(LEARNER)
	$(LEARNER) -m tools.model $(if $(SETS),--sets $(SETS))

bench: $(PEERS)
	$(PEERS) -m benchmarks

lint: install
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# Writes the published JSON Schema of a document from its declaration.
schema: install
	$(BIN)/python -m archive.model.document > document.schema.json.new
	mv document.schema.json.new archive/model/document.schema.json

# Writes the lock file anew: hashes for every platform, no addresses.
lock: install
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
		--no-annotate --extra dev --output-file requirements.txt pyproject.toml
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
		--no-annotate --constraint requirements.txt --extra redis --extra parquet --output-file tools/peers.txt \
		tools/peers.in pyproject.toml
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
		--no-annotate --constraint requirements.txt --output-file tools/model.txt tools/model.in pyproject.toml
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
		--no-annotate --constraint requirements.txt --extra spark --output-file tools/spark.txt tools/spark.in \
		pyproject.toml

clean:
	rm -rf $(VENV) .clients build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
