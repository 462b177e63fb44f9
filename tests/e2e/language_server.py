# SPDX-FileCopyrightText: The Weft authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A real llama.cpp on this computer's CPU with a tiny model of random weights; WEFT_LLAMA_PYTHON names an interpreter that has
llama-cpp-python[server] and gguf."""
import contextlib
import os
import pathlib
import socket
import subprocess
import sys
import time
import urllib.request

HERE = pathlib.Path(__file__).resolve().parent


def skip(why):
    print(f"SKIPPED: {why}")
    sys.exit(0)


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
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with open(folder / "log", "wb") as log:
        server = subprocess.Popen([python, "-m", "llama_cpp.server", "--model", model, "--model_alias", "tiny", "--host", "127.0.0.1", "--port",
                                   str(port), "--n_ctx", "8192", "--n_threads", "1", "--chat_format", "chatml", "--embedding", "true"],
                                  stdout=log, stderr=log)
    try:
        url = f"http://127.0.0.1:{port}"
        for _ in range(240):
            try:
                urllib.request.urlopen(url + "/v1/models", timeout=10).close()
                break
            except OSError:
                time.sleep(0.25)
        else:
            sys.exit((folder / "log").read_text()[-2000:])
        yield url
    finally:
        server.kill()
        server.wait()
