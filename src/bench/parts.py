"""The parts of the comparison: what each measures, on a fleet of one size."""
import shutil
import signal
import subprocess
import sys
import time

import fleet
import raw
from agent import Agent, finished, lineman, replaced, until


def cold(bench, size):
    """All files from nothing, in turns with a script and with the same writes and renames and nothing else."""
    root, script, floor = bench.root(size), bench.work / "scripted", bench.work / "written"
    commands = {
        "flags": lineman(bench.program, bench.heap(size), "render", "--root", root),
        "plain": ["java", "-jar", bench.program, "render", "--root", root],
        **({"other": lineman(bench.with_other_java(), bench.heap(size), "render", "--root", root)} if bench.other_java else {}),
        "script": [sys.executable, bench.here / "script.py", root, script],
        "floor": [bench.built("floor"), floor, str(size), str(fleet.BYTES)],
    }
    made = {"flags": root / "out", "plain": root / "out", "other": root / "out", "script": script, "floor": floor}
    runs = {name: [] for name in commands}
    for turn in range(bench.rounds(size)):
        for name, command in commands.items():
            shutil.rmtree(made[name], ignore_errors=True)
            runs[name].append(finished(command))
            if name == "script" and turn == 0:
                same_files(root / "out/provisioning", script)
            if made[name] != root / "out":
                shutil.rmtree(made[name])
    for i, what in enumerate(("cold render", "cold render, processor time")):
        mine, plain, theirs, least = ([run[i] for run in runs[name]] for name in ("flags", "plain", "script", "floor"))
        bench.row("cold", size, what, "s", mine, theirs, "script")
        bench.row("cold", size, f"{what}, plain `java -jar`", "s", plain, theirs, "script")
        bench.row("cold", size, f"{what}, beside the writes alone", "s", mine, least, "floor.c")
        if bench.other_java:
            bench.row("cold", size, f"{what}, Java {raw.java(bench.other_java + '/bin/java')}", "s", [run[i] for run in runs["other"]], theirs, "script")


