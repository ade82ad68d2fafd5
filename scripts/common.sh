# Shared by setup, study and test: bring a Debian machine to the point where hpyc works.
# Everything here is skipped when it is already done.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root" || exit 1
venv=$root/.venv
python=${HPYC_PYTHON:-python3}

# Results of ccache are good for every checkout and build folder.
export CCACHE_NOHASHDIR=1 CCACHE_BASEDIR=$root

say() { printf '==> %s\n' "$*"; }
die() { printf 'error: %s\n' "$*" >&2; exit 1; }

# Debian packages: the compiler's libraries and tools; with "tests" also the checkers.
install_debian_packages() {
  local wanted="g++ cmake ninja-build libfmt-dev libcli11-dev libutf8proc-dev nlohmann-json3-dev libboost-dev"
  [ "${HPYC_PYTHON:-}" ] || wanted="$wanted python3-dev python3-venv"
  [ "$1" = tests ] && wanted="$wanted libgtest-dev libbenchmark-dev clang-format clang-tidy ccache"
  if ! command -v dpkg-query >/dev/null; then
    say "no dpkg here: assuming that the equivalents of these are installed: $wanted"
    return
  fi
  local missing="" package
  for package in $wanted; do
    # Boost comes in several versions that exclude each other; any will do.
    [ "$package" = libboost-dev ] && [ -f /usr/include/boost/version.hpp ] && continue
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing="$missing $package"
  done
  [ -n "$missing" ] || return 0
  say "installing Debian packages:$missing"
  local as_root=""
  if [ "$(id -u)" != 0 ]; then
    command -v sudo >/dev/null || die "not root and no sudo; as root run: apt-get install$missing"
    as_root=sudo
  fi
  # Lists may be absent or too old for the mirror: update once if the first try fails.
  local install="$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends"
  # shellcheck disable=SC2086
  if ! $install $missing </dev/null >"$root/.apt.log" 2>&1; then
    { $as_root apt-get update -q && $install $missing; } </dev/null >"$root/.apt.log" 2>&1 || {
      tail -n 5 "$root/.apt.log" >&2
      die "cannot install$missing (is the network reachable? the log is .apt.log)"
    }
  fi
  rm -f "$root/.apt.log"
}

# A virtual environment with pinned packages and HPy.
make_environment() {
  command -v "$python" >/dev/null || die "$python was not found; set HPYC_PYTHON to an interpreter"
  local version stamp
  version=$("$python" -c 'import sys; print(sys.version, sys.base_prefix)') || die "$python does not run"
  stamp=$(printf '%s' "$version" | cat - scripts/requirements.txt scripts/install_hpy.py | cksum)
  if [ -f "$venv/.stamp" ] && [ "$(cat "$venv/.stamp")" = "$stamp" ] && "$venv/bin/python" -c '' 2>/dev/null; then
    return
  fi
  say "making the Python environment .venv"
  rm -rf "$venv"
  "$python" -m venv "$venv" || die "cannot make .venv (Debian: apt-get install python3-venv)"
  if ! "$venv/bin/python" -m pip install -q --disable-pip-version-check -r scripts/requirements.txt; then
    die "cannot install Python packages; is the network reachable? (see pip's message above)"
  fi
  say "installing HPy (minutes where it has to be compiled)"
  "$venv/bin/python" scripts/install_hpy.py || die "cannot install HPy (see the message above)"
  printf '%s' "$stamp" >"$venv/.stamp"
}

# Build the compiler and install the package into .venv; nothing to do while no file is newer.
install_hpyc() {
  local stamp=$venv/.hpyc-installed sources="CMakeLists.txt pyproject.toml cmake src python"
  local folder
  for folder in runtime lib; do [ -d $folder ] && sources="$sources $folder"; done
  if [ -f "$stamp" ] &&
    [ -z "$(find $sources -newer "$stamp" -type f -not -path '*/__pycache__/*' -print -quit)" ]; then
    return
  fi
  say "building the compiler and installing hpyc into .venv"
  local launcher=""
  command -v ccache >/dev/null && launcher=--config-settings=cmake.define.CMAKE_CXX_COMPILER_LAUNCHER=ccache
  # Only the tests make warnings errors: see pyproject.toml.
  [ "${1:-}" = tests ] && launcher="$launcher --config-settings=cmake.define.HPYC_WERROR=ON"
  touch "$stamp.new"
  "$venv/bin/python" -m pip install -q --disable-pip-version-check --no-build-isolation --no-deps \
    --force-reinstall --config-settings=build-dir=build/wheel $launcher . </dev/null ||
    die "the build failed (see above)"
  mv "$stamp.new" "$stamp"
}
