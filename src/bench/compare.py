#!/usr/bin/env python3
"""
All comparisons in one run, in turns: python3 src/bench/compare.py [--rounds N] [--sizes 1000,10000,100000] [--page FILE] [--quick]

Needs the built jar, python3-yaml, python3-jinja2 and git; what serve.sh needs, unless --quick leaves serving out. Each figure is a
median with the least and the most beside it; what counts are the ratios, each of two commands that took turns. Works in /dev/shm.
"""
import argparse
import http.client
import os
import pathlib
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

sys.dont_write_bytecode = True
import fleet
import plot

HERE = pathlib.Path(__file__).resolve().parent
PROJECT = HERE.parent.parent
ARGS = "@" + str(PROJECT / "src/dist/lineman.args")
HEAP = {1000: "48m", 10000: "64m", 100000: "1g", 1000000: "8g"}
PHONES, ADMIN = 9012, 9013


def finished(command):
    """Seconds of wall time and of both processors' time that a command takes."""
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    wall, after = time.monotonic() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        sys.exit(f"{command}: {done.stderr.decode()}")
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def fetched(name, port=PHONES):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", name)
        answer = connection.getresponse()
        return answer.read() if answer.status == 200 else None
    except OSError:
        return None
    finally:
        connection.close()


def phone(i):
    return f"/provisioning/0004f2{i:06x}.xml"


def until(condition, seconds=180, pause=0.002):
    began = time.monotonic()
    while not condition():
        if time.monotonic() - began > seconds:
            sys.exit("this never came to be; the agent's log is in the folder above")
        time.sleep(pause)
    return time.monotonic() - began


class Agent:
    def __init__(self, jar, root, heap):
        self.root, self.began = root, time.monotonic()
        self.log = open(root / "log", "wb")
        self.process = subprocess.Popen(
            ["java", ARGS, "-Xmx" + heap, "-jar", jar, "run", "--root", root, "--bind", "127.0.0.1", "--port", str(PHONES),
             "--admin-port", str(ADMIN)], stdout=self.log, stderr=self.log)

    def stat(self, key):
        for line in open(f"/proc/{self.process.pid}/status"):
            if line.startswith(key):
                return int(line.split()[1]) / 1024
        return 0

    def cpu(self):
        return sum(map(int, open(f"/proc/{self.process.pid}/stat").read().rsplit(")", 1)[1].split()[11:13])) / os.sysconf("SC_CLK_TCK")

    def edit(self, i, desk):
        path = self.root / "extensions.d" / f"{100000 + i}.yaml"
        beside = path.with_suffix(".tmp")
        beside.write_text(fleet.extension(i, desk))
        beside.rename(path)

    def serves(self, i, desk):
        body = fetched(phone(i))
        return body is not None and f"{desk}-{i}<".encode() in body

    def idle(self):
        """Until it has used next to nothing for a second."""
        last, since = self.cpu(), time.monotonic()
        while time.monotonic() - since < 1:
            time.sleep(0.1)
            if self.cpu() - last > 0.03:
                last, since = self.cpu(), time.monotonic()

    def stop(self):
        self.process.terminate()
        self.process.wait()
        self.log.close()