def same_files(mine, theirs):
    """What the two made differs in how they escape quotes, and in nothing else."""
    names = sorted(file.name for file in theirs.iterdir())
    if names != sorted(file.name for file in mine.iterdir()):
        raise ValueError("the two have not made the same files")
    for name in names[:: max(1, len(names) // 100)]:
        told = (theirs / name).read_text().replace("&#39;", "&apos;").replace("&#34;", "&quot;")
        if told != (mine / name).read_text():
            raise ValueError(f"the two have not made the same of {name}")


def start(bench, size):
    """The agent with the flags that Java chooses, in turns with those of the program: without a publication, and with one."""
    root = bench.root(size)
    programs = {"program": bench.program, "plain": ["java", "-jar", bench.program]}
    first, again = {name: [] for name in programs}, {name: [] for name in programs}
    for turn in range(bench.rounds(size)):
        for name, program in programs.items():
            shutil.rmtree(root / "out", ignore_errors=True)
            with Agent(program, root, bench.heap(size)) as agent:
                until(lambda: agent.file(0) and agent.file(size - 1))
                first[name].append(time.monotonic() - agent.began)
                agent.idle()
            with Agent(program, root, bench.heap(size)) as agent:
                until(lambda: agent.file(1))
                again[name].append(time.monotonic() - agent.began)
                agent.idle()
    bench.row("start", size, "first start with plain `java -jar` until all files are served", "s", first["plain"], first["program"], "target/lineman")
    bench.row("start", size, "restart with plain `java -jar` until a file is served", "s", again["plain"], again["program"], "target/lineman")


def restart(bench, size):
    """Everything starts at once after the power has failed; one input was edited just before."""
    root, served, right, stopped = bench.published(size), [], [], []
    for turn in range(2 * bench.rounds(size)):
        off = turn % 2 == 0
        with bench.agent(size) as agent:
            agent.ready()
            if off:
                agent.end(signal.SIGKILL)
        replaced(fleet.path(root, 2), fleet.extension(2, f"off{turn}"))
        with bench.agent(size) as agent:
            until(lambda: agent.file(1) is not None)
            (served if off else stopped).append(time.monotonic() - agent.began)
            until(lambda: agent.serves(2, f">off{turn}-2<"))
            if off:
                right.append(time.monotonic() - agent.began)
    bench.row("restart", size, "restart after SIGKILL until the last publication is served", "s", served)
    bench.row("restart", size, "restart after a clean stop until the last publication is served", "s", stopped)
    bench.row("restart", size, "restart after SIGKILL until an edit made meanwhile is served", "s", right)


def change(bench, size):
    """One file is replaced: until its phone gets the new one, and what that costs."""
    bench.published(size)
    count = 20 if bench.quick else 100
    with bench.agent(size, "--rescan", "1h") as agent:
        agent.ready()
        waits = edited(agent, size, 20, count)
        bench.row("change", size, "one change until it is served", "ms", waits)
        bench.row("change", size, "one change until it is served, 99th percentile", "ms", [sorted(waits)[len(waits) * 99 // 100]])
        fewest = bench.raw.values("change", 1000, "one change until it is served")
        if fewest and size > 1000:
            bench.row("change", size, "one change until it is served, beside 1,000 extensions", "ms", waits, fewest, "1,000")
        spent = []
        for piece in range(5):
            before = agent.spent()
            for i in range(count // 5):
                agent.edit(i * 7 % size, f"cpu{piece}.{i}")
                time.sleep(0.2)
            spent.append(1000 * (agent.spent() - before) / (count // 5))
        bench.row("change", size, "one change, processor time", "ms", spent)
    if not bench.quick:
        with bench.agent(size) as agent:
            agent.ready()
            before = agent.spent()
            time.sleep(90)
            bench.row("change", size, "one minute without a change, full scans each 30 s, processor time", "ms",
                      [1000 * (agent.spent() - before) / 1.5])


def onefile(bench, size):
    """An edit of one extension in a file of all of them, in turns with one among as many files."""
    roots = {"one": bench.work / f"{size}-onefile", "many": bench.published(size)}
    fleet.write(size, roots["one"], onefile=True)
    finished(lineman(bench.program, bench.heap(size), "render", "--root", roots["one"]))
    waits, most, changed = {"one": [], "many": []}, [], {}
    for turn in range(2 if bench.quick else 5):
        for name, root in roots.items():
            with Agent(bench.program, root, bench.heap(size), "--rescan", "1h") as agent:
                agent.ready()
                waits[name] += edited(agent, size, 5, 15, f"turn{turn}.", changed if name == "one" else None)
                if name == "one":
                    most.append(agent.resident("VmHWM"))
    what = "one change in a single file with all extensions"
    bench.row("onefile", size, f"{what} until it is served", "ms", waits["one"], waits["many"], "a file each")
    bench.row("onefile", size, f"{what} until it is served, the slowest", "ms", [max(waits["one"])])
    bench.row("onefile", size, f"{what}, resident memory at most", "MB", most)
    shutil.rmtree(roots["one"])


def edited(agent, size, warm, count, desk="move", changed=None):
    """Milliseconds until each of `count` edits is served, after some that do not count; in one file with those in CHANGED before."""
    waits = []
    for i in range(warm + count):
        text = agent.edit(i * 13 % size, f"{desk}{i}", size, changed)
        waits.append(1000 * until(lambda: agent.serves(i * 13 % size, text), pause=0.001))
        time.sleep(0.15)
    return waits[warm:]


def template(bench, size):
    """One line of the template that all phones share is another."""
    root, waits = bench.published(size), []
    with bench.agent(size) as agent:
        agent.ready()
        for turn in range(bench.rounds(size)):
            text = f"bench-{turn}\""
            replaced(fleet.model(root), fleet.template(wording=f"-{turn}"))
            waits.append(until(lambda: agent.serves(0, text) and agent.serves(size - 1, text), pause=0.005))
            agent.idle()
        bench.row("template", size, "template change until all files are served", "s", waits)
    replaced(fleet.model(root), fleet.template())


def checkout(bench, size):
    """A branch on which each extension's file is another, and back again."""
    root = bench.published(size)
    (root / ".gitignore").write_text("out/\nlog\n")

    def git(*words):
        subprocess.run(["git", "-C", root, "-c", "user.name=bench", "-c", "user.email=bench@example.org", *words],
                       check=True, capture_output=True)

    git("init", "-q")
    with bench.agent(size) as agent:
        for desk in ("one", "two"):
            git("checkout", "-qb", desk)
            for i in range(size):
                replaced(fleet.path(root, i), fleet.extension(i, desk))
            git("add", ".")
            git("commit", "-qm", desk)

        def right():
            agent.alive()
            return int(subprocess.check_output([bench.built("phones"), "right", str(bench.port), str(size), desk]))

        until(lambda: right() == size)
        agent.idle()
        # Asking for all of them all the time would take the processors from whoever is to answer: all are asked for at the end.
        sample, waits, wrong = range(0, size, max(1, size // 100)), [], []
        for turn in range(2 * bench.rounds(size)):
            desk = ("one", "two")[turn % 2]
            git("checkout", "-q", desk)
            began = time.monotonic()
            until(lambda: all(agent.serves(i, f">{desk}-{i}<") for i in sample), pause=0.005)
            waits.append(time.monotonic() - began)
            if right() < size:
                until(lambda: right() == size, pause=0.01)
                waits[-1] = time.monotonic() - began
            agent.idle()
            wrong.append(size - right())
    bench.row("checkout", size, "checkout of all files, from the end of git until all are served", "s", waits)
    bench.row("checkout", size, "checkout of all files, wrong files at the end", "", wrong)
    shutil.rmtree(root / ".git")
    (root / ".gitignore").unlink()


def memory(bench, size):
    """All phones of a fleet come at once, 10,000 at a time, right after a start and while edits go on."""
    bench.published(size)
    phones, most = min(size, bench.phones), []
    with bench.agent(size) as agent:
        agent.ready()
        failed = 0
        for wave in range(max(2, size // phones)):
            storm = subprocess.Popen([bench.built("phones"), "storm", str(bench.port), str(size), str(phones), str(wave * phones)],
                                     stdout=subprocess.PIPE, text=True)
            agent.edit(wave % size, f"storm{wave}")
            while storm.poll() is None:
                most.append(agent.resident())
                time.sleep(0.02)
            failed += int(storm.stdout.read().split()[1])
        bench.row("memory", size, "resident memory while all phones fetch", "MB", most[::1 + len(most) // 200])
        bench.row("memory", size, "resident memory, the most since the start", "MB", [agent.resident("VmHWM")])
        bench.row("memory", size, "phones without an answer", "", [failed])


def phonebook(bench, size):
    """Edits that also change a phonebook of all extensions: the phones' files are not kept waiting by it."""
    root = bench.work / f"{size}-phonebook"
    fleet.write(size, root, phonebook=True)
    book, count = root / "out/site/phonebook.xml", 10 if bench.quick else 50
    finished(lineman(bench.program, bench.heap(size), "render", "--root", root))
    with Agent(bench.program, root, bench.heap(size), "--rescan", "1h") as agent:
        agent.ready()
        apart, follows = [], []
        for i in range(count // 5):
            text = agent.edit(i * 17 % size, f"book{i}")
            began = time.monotonic()
            until(lambda: agent.serves(i * 17 % size, text), pause=0.001)
            apart.append(1000 * (time.monotonic() - began))
            until(lambda: text.encode() in book.read_bytes(), pause=0.01)
            follows.append(1000 * (time.monotonic() - began))
            agent.idle()
        close = edited(agent, size, 5, count)
        agent.idle()
        megabytes = book.stat().st_size / 1e6
        replaced(root / "templates/site/phonebook.xml", fleet.PHONEBOOK.replace("$e.vars.desk", ""))
        until(lambda: b"-0</desk>" not in book.read_bytes(), pause=0.05)
        agent.idle()
        without = edited(agent, size, 5, count, "apart")
    bench.row("phonebook", size, "size of the phonebook", "MB", [megabytes])
    bench.row("phonebook", size, "an edit until the file of the phone is served", "ms", apart)
    bench.row("phonebook", size, "an edit until the phonebook has it", "ms", follows)
    bench.row("phonebook", size, "edits each 150 ms beside a phonebook of all extensions, until the file of the phone is served", "ms", close, without, "phonebook unchanged")
    shutil.rmtree(root)
