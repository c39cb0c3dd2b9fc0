"""The page, from what was measured: each row beside its target, and whether that is met."""
import pathlib
import statistics

import agent
import plot

HERE = pathlib.Path(__file__).resolve().parent

# (part, size, what) → what is held against it, and how: a ratio to the peer, the median, the largest value, or the value at 1,000.
TARGETS = {
    ("cold", 10000, "wall time"): ("ratio", "≤", 0.8),
    ("cold", 100000, "wall time"): ("ratio", "≤", 0.45),
    ("restart", 100000, "the last publication is served, after SIGKILL"): ("median", "≤", 0.8),
    ("restart", 10000, "an edit of meanwhile is served, after SIGKILL"): ("median", "≤", 2),
    ("restart", 100000, "an edit of meanwhile is served, after SIGKILL"): ("median", "≤", 10),
    ("change", None, "until it is served"): ("median", "≤", 90),
    ("change", None, "its 99th percentile"): ("median", "≤", 200),
    ("change", None, "processor time of one"): ("median", "≤", 10),
    ("checkout", 10000, "from git's end until all files are served"): ("median", "≤", 1),
    ("checkout", None, "files that are wrong when nothing happens any more"): ("most", "≤", 0),
    ("memory", 10000, "resident at most since the start"): ("most", "≤", 128),
    ("memory", 100000, "resident at most since the start"): ("most", "≤", 450),
    ("memory", None, "phones that got nothing"): ("most", "≤", 0),
    ("phonebook", None, "an edit until the phone's file is served"): ("median", "≤", 90),
    ("phonebook", None, "edits each 150 ms, until the phone's file is served"): ("median", "≤", 90),
    ("serve", None, "over kept connections"): ("ratio", "≥", 1),
    ("serve", None, "a new connection each"): ("ratio", "≥", 0.6),
    ("serve", None, "10,000 phones at once, until all are served"): ("ratio", "≤", 1.5),
    ("serve", None, "requests that failed"): ("most", "≤", 0),
    ("serve", None, "its 99th percentile, of 1,000"): ("median", "≤", 250000),
    ("serve", None, "of these failed"): ("most", "≤", 0),
    ("serve", 10000, "resident after that"): ("most", "≤", 128),
    ("tls", None, "phones that got nothing"): ("most", "≤", 0),
}

GROWTH = {
    "cold render, s": ("cold", "wall time"),
    "restart until an edit of meanwhile is served, s": ("restart", "an edit of meanwhile is served, after SIGKILL"),
    "one change, ms": ("change", "until it is served"),
    "processor time of one change, ms": ("change", "processor time of one"),
    "template change, s": ("template", "until all files are served"),
    "resident at most, MB": ("memory", "resident at most since the start"),
}

SECTIONS = {
    "cold": ("A cold render", "All files from nothing. The peer is [a script](../bench/script.py) of PyYAML (libyaml) and Jinja2 over the same files; the\n"
             "floor, [in C](../bench/floor.c), does the same writes and renames and nothing else."),
    "restart": ("A restart", "From the start of the process, once after SIGKILL and once after a clean stop, in turns, with a warm page cache."),
    "template": ("A template change", "One line of the template that all phones share, until the first and the last phone get the new one."),
    "change": ("One change", "One extension's file is replaced; the quiet period of 50 ms and the asking, each millisecond, are in it. Processor time is a\n"
               "mean over many changes while nobody asks."),
    "checkout": ("A checkout", "`git checkout` of a branch on which each of the files differs, and back. All files are fetched and compared."),
    "memory": ("Memory", "All phones fetch, 10,000 at once, while edits go on. The most since the start has the start in it."),
    "phonebook": ("A large phonebook", "A site template over all extensions, which the edit changes too; the peer is the same edit where it does not."),
    "serve": ("Serving", "nginx with two workers and `sendfile` over the same files, load by `wrk` over 64 connections and by\n"
              "[phones.c](../bench/phones.c); both servers and the load share the processors, so only the ratios mean something."),
    "tls": ("Serving over TLS", "Phones that come all at once, each greeted anew ([secure.c](../bench/secure.c), TLS 1.3, OpenSSL), who take their part of\n"
            "the processors; nginx with two workers proves itself with the same certificate."),
}


