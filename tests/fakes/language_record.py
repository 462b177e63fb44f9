#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Weft authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Stands between Weft and a language server and writes down what both say, as data for TestLanguageEngine.

usage: language_record.py HOST:PORT PORT FILE.json     end it with SIGINT or SIGTERM, then the file is written.
"""
import http.client
import http.server
import json
import signal
import sys

EXCHANGES = []


class Recorder(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def handle_one(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        upstream = http.client.HTTPConnection(sys.argv[1], timeout=120)
        upstream.request(self.command, self.path, body or None, {"Content-Type": "application/json"})
        reply = upstream.getresponse()
        kind = reply.headers.get("Content-Type", "")
        pieces = []
        self.send_response(reply.status)
        self.send_header("Content-Type", kind)
        self.send_header("Connection", "close")
        self.end_headers()
        while piece := reply.read1(65536):
            pieces.append(piece.decode())
            self.wfile.write(piece)
            self.wfile.flush()
        EXCHANGES.append({"method": self.command, "path": self.path, "request": json.loads(body) if body else None,
                          "status": reply.status, "type": kind, "pieces": pieces})
        self.close_connection = True

    do_GET = do_POST = handle_one


def stop(*_):
    raise KeyboardInterrupt


def main():
    signal.signal(signal.SIGTERM, stop)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", int(sys.argv[2])), Recorder)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        pass
    with open(sys.argv[3], "w", encoding="utf-8") as file:
        json.dump({"exchanges": EXCHANGES}, file, ensure_ascii=False, indent=1)
        file.write("\n")


if __name__ == "__main__":
    main()