class Bench:
    def __init__(self, options, work):
        self.options, self.work, self.rows, self.growth = options, work, [], {}
        self.roots = {}

    def root(self, count):
        if count not in self.roots:
            self.roots[count] = self.work / str(count)
            fleet.write(count, self.roots[count])
        return self.roots[count]

    def row(self, what, mine, target="", other=None, unit="s"):
        def told(values):
            digits = 0 if unit in ("ms", "MB") else 2
            return f"{statistics.median(values):.{digits}f} ({min(values):.{digits}f}–{max(values):.{digits}f}) {unit}"

        ratio = f"{statistics.median(a / b for a, b in zip(mine, other)):.2f}" if other else ""
        self.rows.append(f"| {what} | {told(mine)} | {told(other) if other else ''} | {ratio} | {target} |")
        print(self.rows[-1], flush=True)

    def grows(self, what, count, value):
        self.growth.setdefault(what, {})[count] = value

    def cold(self, count, target):
        root, jar = self.root(count), self.options.jar
        quick, plain, script = [], [], []
        for _ in range(self.options.rounds if count <= 10000 else min(self.options.rounds, 3)):
            for flags, into in (([ARGS, "-Xmx" + HEAP.get(count, "64m")], quick), ([], plain)):
                shutil.rmtree(root / "out", ignore_errors=True)
                into.append(finished(["java", *flags, "-jar", jar, "render", "--root", root]))
            shutil.rmtree(self.work / "script", ignore_errors=True)
            script.append(finished([sys.executable, HERE / "script.py", root, self.work / "script"]))
        mine, theirs = (sorted(p.iterdir()) for p in (root / "out/provisioning", self.work / "script"))
        if [p.name for p in mine] != [p.name for p in theirs] or mine[7].read_bytes() == b"":
            sys.exit("the two have not made the same files")
        for i, measure in enumerate(("wall", "processor")):
            of = lambda runs: [run[i] for run in runs]
            self.row(f"cold render of {count:,}, {measure} time", of(quick), target if i == 0 else "", of(script))
            self.row(f"the same with the platform's own flags, {measure} time", of(plain), "", of(script))
        self.grows("cold render, s", count, statistics.median(run[0] for run in quick))

    def running(self, count, base):
        root, options = self.root(count), self.options
        if not (root / "out").exists():
            finished(["java", ARGS, "-Xmx" + HEAP.get(count, "64m"), "-jar", options.jar, "render", "--root", root])
        served, reconciled, waits, spent = [], [], [], []
        for round in range(min(options.rounds, 3)):
            agent = Agent(options.jar, root, HEAP.get(count, "64m"))
            try:
                agent.edit(2, f"a{round}")
                until(lambda: fetched(phone(1)) is not None)
                served.append(time.monotonic() - agent.began)
                until(lambda: agent.serves(2, f"a{round}"))
                reconciled.append(time.monotonic() - agent.began)
                agent.idle()
                for i in range(20 + 10 * options.rounds):
                    agent.edit(5, f"b{round}.{i}")
                    wait = until(lambda: agent.serves(5, f"b{round}.{i}"), pause=0.001)
                    time.sleep(0.15)
                    if i >= 20:
                        waits.append(1000 * wait)
                before = agent.cpu()
                for i in range(30):
                    agent.edit(5, f"c{round}.{i}")
                    time.sleep(0.2)
                spent.append(1000 * (agent.cpu() - before) / 30)
                if round == 0 and count == 10000:
                    self.checkout(agent)
                if round == 0:
                    self.row(f"resident with {count:,}, at most, restart and edits",
                             [agent.stat("VmHWM")], {10000: "≤ 128 MB", 100000: "≤ 400 MB"}.get(count, ""), unit="MB")
                    self.grows("resident, MB", count, agent.stat("VmHWM"))
            finally:
                agent.stop()
        at = {100000: ("≤ 0.8 s", "≤ 4 s")}.get(count, ("", ""))
        self.row(f"restart with {count:,}: the last publication served", served, at[0])
        self.row(f"restart with {count:,}: an edit of meanwhile served", reconciled, at[1])
        ordered = sorted(waits)
        self.row(f"one change among {count:,} → served, quiet period of 50 ms and polling included", waits,
                 "p50 ≤ 90 ms" + ("" if base is None else f"; × that at {base[0]:,}: "
                                  f"{statistics.median(waits) / base[1]:.2f}, ≤ 1.3"), unit="ms")
        self.row("its 99th percentile", [ordered[len(ordered) * 99 // 100]], "≤ 200 ms", unit="ms")
        self.row("processor time of such a change, mean of 30", spent, "≤ 10 ms", unit="ms")
        self.grows("restart, s", count, statistics.median(reconciled))
        self.grows("one change, ms", count, statistics.median(waits))
        return count, statistics.median(waits)

    def checkout(self, agent):
        """A branch on which each of 10,000 files differs, and back again."""
        root = agent.root
        git = lambda *what: subprocess.run(
            ["git", "-C", root, "-c", "user.name=bench", "-c", "user.email=bench@example.org", *what], check=True, capture_output=True)
        (root / ".gitignore").write_text("out/\nlog\n")
        git("init", "-q")
        git("add", ".")
        git("commit", "-qm", "one")
        git("checkout", "-qb", "other")
        for i in range(10000):
            (root / "extensions.d" / f"{100000 + i}.yaml").write_text(fleet.extension(i, "other"))
        git("commit", "-qam", "other")
        until(lambda: agent.serves(9999, "other") and agent.serves(0, "other"))
        agent.idle()
        first = fetched(phone(9999))
        waits, wrong = [], 0
        for branch, desk in (("-", None), ("other", "other"), ("-", None), ("other", "other")):
            git("checkout", "-q", branch)
            ended = time.monotonic()
            right = lambda i: (fetched(phone(i)) == first) == (desk is not None) if i == 9999 else True
            until(lambda: right(9999) and agent.serves(0, "other") == (desk is not None), pause=0.01)
            waits.append(time.monotonic() - ended)
            agent.idle()
            if desk:
                wrong += sum(not agent.serves(i, "other") for i in range(10000))
        self.row("git checkout of 10,000 changed files, from git's end to the last of them served", waits, "≤ 1 s")
        self.row("of these files wrong once nothing happens any more", [wrong], "0", unit="")
        shutil.rmtree(root / ".git")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--sizes", default="1000,10000,100000")
    parser.add_argument("--jar", default=PROJECT / "target/lineman.jar")
    parser.add_argument("--page", type=pathlib.Path, default=PROJECT / "src/docs/benchmarks.md")
    parser.add_argument("--quick", action="store_true", help="leave serving out")
    options = parser.parse_args()
    sizes = [int(size) for size in options.sizes.split(",")]
    with tempfile.TemporaryDirectory(prefix="lineman-bench.", dir="/dev/shm") as folder:
        bench = Bench(options, pathlib.Path(folder))
        base = None
        for size in sizes:
            bench.cold(size, {10000: "≤ 0.8", 100000: "≤ 0.45"}.get(size, ""))
            base = bench.running(size, base) if base is None else (bench.running(size, base), base)[1]
            shutil.rmtree(bench.roots[size])
    serving = ""
    if not options.quick:
        with tempfile.NamedTemporaryFile() as part:
            subprocess.run(["bash", HERE / "serve.sh", str(options.rounds)], check=True, stdout=subprocess.DEVNULL,
                           env={**os.environ, "PAGE": part.name, "JAR": str(options.jar)})
            serving = "\n## Serving\n\n" + pathlib.Path(part.name).read_text().split("\n", 2)[2]
    version = subprocess.run(["java", "-version"], capture_output=True, text=True).stderr.split('"')[1]
    plots = plot.write(bench.growth, options.page.parent)
    options.page.write_text(
        "# Benchmarks\n\nEvery ratio is of two commands that took turns on one machine "
        f"with {os.cpu_count()} processors, JDK {version}; medians of {options.rounds} rounds (3 with 100,000), least and most in "
        "brackets. Files in\nmemory (`/dev/shm`). Again, all of it:\n\n```console\n$ mvn -q -DskipTests package && python3 src/bench/compare.py\n```\n\n"
        "## Rendering, restarting, changing\n\nThe peer of a cold render is [a script](../bench/script.py) with PyYAML (libyaml) and Jinja2, over the "
        "same\nfiles; the flags are those of [lineman.args](../dist/lineman.args) with a heap that fits the fleet "
        f"({', '.join(f'{HEAP[s]} for {s:,}' for s in sizes if s in HEAP)}).\n\n"
        "| | Lineman | script | ratio | target |\n|---|---|---|---|---|\n" + "\n".join(bench.rows) + "\n"
        + "\n## Growth\n\n" + plots + (HERE / "limits.md").read_text() + serving)
    print(options.page.read_text())


if __name__ == "__main__":
    main()
