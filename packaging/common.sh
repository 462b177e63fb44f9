# SPDX-FileCopyrightText: The Weft authors
# SPDX-License-Identifier: GPL-3.0-or-later
# Shared by the scripts of this folder: source it, don't run it.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
deps="$root/.deps"
logs="$deps/logs" # not in /tmp: another user's file of the same name must be no obstacle
mkdir -p "$logs"
# Without any locale Qt complains at each start.
[ -n "${LC_ALL:-}${LC_CTYPE:-}${LANG:-}" ] || export LC_ALL=C.UTF-8

say() { printf '%s\n' "$*"; }
fail() {
    printf 'weft: %s\n' "$*" >&2
    exit 1
}

as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    elif command -v sudo >/dev/null; then
        sudo "$@"
    else
        fail "installing packages needs root: run this as root, or install sudo. Nothing was changed."
    fi
}

packages() { sed -e 's/#.*//' -e '/^[[:space:]]*$/d' "$@"; }

# Prints the packages of the given lists that are not installed.
missing_packages() {
    local wanted
    wanted=$(packages "$@")
    # shellcheck disable=SC2086
    comm -23 <(sort -u <<<"$wanted") <(dpkg-query -W -f='${Package} ${db:Status-Status}\n' $wanted 2>/dev/null |
        awk '$2 == "installed" {print $1}' | sort)
}

# configure PRESET: cmake's own words only where it fails.
configure() {
    cmake --preset "$1" >"$logs/configure.log" 2>&1 || { cat "$logs/configure.log" >&2; fail "cmake failed; the lines above say why."; }
}

free_megabytes() { df -Pm "$1" | awk 'NR == 2 {print $4}'; }