def write(raw, path):
    path.parent.mkdir(parents=True, exist_ok=True)
    told = "".join(section(raw, part) for part in SECTIONS)
    growth = {name: {row["size"]: statistics.median(row["mine"]) for row in raw.rows if (row["part"], row["what"]) == key}
              for name, key in GROWTH.items()}
    growth = {name: values for name, values in growth.items() if values}
    machine = ", ".join(f"{name} {value}" for name, value in raw.machine.items())
    path.write_text(
        f"""# Benchmarks

Every figure is of one machine ({machine}), and every ratio of commands that took turns on it: medians, the least and the most in
brackets; the ratio is the median of those of the turns. Files are in memory (`/dev/shm`). The program chooses
the [flags of Java](operations.md#java-and-its-flags). Each file that a phone gets has 200 lines and some 5.3 KB. Again, all of it:

```console
$ mvn -q -DskipTests package && python3 src/bench/compare.py --sizes 1000,10000,100000,1000000
```

What was measured is kept in [benchmarks.json](benchmarks.json), value by value.
{told}
## Growth

Both axes by powers of ten: what is proportional to the fleet rises at the slope of one, what does not depend on it is flat.

{plot.write(growth, path.parent)}
{(HERE / "limits.md").read_text()}""")
    print(f"{path} is written")


def section(raw, part):
    rows = sorted((row for row in raw.rows if row["part"] == part), key=lambda row: row["size"])
    if not rows:
        return ""
    title, about = SECTIONS[part]
    peer = next((row["peer"] for row in rows if row["peer"]), "")
    lines = [f"\n## {title}\n\n{about}\n\n| extensions | | Lineman | {'peer' if peer else ''} | ratio | target | |\n|---|---|---|---|---|---|---|"]
    for row in rows:
        ratio = statistics.median(a / b for a, b in zip(row["mine"], row["other"])) if row["other"] else None
        target, met = judged(raw, row, ratio)
        other = f"{row['peer']}: {told(row['other'], row['unit'])}" if row["other"] else ""
        lines.append(f"| {row['size']:,} | {row['what']} | {told(row['mine'], row['unit'])} | {other} | {'' if ratio is None else f'{ratio:.2f}'} "
                     f"| {target} | {met} |")
    return "\n".join(lines) + "\n"


def judged(raw, row, ratio):
    key = (row["part"], row["size"], row["what"])
    target = TARGETS.get(key) or TARGETS.get((key[0], None, key[2]))
    if not target:
        return "", ""
    of, sign, bound = target
    value = {"ratio": ratio, "median": statistics.median(row["mine"]), "most": max(row["mine"])}[of]
    met = value <= bound if sign == "≤" else value >= bound
    said = f"{sign} {bound:,}" + (" ×" if of == "ratio" else f" {row['unit']}".rstrip())
    base = raw.median("change", 1000, row["what"]) if key[:2] == ("change", 100000) and key[2] == "until it is served" else None
    if base:
        times = value / base
        said, met = f"{said}; {times:.2f} × that at 1,000, ≤ 1.3", met and times <= 1.3
    return said, "met" if met else "**not met**"


def told(values, unit):
    middle = statistics.median(values)
    digits = 0 if unit in ("MB", "requests/s", "µs", "") or middle >= 1000 else 1 if unit == "ms" else 2
    spread = f" ({min(values):,.{digits}f}–{max(values):,.{digits}f})" if len(values) > 1 else ""
    return f"{middle:,.{digits}f}{spread} {unit}".rstrip()
