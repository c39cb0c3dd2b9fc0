#!/usr/bin/env bash
# Serving, measured against nginx over the same files in one run, interleaved: bash src/bench/serve.sh [ROUNDS [SECONDS]]
# Needs the built jar, nginx, wrk and a C compiler (apt-get install nginx-light wrk gcc libc6-dev). Writes src/docs/benchmarks.md.
set -euo pipefail
cd "$(dirname "$0")/../.."
rounds=${1:-5}
seconds=${2:-5}
jar=${JAR:-target/lineman.jar}
page=${PAGE:-src/docs/benchmarks.md}
here=src/bench
work=$(mktemp -d "${TMPDIR:-/dev/shm}/lineman-bench.XXXXXX")
ours=
trap '[ -n "$ours" ] && kill "$ours" 2>/dev/null; nginx -p "$work" -c nginx.conf -s quit 2>/dev/null; rm -rf "$work"' EXIT
ulimit -n "$(ulimit -Hn)"
cc -O2 -o "$work/phones" "$here/phones.c"

# 10,000 extensions with a phone each, and files of some 5 KB.
root=$work/root
mkdir -p "$root/extensions.d" "$root/templates/phones"
for i in $(seq 0 9999); do
  printf -- '---\nextension: %d\nfirst_name: First%d\nlast_name: Last\nauth_id: %d\nauth_password: s3cret%d\npbx_ip: 10.172.0.2\nphone: {mac: "000413%06x", model: Snom320}\n' \
    "$((10000 + i))" "$i" "$((10000 + i))" "$i" "$i"
done >"$root/extensions.d/fleet.yaml"
{
  echo '<doc><header type="phone-template"><name>Snom</name><models><model ua="Snom320">Snom320</model></models></header>'
  echo '<data><device><type>phone</type><deviceconfig filename="cfg%%mac_address%%"><![CDATA['
  for i in $(seq 1 190); do echo "setting_$i\$: value %%extension_number%%"; done
  echo ']]></deviceconfig></device></data></doc>'
} >"$root/templates/phones/snom.xml"

java @src/dist/lineman.args -jar "$jar" run --root "$root" --bind 127.0.0.1 --port 9002 --admin-port 9003 \
  >"$work/log" 2>&1 &
ours=$!
for _ in $(seq 600); do curl -fs http://127.0.0.1:9003/readyz >/dev/null && break; sleep 0.1; done
curl -fs http://127.0.0.1:9002/provisioning/cfg00041300270f >"$work/sample" || { cat "$work/log" >&2; exit 1; }

cat >"$work/nginx.conf" <<END
worker_processes 2; worker_rlimit_nofile 20000; pid nginx.pid; error_log stderr crit; daemon on;
events { worker_connections 8192; }
http {
  access_log off; sendfile on; tcp_nopush on; default_type text/plain; keepalive_requests 1000000000;
  server { listen 127.0.0.1:9001 backlog=4096; root $root/out; }
}
END
chmod -R a+rX "$root/out" && chmod a+x "$work" "$root"
nginx -p "$work" -c nginx.conf
curl -fs http://127.0.0.1:9001/provisioning/cfg00041300270f | cmp - "$work/sample"

load() { wrk -t2 -c64 "-d${seconds}s" -s "$here/requests.lua" "http://127.0.0.1:$1" -- "$2" | tail -1; }
storm() { "$work/phones" storm "$1" 10000; }
load 9001 ka >/dev/null; load 9002 ka >/dev/null; load 9002 close >/dev/null; storm 9002 >/dev/null; storm 9001 >/dev/null
for _ in $(seq "$rounds"); do
  for port in 9001 9002; do
    load $port ka >>"$work/ka.$port"
    load $port close >>"$work/close.$port"
    sleep 1
    storm $port >>"$work/storm.$port"
    sleep 1
  done
done
under_load=$(awk '/VmRSS/ { print int($2 / 1024) }' /proc/"$ours"/status)
held=$("$work/phones" held 9002 5000 10000)
peak=$(awk '/VmHWM/ { print int($2 / 1024) }' /proc/"$ours"/status)

# median (least–most) of a column
middle() { cut -d' ' -f1 "$1" | sort -n | awk '{ a[NR] = $1 } END { print a[int((NR + 1) / 2)], a[1], a[NR] }'; }
failures() { awk '{ n += $2 } END { print n + 0 }' "$1"; }
row() {
  read -r theirs theirs_least theirs_most < <(middle "$work/$2.9001")
  read -r mine least most < <(middle "$work/$2.9002")
  awk -v what="$1" -v t="$theirs ($theirs_least–$theirs_most)" -v m="$mine ($least–$most)" -v ratio="$mine $theirs" \
    -v target="$3" -v failed="$(failures "$work/$2.9002")" \
    'BEGIN { split(ratio, r, " "); printf "| %s | %s | %s | %.2f | %s | %d |\n", what, t, m, r[1] / r[2], target, failed }'
}
read -r held_p50 held_p99 held_failed <<<"$held"
{
  echo '# Benchmarks'
  echo
  echo 'Serving, against nginx over the same 10,000 files of 5 KB on one machine, in turns. Medians of' "$rounds" 'rounds, least and most in'
  echo 'brackets; the load and both servers share' "$(nproc)" 'processors, so only the ratios mean something. Again:'
  echo
  echo '```console'
  echo '$ mvn -q -DskipTests package && bash src/bench/serve.sh'
  echo '```'
  echo
  echo "JDK $(java -version 2>&1 | sed -n '1s/.*"\(.*\)".*/\1/p') with [lineman.args](../dist/lineman.args), $(nginx -v 2>&1 | sed 's/.*: //') with two workers and \`sendfile\`, load by \`wrk\` over 64 connections and by \`src/bench/phones.c\`."
  echo
  echo '| | nginx | Lineman | ratio | target | failures |'
  echo '|---|---|---|---|---|---|'
  row 'requests a second over kept connections' ka '≥ 1.0'
  row 'requests a second, a new connection each' close '≥ 0.6'
  row '10,000 phones at once, ms until all are served' storm '≤ 1.5'
  echo
  echo '| | | target |'
  echo '|---|---|---|'
  echo "| resident after that load | $under_load MB | ≤ 128 MB |"
  echo "| resident at most, with 15,000 held connections too | $peak MB | |"
  echo "| a fetch from elsewhere while 5,000 half requests and 10,000 idle connections are held: median | $held_p50 µs | |"
  echo "| its 99th percentile, of 1,000 | $held_p99 µs ($held_failed failed) | < 250,000 µs |"
} >"$page"
cat "$page"
