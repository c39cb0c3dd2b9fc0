#!/usr/bin/env python3
"""
All comparisons in one run, in turns: python3 src/bench/compare.py [--only PART,…] [--sizes N,…] [--rounds N] [--quick] [--page-only]

Needs the built jar and: apt-get install git python3-yaml python3-jinja2 nginx-light wrk curl openssl gcc libc6-dev libssl-dev
Each row is kept in --raw as soon as it is measured, in the place of the same row of an earlier run of the same build, and --page is
written from that; so parts and sizes can be run one after the other. Rows of another build are removed. Works in memory (/dev/shm): 100,000 extensions take 3 GB there, and
1,000,000 more than 25, which --work puts elsewhere. --quick shows that it works; its figures mean little.
"""
import argparse
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import traceback

sys.dont_write_bytecode = True
import agent
import fleet
import page
import parts
import raw
import serving
import tls

HERE = pathlib.Path(__file__).resolve().parent
DOCS = agent.PROJECT / "src/docs"

# In this order; those of the second line are of one fleet, the size of which --phones says.
OF_SIZES = {"cold": parts.cold, "restart": parts.restart, "template": parts.template, "change": parts.change, "memory": parts.memory}
OF_PHONES = {"start": parts.start, "onefile": parts.onefile, "checkout": parts.checkout, "serve": serving.serve, "tls": tls.tls}
OF_THE_LARGEST = {"phonebook": parts.phonebook}
PARTS = OF_SIZES | OF_PHONES | OF_THE_LARGEST


class Bench:
    """What the parts share: fleets, programs of ours, and where a row goes."""

    def __init__(self, options, work):
        self.program, self.quick, self.phones = options.program, options.quick, options.phones
        self.here, self.work, self.port = HERE, work, agent.PHONES
        self.heaps = {int(size): heap for size, heap in (heap.split("=") for heap in options.heap)}
        self.other_java = options.other_java
        self.most_rounds = options.rounds
        self.raw = raw.Raw(options.raw)
        self.row = self.raw.add
        self.failed = []

    def measure(self, part, size):
        """One that fails is told of, and does not keep the others from being measured."""
        try:
            PARTS[part](self, size)
        except Exception:
            traceback.print_exc()
            self.failed.append(f"{part} with {size:,}")

    def rounds(self, size):
        return self.most_rounds if size <= 10000 else min(self.most_rounds, 3 if size <= 100000 else 1)

    def heap(self, size):
        """None where the program chooses the heap."""
        return self.heaps.get(size)

    def root(self, size):
        root = self.work / str(size)
        if not root.exists():
            fleet.write(size, root)
        return root

    def published(self, size):
        root = self.root(size)
        if not (root / "out").exists():
            agent.finished(agent.lineman(self.program, self.heap(size), "render", "--root", root))
        return root

    def agent(self, size, *words):
        return agent.Agent(self.program, self.root(size), self.heap(size), *words)

    def with_other_java(self):
        """Words that start a copy of the program with the other Java and its class archive or cache."""
        copy, java = self.work / "other-java" / "lineman", ["env", f"JAVA_HOME={self.other_java}"]
        if not copy.exists():
            copy.parent.mkdir()
            shutil.copy2(self.program, copy)
            subprocess.run([*java, "sh", agent.PROJECT / "src/dist/lineman-archive", copy], check=True)
        return [*java, copy]

    def built(self, program, *libraries):
        binary = self.work / program
        if not binary.exists():
            subprocess.run(["cc", "-O2", "-o", binary, HERE / f"{program}.c", *libraries], check=True)
        return binary


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", default=",".join(PARTS), help="of " + ",".join(PARTS))
    parser.add_argument("--sizes", default="1000,10000,100000", help="of the fleets that most parts measure")
    parser.add_argument("--phones", type=int, default=10000, help="that come at once, and that a checkout changes")
    parser.add_argument("--rounds", type=int, default=5, help="at most 3 with 100,000, and 1 with more")
    parser.add_argument("--heap", action="append", default=[], metavar="SIZE=HEAP", help="of the Java virtual machine for a fleet")
    parser.add_argument("--other-java", metavar="DIR", help="the home of another Java: cold renders with it too")
    parser.add_argument("--program", default=agent.PROJECT / "target/lineman")
    parser.add_argument("--raw", type=pathlib.Path, default=DOCS / "benchmarks.json")
    parser.add_argument("--page", type=pathlib.Path, default=DOCS / "benchmarks.md")
    parser.add_argument("--page-only", action="store_true", help="measure nothing")
    parser.add_argument("--work", default="/dev/shm", help="the folder for fleets")
    parser.add_argument("--quick", action="store_true", help="fewer edits, and load for a second only")
    options = parser.parse_args()
    sizes, only = sorted(map(int, options.sizes.split(","))), options.only.split(",")
    if unknown := set(only) - set(PARTS):
        parser.error(f"no such part: {', '.join(unknown)}")
    failed = []
    if not options.page_only:
        # Who ends it leaves nothing behind: no fleets in memory, and no agent.
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
        with tempfile.TemporaryDirectory(prefix="lineman-bench.", dir=options.work) as folder:
            bench = Bench(options, pathlib.Path(folder))
            bench.raw.begin(options.program)
            failed = bench.failed
            for size in sizes:
                for part in [part for part in OF_SIZES if part in only]:
                    bench.measure(part, size)
                if size != options.phones:
                    shutil.rmtree(bench.work / str(size), ignore_errors=True)
            for part in [part for part in OF_PHONES if part in only]:
                bench.measure(part, options.phones)
            shutil.rmtree(bench.work / str(options.phones), ignore_errors=True)
            for part in [part for part in OF_THE_LARGEST if part in only]:
                bench.measure(part, max([size for size in sizes if size <= 100000], default=100000))
    page.write(raw.Raw(options.raw), options.page)
    if failed:
        sys.exit("not measured: " + ", ".join(failed))


if __name__ == "__main__":
    main()
