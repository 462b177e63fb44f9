# SPDX-FileCopyrightText: The Weft authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A PostgreSQL server of a test's own, in a temporary folder, reachable by its unix socket alone."""
import os
import pathlib
import pwd
import shutil
import signal
import subprocess
import tempfile
import time

START_SECONDS = 120 # after a crash it replays its log


def programs():
    """The folder with initdb and its kin, newest version first. None: not installed."""
    found = sorted(pathlib.Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]), reverse=True)
    return found[0].parent if found else None


class Cluster:
    """Use as a context manager. PostgreSQL refuses to run as root: then it runs as "postgres" or "nobody"."""

    def __init__(self, *settings):
        self.bin = programs()
        self.home = pathlib.Path(tempfile.mkdtemp(prefix="weft-pg-"))
        self.settings = ("listen_addresses=", "max_connections=120", "logging_collector=off",
                         "recovery_init_sync_method=syncfs", *settings)
        self.prefix = ["setpriv"]
        if os.getuid() == 0:
            users = {user.pw_name: user for user in pwd.getpwall()}
            user = users.get("postgres") or users["nobody"]
            os.chown(self.home, user.pw_uid, user.pw_gid)
            self.prefix += ["--reuid", str(user.pw_uid), "--regid", str(user.pw_gid), "--clear-groups"]
        subprocess.run([*self.prefix, self.bin / "initdb", "-D", self.home / "data", "-U", "weft", "-A", "trust", "-E", "UTF8",
                        "--locale=C", "--no-sync"], check=True, capture_output=True)
        self.server = None
        self.start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.crash()
        shutil.rmtree(self.home, ignore_errors=True)

    def start(self):
        options = [word for setting in self.settings for word in ("-c", setting)]
        with (self.home / "server.log").open("ab") as log:
            self.server = subprocess.Popen([*self.prefix, "--pdeathsig", "QUIT", self.bin / "postgres", "-D", self.home / "data",
                                            "-k", self.home, *options], stdout=log, stderr=log)
        end = time.monotonic() + START_SECONDS
        while time.monotonic() < end:
            if self.sql("SELECT 1", check=False).strip() == "1":
                return
            time.sleep(0.03)
        raise RuntimeError("the PostgreSQL server doesn't start: " + (self.home / "server.log").read_text()[-1000:])

    def crash(self):
        """As a power failure would: every process of the server is gone at once."""
        self.server.send_signal(signal.SIGQUIT)
        self.server.wait()

    def url(self, database):
        return f"postgresql://weft@/{database}?host={self.home}"

    def sql(self, statement, database="postgres", check=True):
        run = subprocess.run([self.bin / "psql", "-XqAt", "-c", statement, self.url(database)], capture_output=True, text=True,
                             check=False)
        if check and run.returncode != 0:
            raise RuntimeError(run.stderr)
        return run.stdout

    def new_database(self, name):
        self.sql(f"DROP DATABASE IF EXISTS {name}")
        self.sql(f"CREATE DATABASE {name}")
        return self.url(name)

    def drop_database(self, url):
        self.sql(f"DROP DATABASE {url.split('/')[3].split('?')[0]} WITH (FORCE)")
