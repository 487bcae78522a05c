# Two commands for a fresh machine; all other work is in the tasks: .venv/bin/inv --list
# --no-deps: the locks are whole, and pip before 24 fails to resolve lxml[html_clean] (an AssertionError).
PYTHON ?= python3
.PHONY: site test peers

site: .venv/site
	.venv/bin/inv site

peers: .venv-peers/peers  # an environment with what bench/ compares us with: .venv-peers/bin/python -m bench NAME

test: .venv/test
	.venv/bin/inv dev.test

.venv/site: requirements.lock package-lock.json upkeep/front_end.py
	$(PYTHON) -m venv .venv
	.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements.lock
	.venv/bin/inv setup
	touch $@

.venv/test: requirements-dev.lock package-lock.json upkeep/front_end.py
	$(PYTHON) -m venv .venv
	.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements-dev.lock
	.venv/bin/inv setup --browser
	touch $@

.venv-peers/peers: requirements-peers.lock
	$(PYTHON) -m venv .venv-peers
	.venv-peers/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements-peers.lock
	touch $@
