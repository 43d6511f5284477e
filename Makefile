# Two commands: `make run` brings up the chat, `make test` proves that it works. Both set up what they need.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# PyTorch's own index has a build without CUDA, 2 GB smaller. Where it cannot be reached, any build will do.
TORCH := torch==2.13.0
TORCH_CPU ?= https://download.pytorch.org/whl/cpu

.PHONY: setup run ask test check eval bench train lock clean

setup: $(VENV)/.ready

$(VENV)/.ready: requirements-dev.txt pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/python -c 'import torch' 2>/dev/null \
	  || $(BIN)/python -m pip install --quiet --retries 0 --timeout 15 --index-url $(TORCH_CPU) $(TORCH) 2>/dev/null \
	  || $(BIN)/python -m pip install --quiet $(TORCH)
	$(BIN)/uv pip install --quiet --python $(BIN)/python --link-mode copy --compile-bytecode -r requirements-dev.txt
	$(BIN)/uv pip install --quiet --python $(BIN)/python --link-mode copy --no-deps -e .
	$(BIN)/python -m compileall -q ingest index rag ui eval
	touch $@

run: setup
	$(BIN)/hakusho ui

ask: setup
	@$(BIN)/hakusho ask "$(Q)"

test: setup
	$(BIN)/pytest

check: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

eval: setup
	$(BIN)/hakusho eval

bench: setup
	$(BIN)/python -m eval.bench

# The embedder, the English words, the readings and the token encoding that ship with the project, made again.
# HAKUSHO_CORPUS names the folder of the papers, HAKUSHO_TRAINING_DATA one with sudachi-synonyms.txt (SudachiDict's
# synonyms), enja-train.en and enja-train.ja (sentences in English and the same in Japanese, line by line).
train: setup
	$(BIN)/python -m index.train "$(HAKUSHO_CORPUS)" "$(HAKUSHO_TRAINING_DATA)"

# torch is left out: its Linux builds name CUDA packages that nobody here needs.
lock: setup
	echo 'torch ; python_version < "0"' > $(VENV)/no-torch.txt
	$(BIN)/uv pip compile --universal --quiet --no-header --no-annotate --python-version 3.11 \
	  --override $(VENV)/no-torch.txt pyproject.toml -o requirements.txt
	$(BIN)/uv pip compile --universal --quiet --no-header --no-annotate --python-version 3.11 \
	  --override $(VENV)/no-torch.txt --extra dev pyproject.toml -o requirements-dev.txt

clean:
	rm -rf $(VENV) .home .pytest_cache .mypy_cache .ruff_cache .hypothesis runs
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
