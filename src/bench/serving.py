"""Serving, in turns with nginx over the same files; and to phones from elsewhere while thousands of connections are held."""
import os
import resource
import shutil
import subprocess
import time

NGINX = 9011
CONFIGURATION = """
worker_processes 2; worker_rlimit_nofile 20000; pid nginx.pid; error_log stderr crit; daemon on;
events {{ worker_connections 8192; }}
http {{
  access_log off; sendfile on; tcp_nopush on; default_type text/xml; keepalive_requests 1000000000;
  server {{ listen 127.0.0.1:{port} backlog=4096; root {out}; }}
}}
"""


def serve(bench, size):
    resource.setrlimit(resource.RLIMIT_NOFILE, (resource.getrlimit(resource.RLIMIT_NOFILE)[1],) * 2)
    root, nginx = bench.published(size), shutil.which("nginx", path=os.environ["PATH"] + ":/usr/sbin")
    (bench.work / "nginx.conf").write_text(CONFIGURATION.format(port=NGINX, out=root / "out"))
    peer = [nginx, "-p", bench.work, "-c", "nginx.conf"]
    subprocess.run(peer, check=True)
    try:
        with bench.agent(size) as agent:
            agent.ready()
            subprocess.run(["chmod", "-R", "a+rX", bench.work], check=True)
            compare(bench, size, agent)
    finally:
        subprocess.run([*peer, "-s", "quit"], check=True)


def compare(bench, size, agent):
    phones = bench.built("phones")
    ports = {"mine": bench.port, "nginx": NGINX}
    if agent.file(1) != subprocess.check_output(["curl", "-fs", f"http://127.0.0.1:{NGINX}/provisioning/0004f2000001.xml"]):
        raise ValueError("the two serve different files")

    def load(port, how):
        told = subprocess.check_output(
            ["wrk", "-t2", "-c64", f"-d{1 if bench.quick else 5}s", "-s", bench.here / "requests.lua", f"http://127.0.0.1:{port}", "--", how, str(size)])
        return map(int, told.splitlines()[-1].split())

    def storm(port, _):
        return map(int, subprocess.check_output([phones, "storm", str(port), str(size), str(bench.phones), "0"]).split())

    kinds = {
        "requests over kept connections": (load, "keep", "requests/s"),
        "requests with a new connection each": (load, "close", "requests/s"),
        f"{bench.phones:,} phones at once, until all are served": (storm, "", "ms"),
    }
    runs = {what: {name: [] for name in ports} for what in kinds}
    cpu, failed = [], 0
    for turn in range(1 + bench.rounds(size)):
        for name, port in ports.items():
            for what, (kind, how, _) in kinds.items():
                before = agent.spent()
                figure, failures = kind(port, how)
                if turn > 0:
                    runs[what][name].append(figure)
                if name == "mine":
                    failed += failures
                    if turn > 0 and how == "keep":
                        cpu.append(1e6 * (agent.spent() - before) / figure / (1 if bench.quick else 5))
                time.sleep(1)
    for what, (_, _, unit) in kinds.items():
        bench.row("serve", size, what, unit, runs[what]["mine"], runs[what]["nginx"], "nginx")
    bench.row("serve", size, "requests over kept connections, processor time of one", "µs", cpu)
    bench.row("serve", size, "failed requests", "", [failed])
    bench.row("serve", size, "resident memory after these requests", "MB", [agent.resident()])
    slow, idle = (50, 100) if bench.quick else (5000, 10000)
    median, last, failures = map(int, subprocess.check_output([phones, "held", str(bench.port), str(size), str(slow), str(idle)]).split())
    held = f"a fetch beside {slow:,} half requests and {idle:,} idle connections"
    bench.row("serve", size, held, "µs", [median])
    bench.row("serve", size, f"{held}, 99th percentile", "µs", [last])
    bench.row("serve", size, f"{held}, failed", "", [failures])
    bench.row("serve", size, "resident memory, the most since the start", "MB", [agent.resident("VmHWM")])
