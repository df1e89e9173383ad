# Shared by the scripts that may need one of Debian's packages. Source it, don't run it.

say() { printf 'Engage: %s\n' "$*" >&2; }

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

may_be_root() {
  [ "$(id -u)" = 0 ] || { command -v sudo >/dev/null && sudo -n true 2>/dev/null; }
}

# install_debian WHY PACKAGE...: installs the packages, or says in words what to type, and fails.
install_debian() {
  local why=$1
  shift
  if ! command -v apt-get >/dev/null; then
    say "$why is missing. Install it (on Debian it is called: $*) and try again."
    return 1
  fi
  if ! may_be_root; then
    say "$why is missing. Type this, then try again: sudo apt-get install $*"
    return 1
  fi
  say "$why is missing; installing Debian's $*."
  local log
  log=$(mktemp)
  {
    as_root apt-get update -q || true # an old list of packages may still do
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "$@"
  } >"$log" 2>&1 || {
    tail -20 "$log" >&2
    say "$why could not be installed. Type this, then try again: sudo apt-get install $*"
    return 1
  }
  rm -f "$log"
}
