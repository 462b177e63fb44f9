#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Weft authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A Stripe for tests: its REST API, its webhooks, its pages, and what goes wrong with them. README.md tells more.

usage: main.py --port 0 [--webhook URL] [--secret whsec_...] [--key sk_test_...] [--state FILE]
Prints "fake-stripe listening on http://127.0.0.1:PORT" and serves until SIGTERM.
"""
import argparse
import os
import signal
import sys

import webhooks
from server import Clock, Server
from store import Store
from world import API_VERSION, World


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--port", type=int, default=0, help="0: a free one")
    parser.add_argument("--webhook", action="append", default=[], help="where events go; may be given again")
    parser.add_argument("--secret", default="whsec_fake", help="the key of the webhooks' signatures")
    parser.add_argument("--key", help="the only secret key that is accepted; without it, any that starts with sk_test_")
    parser.add_argument("--state", help="a file to remember everything in, over a restart")
    parser.add_argument("--seed", help="ids come out the same for the same requests")
    parser.add_argument("--with-parent", action="store_true", help="end when the program that started this one does")
    parser.add_argument("--api-version", default=API_VERSION, help="of requests without Stripe-Version, and of events")
    return parser.parse_args()


def main():
    options = arguments()
    store = Store(options.state, options.seed)
    world = World(store, api_version=options.api_version)
    server = Server(("127.0.0.1", options.port), world, options.key)
    world.base = f"http://127.0.0.1:{server.server_port}"
    with store.transaction():
        for url in options.webhook:
            if not any(entry["url"] == url for entry in webhooks.endpoints(world)):
                webhooks.add_endpoint(world, url, [options.secret])
    webhooks.Sender(world).start()
    Clock(server, os.getppid() if options.with_parent else None).start()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    print(f"fake-stripe listening on {world.base}", flush=True)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        pass


if __name__ == "__main__":
    main()
