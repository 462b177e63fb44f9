# SPDX-FileCopyrightText: The Weft authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A real llama.cpp on this computer's CPU with a tiny model of random weights; WEFT_LLAMA_PYTHON names an interpreter that has
llama-cpp-python[server] and gguf."""
import contextlib
import os
import pathlib
import subprocess

from servers import free_port, serving, skip

HERE = pathlib.Path(__file__).resolve().parent


def found():
    """The interpreter, or the test is skipped."""
    python = os.environ.get("WEFT_LLAMA_PYTHON", "")
    if not os.access(python, os.X_OK):
        skip("WEFT_LLAMA_PYTHON doesn't name an interpreter that has llama-cpp-python[server] and gguf")
    return python


@contextlib.contextmanager
def running(folder):
    """Its address."""
    python = found()
    model = folder / "tiny.gguf"
    subprocess.run([python, HERE.parent / "fakes/tiny_gguf.py", model], check=True, timeout=120)
    port = free_port()
    arguments = [python, "-m", "llama_cpp.server", "--model", model, "--model_alias", "tiny", "--host", "127.0.0.1", "--port", port, "--n_ctx", "8192",
                 "--n_threads", "1", "--chat_format", "chatml", "--embedding", "true"]
    with serving(arguments, port, "/v1/models", folder / "log", 60) as url:
        yield url
