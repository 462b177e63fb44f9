#!/usr/bin/env bash
# SPDX-FileCopyrightText: The Weft authors
# SPDX-License-Identifier: GPL-3.0-or-later
# Every row of docs/benchmarks.md that needs a CUDA card, in at most ten minutes; each part has a limit of its own, and one that
# fails or is skipped leaves the others alone.
#
# usage: cuda.sh BUILD [OUT]
# BUILD: a folder of the cuda preset in which these were built:
#     gpu-worker.cuda.Cards weft-golden weft-tiny-models bench.kernels bench.unet bench.upscale
#   (cmake --preset cuda -DWEFT_QT=OFF -DWEFT_TORCH_DIR=... && cmake --build --preset cuda --target ...; nvcc 13 for the kernels)
# OUT: where what they print is kept; cuda-results by default.
# PYTHON (python3): has the same torch, for the peers also diffusers, and for ComfyUI einops, psutil, tqdm, pyyaml, for Real-ESRGAN
#   numpy, pillow, safetensors. COMFY: ComfyUI's source folder; without it that peer is left out.
set -u
build=$1
out=${2:-cuda-results}
python=${PYTHON:-python3}
here=$(dirname "$0")
root=$here/../..
comfy=(${COMFY:+--comfy "$COMFY"})
mkdir -p "$out"
failed=0

# part NAME SECONDS COMMAND...
part() {
    local name=$1 seconds=$2
    shift 2
    echo "== $name"
    if timeout "$seconds" "$@" >"$out/$name.txt" 2>&1; then
        tail -n 20 "$out/$name.txt"
    else
        echo "FAILED or out of time (status $?): $*"
        tail -n 5 "$out/$name.txt"
        failed=1
    fi
}

nvidia-smi >"$out/card.txt" 2>&1 || {
    echo "no CUDA card: nvidia-smi says $(head -n 1 "$out/card.txt")"
    exit 1
}
part kernels-equal-twins 90 "$build/tests/gpu-worker.cuda.Cards"
part kernels-beside-twins 60 "$build/bin/bench.kernels" cuda
for type in fp16 bf16 fp32; do
    part "step-$type" 80 "$python" "$here/unet_peer.py" "$build/bin/bench.unet" --device cuda --type $type --rounds 7 "${comfy[@]}"
done
part models 60 "$build/bin/weft-tiny-models" "$out/models" tiny_sd15_taesd tiny_taesd tiny_lora tinyemb
part pictures-in-the-sandbox 90 "$build/bin/weft-golden" "$root/tests/data/golden" --models "$out/models" --device cuda --sandbox
part upscaler 60 "$python" "$here/upscale_peer.py" "$build/tests/bench.upscale" "$root"
rm -rf "$out/models"
exit $failed
