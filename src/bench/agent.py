"""The programs that are measured: commands that end, and the agent while it runs."""
import http.client
import os
import pathlib
import resource
import signal
import subprocess
import sys
import time

import fleet

PROJECT = pathlib.Path(__file__).resolve().parent.parent.parent
PHONES, ADMIN = 9012, 9013


def lineman(program, heap, *words):
    """The command line of the program, a path or words, which chooses the flags of Java. HEAP replaces the heap that it chooses: all of it,
    and the part for short-lived objects, such as 365m,32m."""
    flags = " ".join(flag + size for flag, size in zip(("-Xmx", "-Xmn"), heap.split(","))) if heap else ""
    return ["env", f"LINEMAN_JAVA_OPTS={flags}", *(program if isinstance(program, list) else [program]), *words]


def finished(command):
    """Seconds of wall time and of all processors' time that a command takes."""
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    wall, after = time.monotonic() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        raise ChildProcessError(f"{command}: {done.stderr.decode()}")
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def until(condition, seconds=300, pause=0.002):
    """Seconds until something holds."""
    began = time.monotonic()
    while not condition():
        if time.monotonic() - began > seconds:
            raise TimeoutError(f"after {seconds} s it still was not so")
        time.sleep(pause)
    return time.monotonic() - began


class Agent:
    """`lineman run` over a root, from its start on; ended at the end of a `with`."""

    def __init__(self, program, root, heap=None, *words):
        self.root, self.connection = root, None
        self.log = open(root / "log", "ab")
        self.began = time.monotonic()
        self.process = subprocess.Popen(
            lineman(program, heap, "run", "--root", root, "--bind", "127.0.0.1", "--port", str(PHONES), "--admin-port", str(ADMIN), *words),
            stdout=self.log, stderr=self.log)

    def __enter__(self):
        return self

    def __exit__(self, kind, *_):
        if kind:
            print((self.root / "log").read_text()[-4000:], file=sys.stderr)
        self.end(signal.SIGTERM)

    def end(self, how):
        if self.connection:
            self.connection.close()
        self.process.send_signal(how)
        try:
            self.process.wait(60)
        except subprocess.TimeoutExpired:
            self.process.kill()
        self.log.close()

    def alive(self):
        """Raises what ends the run when the agent cannot be expected to do anything any more."""
        if self.process.poll() is not None or b"OutOfMemoryError" in (self.root / "log").read_bytes():
            raise ChildProcessError("the agent has ended, or ran out of memory")

    def fetched(self, name):
        """What is served under a name, over one kept connection; None while there is nothing."""
        if self.process.poll() is not None:
            raise ChildProcessError("the agent has ended")
        if not self.connection:
            self.connection = http.client.HTTPConnection("127.0.0.1", PHONES, timeout=60)
        try:
            self.connection.request("GET", name)
            answer = self.connection.getresponse()
            body = answer.read()
            return body if answer.status == 200 else None
        except (OSError, http.client.HTTPException):
            self.connection.close()
            self.connection = None
            return None

    def file(self, i):
        return self.fetched(f"/provisioning/0004f2{i:06x}.xml")

    def serves(self, i, text):
        return text.encode() in (self.file(i) or b"")

    def edit(self, i, desk, size=0, changed=None):
        """Moves a phone to another desk; returns what its file says then. CHANGED has the desks in one file of SIZE extensions."""
        if changed is None:
            replaced(fleet.path(self.root, i), fleet.extension(i, desk))
        else:
            changed[i] = desk
            replaced(fleet.all_in_one(self.root), fleet.together(size, changed))
        return f">{desk}-{i}<"

    def ready(self):
        until(lambda: self.file(0) is not None)
        self.idle()

    def idle(self):
        """Until it has used next to nothing for a second."""
        last, since = self.spent(), time.monotonic()
        while time.monotonic() - since < 1:
            time.sleep(0.1)
            if self.spent() - last > 0.03:
                last, since = self.spent(), time.monotonic()

    def spent(self):
        """Seconds of processor time so far."""
        fields = pathlib.Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return sum(map(int, fields[11:13])) / os.sysconf("SC_CLK_TCK")

    def resident(self, key="VmRSS"):
        """Megabytes (2^20); with VmHWM the most so far."""
        for line in pathlib.Path(f"/proc/{self.process.pid}/status").read_text().splitlines():
            if line.startswith(key):
                return int(line.split()[1]) / 1024
        raise ProcessLookupError(key)


def replaced(path, text):
    beside = path.with_suffix(".tmp")
    beside.write_text(text)
    beside.rename(path)
