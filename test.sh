#!/usr/bin/env bash
# Everything that must hold before a change is taken: format, lints, tests on SQLite and PostgreSQL, pages in a real
# browser, licences. Works on a fresh Debian with Rust, as root or with sudo; installs what is missing.
set -uo pipefail
cd "$(dirname "$0")"

say() { printf '\n== %s\n' "$*"; }

# What the tests need beside Rust: a command or file that proves it is there, and the Debian package that brings it.
missing_packages() {
  ls /usr/lib/postgresql/*/bin/postgres >/dev/null 2>&1 || echo postgresql
  command -v chromium >/dev/null 2>&1 || echo chromium
  command -v chromedriver >/dev/null 2>&1 || echo chromium-driver
  command -v npm >/dev/null 2>&1 || echo npm
  ls /usr/share/fonts/opentype/noto/NotoSerifCJK* >/dev/null 2>&1 || echo fonts-noto-cjk
  command -v cc >/dev/null 2>&1 || echo gcc libc6-dev
}

install() {
  local as_root=()
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null || return 1
    as_root=(sudo -n env)
  else
    as_root=(env)
  fi
  command -v apt-get >/dev/null 2>&1 || return 1
  # A server that a package starts by itself would outlive the tests: forbid it while installing.
  local policy=/usr/sbin/policy-rc.d made=no result=0
  if [ ! -e "$policy" ]; then
    printf '#!/bin/sh\nexit 101\n' | "${as_root[@]}" tee "$policy" >/dev/null && "${as_root[@]}" chmod +x "$policy" && made=yes
  fi
  "${as_root[@]}" DEBIAN_FRONTEND=noninteractive apt-get update -qq &&
    "${as_root[@]}" DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" || result=1
  [ "$made" = yes ] && "${as_root[@]}" rm -f "$policy"
  return "$result"
}

command -v cargo >/dev/null 2>&1 || { echo "test.sh: Rust is missing; install it from https://rustup.rs" >&2; exit 2; }

mapfile -t missing < <(missing_packages | tr ' ' '\n')
if [ "${#missing[@]}" -gt 0 ]; then
  say "installing ${missing[*]}"
  install "${missing[@]}" || true
  mapfile -t missing < <(missing_packages | tr ' ' '\n')
  if [ "${#missing[@]}" -gt 0 ]; then
    echo "test.sh: cannot install what is missing; as root: apt-get install ${missing[*]}" >&2
    exit 2
  fi
fi

if [ -z "${YIFA_DATA:-}" ] && [ -d ../shared/data ]; then
  YIFA_DATA=$(cd ../shared/data && pwd)
  export YIFA_DATA
fi
if [ -n "${YIFA_DATA:-}" ]; then
  say "real texts: $YIFA_DATA"
else
  say "NOT RUN: tests on real texts; there is no ../shared/data and YIFA_DATA is not set"
fi

failed=()
step() {
  say "$*"
  "$@" || failed+=("$*")
}

# The accessibility check of the browser tests; nothing of it goes into the product.
step npm ci --prefix crates/yifa/tests/axe --ignore-scripts --no-audit --no-fund

step cargo fmt --all --check
step cargo clippy --workspace --all-targets --locked -- -D warnings
step cargo test --workspace --no-fail-fast --locked
if command -v cargo-deny >/dev/null 2>&1; then
  step cargo deny check licenses bans
else
  say "NOT RUN: cargo deny is not installed (cargo install cargo-deny)"
fi

if [ "${#failed[@]}" -gt 0 ]; then
  say "FAILED"
  printf '  %s\n' "${failed[@]}"
  exit 1
fi
say "all fine"
