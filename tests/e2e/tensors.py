# SPDX-FileCopyrightText: The Weft authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Values that `weft run --save` wrote."""
import array
import json
import struct

from machines import expect


def read_safetensors(path):
    """{name: (shape, floats)} of a float32 file."""
    data = path.read_bytes()
    size = struct.unpack("<Q", data[:8])[0]
    tensors = {}
    for name, entry in json.loads(data[8:8 + size]).items():
        if name != "__metadata__":
            begin, end = entry["data_offsets"]
            expect(entry["dtype"] == "F32", f"{path}: {name} is {entry['dtype']}")
            tensors[name] = entry["shape"], array.array("f", data[8 + size + begin:8 + size + end])
    return tensors
