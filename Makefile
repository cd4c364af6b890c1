# Every target runs in the Python environment that is active; PYTHON=... names another one.
PYTHON ?= python

.PHONY: test check serve screenshots benchmarks

test:  ## All tests; `make test TESTS=tests/corpus` runs some.
	$(PYTHON) -m pytest $(TESTS)

check:  ## What CI checks before the tests.
	$(PYTHON) -m ruff check .
	$(PYTHON) -m ruff format --check .
	$(PYTHON) -m mypy
	lint-imports

serve:  ## The page on http://127.0.0.1:7860.
	$(PYTHON) app.py

screenshots:  ## Renew the README's picture in Chromium, from a server of its own.
	$(PYTHON) docs/screenshot.py

benchmarks:  ## The benchmarks that need no data beside the repository (tens of minutes).
	for name in retrieval spelling answers reader latency build; do \
		echo "== $$name" && $(PYTHON) -m benchmarks.$$name || exit 1; \
	done
