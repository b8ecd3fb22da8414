#!/bin/sh
# Follows docs/DEPLOY.md with each role in a network of its own, 40 ms of round trip from the others. Linux, as root:
#
#   docs/deploy/try-namespaces.sh [OPTION...]     # options that all roles get, such as --security=malicious
#
# DATA=mnist LIMIT=6000 TEST_LIMIT=1000 RATE=0.01 say what the data owner trains on, DELAY=20 the milliseconds of each way,
# OUT a folder that does not exist yet, for what the roles have and print. AHEAD=yes has the dealer make files first, and be gone then.
# DATA_OWNERS=3 has as many, each with a part of the data.
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
moiety=${MOIETY:-$here/../../moiety}
out=${OUT:-$(mktemp -d)/deploy}
delay=${DELAY:-20}
number=${DATA_OWNERS:-1}
data_owners=data-owner
if [ "$number" -gt 1 ]; then
  data_owners=$(seq -f 'data-owner-%.0f' "$number")
  [ -z "${AHEAD:-}" ] || { echo "AHEAD is for one data owner" >&2; exit 2; }
fi
roles="dealer model-owner $data_owners"
shown=${data_owners%%[!a-z0-9-]*} # the first
started=

[ "$(id -u)" -eq 0 ] || { echo "needs root, for network namespaces" >&2; exit 2; }
mkdir -p "$out"
for role in $roles; do
  mkdir "$out/$role"
done

stop() {
  for process in $started; do
    kill "$process" 2>/dev/null || true
  done
  for name in $roles wan; do
    ip netns del "moiety-$name" 2>/dev/null || true
    rm -rf "/etc/netns/moiety-$name"
  done
}
trap stop EXIT
trap 'exit 130' INT TERM

# Three networks of one machine each, and the way between them. In each, the names of the templates are the machines'.
ip netns add moiety-wan
ip -n moiety-wan link set lo up
host=1
for role in $roles; do
  ip netns add "moiety-$role"
  ip link add "$role" netns moiety-wan type veth peer name eth0 netns "moiety-$role"
  ip -n moiety-wan link set "$role" up
  ip -n "moiety-$role" link set lo up
  ip -n "moiety-$role" link set eth0 up
  ip -n "moiety-$role" addr add "10.77.0.$host/24" dev eth0
  mkdir -p "/etc/netns/moiety-$role"
  printf '127.0.0.1 localhost\n10.77.0.1 dealer.example\n10.77.0.2 model-owner.example\n' \
    >"/etc/netns/moiety-$role/hosts"
  host=$((host + 1))
done
# shellcheck disable=SC2086
ip netns exec moiety-wan python3 "$here/delay.py" "$delay" $roles &
started=$!

# A command at a role: in its network and its folder.
at() {
  role=$1
  shift
  ip netns exec "moiety-$role" sh -c 'cd "$1" && shift && exec "$@"' sh "$out/$role" "$moiety" "$@"
}

# 1. Program and identity.
for role in $roles; do
  at "$role" keys create --out keys >/dev/null
done
fingerprint() {
  at "$1" keys show keys --json | sed -n 's/.*"fingerprint":"\([0-9a-f]*\)".*/\1/p'
}

# 2. Configuration.
set_to() {
  sed -i "s|^#* *$2 = .*|$2 = $3|" "$out/$1/moiety.toml"
}
for role in $roles; do
  at "$role" config init --role "${role%-[0-9]*}" --out moiety.toml
  set_to "$role" learning-rate "${RATE:-0.1}"
done
for peer in dealer model-owner data-owner; do
  [ "$peer" != data-owner ] || [ "$number" -eq 1 ] || break
  sha=$(fingerprint "$peer")
  for role in $roles; do
    [ "$role" = "$peer" ] || set_to "$role" "$peer-fingerprint" "\"$sha\""
  done
done
part=1
for owner in $data_owners; do
  set_to "$owner" data "\"${DATA:-strokes}\""
  set_to "$owner" limit "${LIMIT:-12000}"
  set_to "$owner" test-limit "${TEST_LIMIT:-1000}"
  if [ "$number" -gt 1 ]; then
    set_to "$owner" data-owners "$number"
    set_to "$owner" part "\"$part/$number\""
    for role in dealer model-owner; do
      sed -i '/^data-owner-fingerprint/d' "$out/$role/moiety.toml"
      printf '[[data-owner]]\nname = "%s"\nfingerprint = "%s"\n' "$owner" "$(fingerprint "$owner")" \
        >>"$out/$role/moiety.toml"
    done
  fi
  part=$((part + 1))
done
set_to model-owner save '"weights.safetensors"'

# 3. Run.
if [ -n "${AHEAD:-}" ]; then
  at dealer dealer --config moiety.toml --to-files ahead --examples "${LIMIT:-12000}" \
    --test-examples "${TEST_LIMIT:-1000}" "$@" | tee "$out/dealer/out"
  for role in model-owner data-owner; do
    mv "$out/dealer/ahead/$role.preprocessing" "$out/$role/"
    set_to "$role" preprocessing "\"$role.preprocessing\""
  done
  dealer=
else
  at dealer dealer --config moiety.toml "$@" >"$out/dealer/out" 2>"$out/dealer/err" &
  dealer=$!
fi
at model-owner party --config moiety.toml "$@" >"$out/model-owner/out" 2>"$out/model-owner/err" &
model_owner=$!
started="$started $dealer $model_owner"
others=
for owner in $data_owners; do
  [ "$owner" != "$shown" ] || continue
  at "$owner" party --config moiety.toml "$@" >"$out/$owner/out" 2>"$out/$owner/err" &
  others="$others $!"
done
started="$started $others"
at "$shown" party --config moiety.toml "$@" | tee "$out/$shown/out"
for process in $dealer $model_owner $others; do
  wait "$process"
done

for role in $roles; do
  echo "--- $role: $out/$role"
  [ "$role" = "$shown" ] || cat "$out/$role/out"
done
