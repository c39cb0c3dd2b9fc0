"""Phones that come over TLS all at once, each greeted anew, in turns with nginx that proves itself with the same certificate."""
import os
import resource
import shutil
import subprocess
import time

SECURE, NGINX = 9014, 9015
KINDS = {
    "P-256": "ec -pkeyopt ec_paramgen_curve:P-256",
    "RSA 2048": "rsa:2048",
}
CONFIGURATION = """
worker_processes 2; worker_rlimit_nofile 20000; pid nginx.pid; error_log stderr crit; daemon on;
events {{ worker_connections 16384; }}
http {{
  access_log off; sendfile on; tcp_nopush on; default_type text/xml;
  ssl_certificate crt; ssl_certificate_key key;
  server {{ listen 127.0.0.1:{port} ssl backlog=4096; root {out}; }}
}}
"""


def tls(bench, size):
    resource.setrlimit(resource.RLIMIT_NOFILE, (resource.getrlimit(resource.RLIMIT_NOFILE)[1],) * 2)
    root, nginx = bench.published(size), shutil.which("nginx", path=os.environ["PATH"] + ":/usr/sbin")
    secure, failed, resident = bench.built("secure", "-lssl", "-lcrypto"), 0, []
    for kind, key in KINDS.items():
        folder = bench.work / key[:3].strip()
        folder.mkdir()
        subprocess.run(f"openssl req -x509 -newkey {key} -nodes -keyout key -out crt -days 30 -subj /CN=localhost".split(),
                       cwd=folder, check=True, capture_output=True)
        (folder / "nginx.conf").write_text(CONFIGURATION.format(port=NGINX, out=root / "out"))
        peer = [nginx, "-p", folder, "-c", "nginx.conf"]
        runs = {SECURE: [], NGINX: []}
        words = "--tls-cert", folder / "crt", "--tls-key", folder / "key", "--tls-port", str(SECURE)
        with bench.agent(size, *words) as agent:
            agent.ready()
            subprocess.run(["chmod", "-R", "a+rX", bench.work], check=True)
            subprocess.run(peer, check=True)
            try:
                for turn in range(1 + min(3, bench.rounds(size))):
                    for port, waits in runs.items():
                        took, failures = map(int, subprocess.check_output([secure, str(port), str(size), str(bench.phones)]).split())
                        if turn > 0:
                            waits.append(took)
                        failed += failures if port == SECURE else 0
                        time.sleep(1)
            finally:
                subprocess.run([*peer, "-s", "quit"], check=True)
            agent.alive()
            resident.append(agent.resident("VmHWM"))
        bench.row("tls", size, f"{bench.phones:,} phones at once over TLS, {kind} key, until all are served", "ms", runs[SECURE], runs[NGINX], "nginx")
    bench.row("tls", size, "phones without an answer over TLS", "", [failed])
    bench.row("tls", size, "resident memory over TLS, the most since the start", "MB", resident)
