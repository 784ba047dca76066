# Sourced by the other scripts in this folder.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# Tools that are the same for every clone live here, so that a second clone starts quickly.
cache="${XDG_CACHE_HOME:-$HOME/.cache}/wonvoice"
wasm_target=wasm32-unknown-unknown
mkdir -p "$cache"

say() { printf '· %s\n' "$*" >&2; }
die() { printf 'error: %s\n' "$*" >&2; exit 1; }

# Runs the rest under a lock of the given name: two clones must not install the same tool at once.
locked() {
  local name="$1"; shift
  ( flock 9; "$@" ) 9>"$cache/$name.lock"
}

# The version of a crate as the lock file pins it.
locked_version() {
  awk -v want="name = \"$1\"" '$0 == want { getline; gsub(/[^0-9.]/, ""); print; exit }' Cargo.lock
}
