#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Weft authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Stands between Weft and a ComfyUI server and writes down what both say, as data for TestComfyEngine.

usage: comfy_record.py UPSTREAM PORT FILE.json     needs aiohttp; end it with SIGINT or SIGTERM, then the file is written.
"""
import asyncio
import base64
import hashlib
import json
import re
import signal
import sys

import aiohttp
from aiohttp import web

KEPT = re.compile(r"^(WeftTest.*|KSampler|CheckpointLoaderSimple|CLIPTextEncode|VAE(Loader|Decode|Encode)|(Load|Save)Latent|"
                  r"EmptyLatentImage|ImageBatch|ImageToMask|MaskToImage|PreviewAny|PreviewImage)$")


def scrubbed(data):
    """Without other people's sentences, source lines and folders: data only."""
    if isinstance(data, list):
        return [scrubbed(item) for item in data]
    if not isinstance(data, dict):
        return data
    dropped = ("tooltip", "output_tooltips", "traceback", "current_inputs", "current_outputs")
    return {key: "" if key == "description" and isinstance(item, str) else scrubbed(item)
            for key, item in data.items() if key not in dropped}


class Recorder:
    def __init__(self, upstream):
        self.upstream = upstream
        self.exchanges = []
        self.messages = {}
        self.prompt = None

    @staticmethod
    def form(body):
        """An upload without its random boundary."""
        boundary = body.split(b"\r\n", 1)[0]
        form = {}
        for part in body.split(boundary)[1:-1]:
            head, content = part.split(b"\r\n\r\n", 1)
            content = content[:-2]
            name, filename = re.search(rb'name="([^"]*)"(?:; filename="([^"]*)")?', head).groups()
            if filename:
                form["file"] = filename.decode() + " " + hashlib.sha256(content).hexdigest()
            else:
                form[name.decode()] = content.decode()
        return form

    @staticmethod
    def answer(path, content):
        try:
            data = json.loads(content)
        except ValueError:
            return {"base64": base64.b64encode(content).decode()} if content else {}
        if path == "/object_info":
            data = {name: entry for name, entry in data.items() if KEPT.match(name)}
        if path.startswith("/history/"):  # the prompt again, which nobody reads
            for entry in data.values():
                entry["prompt"] = []
        if path == "/system_stats":
            data = {"system": {key: data["system"][key] for key in ("os", "comfyui_version")}, "devices": []}
        return {"answer": scrubbed(data)}

    async def handle(self, request):
        if request.path == "/ws":
            return await self.socket(request)
        body = await request.read()
        if request.path == "/prompt" and body:
            self.prompt = json.loads(body)["prompt_id"]
        async with aiohttp.ClientSession(auto_decompress=True) as session:
            headers = {"Content-Type": request.headers["Content-Type"]} if "Content-Type" in request.headers else {}
            async with session.request(request.method, self.upstream + request.path_qs, data=body or None, headers=headers) as reply:
                content = await reply.read()
        entry = {"method": request.method, "path": request.path_qs}
        if body:
            entry["body"] = self.form(body) if request.path.startswith("/upload") else json.loads(body)
        entry["status"] = reply.status
        entry |= self.answer(request.path, content)
        self.exchanges.append(entry)
        return web.Response(status=reply.status, body=content)

    async def socket(self, request):
        down = web.WebSocketResponse(max_msg_size=0)
        await down.prepare(request)
        async with aiohttp.ClientSession() as session, session.ws_connect(self.upstream + request.path_qs, max_msg_size=0) as up:

            async def forward():
                async for message in down:
                    await up.send_str(message.data)

            task = asyncio.create_task(forward())
            async for message in up:
                kept = self.messages.setdefault(self.prompt, []) if self.prompt else []
                if message.type == aiohttp.WSMsgType.TEXT:
                    kept.append({"text": scrubbed(json.loads(message.data))})
                    await down.send_str(message.data)
                elif message.type == aiohttp.WSMsgType.BINARY:
                    kept.append({"base64": base64.b64encode(message.data).decode()})
                    await down.send_bytes(message.data)
            task.cancel()
        return down


def main():
    upstream, port, path = sys.argv[1], int(sys.argv[2]), sys.argv[3]
    recorder = Recorder(upstream)
    app = web.Application(client_max_size=1 << 30)
    app.router.add_route("*", "/{anything:.*}", recorder.handle)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        web.run_app(app, host="127.0.0.1", port=port, print=None, shutdown_timeout=0.5)
    finally:
        with open(path, "w", encoding="utf-8") as file:
            json.dump({"about": "recorded from ComfyUI by tests/fakes/comfy_record.py", "exchanges": recorder.exchanges,
                       "messages": recorder.messages}, file, ensure_ascii=False, indent=0)
            file.write("\n")


if __name__ == "__main__":
    main()
