"""The page of benchmarks, from the measurements: the targets, how to repeat them, what limits them, and all figures."""
import pathlib
import statistics

import plot

HERE = pathlib.Path(__file__).resolve().parent

# (part, extensions, measurement, value, sign, bound). The value is a ratio to the peer, the median or the largest value. Without a number of
# extensions, the target is for each number.
TARGETS = [
    ("cold", 10000, "cold render", "ratio", "≤", 0.8),
    ("cold", 100000, "cold render", "ratio", "≤", 0.45),
    ("start", 10000, "first start with plain `java -jar` until all files are served", "ratio", "≤", 1.5),
    ("start", 10000, "restart with plain `java -jar` until a file is served", "ratio", "≤", 1.5),
    ("restart", 100000, "restart after SIGKILL until the last publication is served", "median", "≤", 0.8),
    ("restart", 100000, "restart after SIGKILL until an edit made meanwhile is served", "median", "≤", 4),
    ("change", None, "one change until it is served", "median", "≤", 60),
    ("change", None, "one change until it is served, 99th percentile", "median", "≤", 100),
    ("change", None, "one change, processor time", "median", "≤", 5),
    ("change", 1000000, "one change until it is served, beside 1,000 extensions", "ratio", "≤", 1.1),
    ("onefile", None, "one change in a single file with all extensions until it is served", "median", "≤", 300),
    ("checkout", 10000, "checkout of all files, from the end of git until all are served", "median", "≤", 1),
    ("checkout", None, "checkout of all files, wrong files at the end", "most", "≤", 0),
    ("template", 1000000, "template change until all files are served", "median", "≤", 60),
    ("memory", 10000, "resident memory, the most since the start", "most", "≤", 128),
    ("memory", None, "phones without an answer", "most", "≤", 0),
    ("phonebook", None, "edits each 150 ms beside a phonebook of all extensions, until the file of the phone is served", "median", "≤", 90),
    ("serve", None, "requests over kept connections", "ratio", "≥", 1.1),
    ("serve", None, "requests with a new connection each", "ratio", "≥", 1),
    ("serve", None, "10,000 phones at once, until all are served", "ratio", "≤", 1.1),
    ("serve", None, "failed requests", "most", "≤", 0),
    ("serve", None, "a fetch beside 5,000 half requests and 10,000 idle connections, 99th percentile", "median", "≤", 250000),
    ("tls", None, "10,000 phones at once over TLS, P-256 key, until all are served", "ratio", "≤", 1.3),
    ("tls", None, "10,000 phones at once over TLS, RSA 2048 key, until all are served", "ratio", "≤", 1.3),
    ("tls", None, "phones without an answer over TLS", "most", "≤", 0),
    ("tls", None, "resident memory over TLS, the most since the start", "most", "≤", 170),
]

GROWTH = {
    "cold render, s": ("cold", "cold render"),
    "restart until an edit made meanwhile is served, s": ("restart", "restart after SIGKILL until an edit made meanwhile is served"),
    "one change, ms": ("change", "one change until it is served"),
    "processor time of one change, ms": ("change", "one change, processor time"),
    "template change, s": ("template", "template change until all files are served"),
    "resident memory, MB": ("memory", "resident memory, the most since the start"),
}

SECTIONS = {
    "cold": ("Cold render", "`lineman render` without a previous output. The script is [script.py](../bench/script.py): PyYAML with libyaml, and Jinja2.\n"
             "[floor.c](../bench/floor.c) only writes and renames the same files."),
    "start": ("Start with plain `java -jar`", "From the start of the process, beside `target/lineman`."),
    "restart": ("Restart", "From the start of the process. The files are in the page cache."),
    "template": ("Template change", "One line of the template of all phones changes. The time ends when the first and the last phone get the new line."),
    "change": ("One change", "The file of one extension is replaced. The time includes the quiet period of 50 ms and up to 1 ms between two requests.\n"
               "The processor time is a mean over 20 changes, without requests."),
    "onefile": ("One large file", "All extensions are in one YAML file. The peer is the same change where each extension has a file of its own."),
    "checkout": ("Checkout", "`git checkout` of a branch on which each extension file differs, and back. At the end, all files are fetched and compared."),
    "memory": ("Memory", "All phones fetch, 10,000 at once, right after the start, while edits go on."),
    "phonebook": ("Large phonebook", "A site template lists all extensions, so each edit changes the phonebook too. The peer is the same edit without an effect\n"
                  "on the phonebook."),
    "serve": ("HTTP", "nginx has two workers and `sendfile`, and serves the same files. Load: `wrk` over 64 connections, and [phones.c](../bench/phones.c).\n"
              "Server and load share the processors."),
    "tls": ("TLS", "All phones connect at once ([secure.c](../bench/secure.c): TLS 1.3, OpenSSL). nginx has two workers and the same certificate.\n"
            "Server and phones share the processors."),
}


def write(raw, path):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"""# Benchmarks

{about(raw)}

## Targets

{targets(raw)}

## Repeat the measurements

On Debian, as root, in a clone of this repository. It takes about two hours, and 30 GB of memory or disk for a million extensions:

```console
$ apt-get install git python3-yaml python3-jinja2 nginx-light wrk curl openssl gcc libc6-dev libssl-dev
$ mvn -q -DskipTests package && python3 src/bench/compare.py --sizes 1000,10000,100000,1000000
```

`--only cold,serve` measures some parts, `--work DIR` puts the files of the fleets into another folder than `/dev/shm`.
[benchmarks.json](benchmarks.json) has each measured value.

{(HERE / "limits.md").read_text().strip()}

## All measurements
{"".join(section(raw, part) for part in SECTIONS)}
### Growth

{growth(raw, path.parent)}""")
    print(f"{path} is written")


def about(raw):
    machine = raw.machine
    return (f"All figures are of one run of one build on one machine: {', '.join(f'{name} {value}' for name, value in machine.items())}.\n"
            "Each file of a phone has 200 lines and about 5.3 KB. Lineman starts as `target/lineman`, which chooses the\n"
            "[flags of Java](operations.md#java-and-its-flags).\n\n"
            "- A figure is the median of several rounds, with the smallest and the largest in parentheses.\n"
            "- Lineman and its peer take turns. A ratio is the median of the ratios of the turns: Lineman divided by the peer.\n"
            "- Fleets are in memory (`/dev/shm`), a million extensions on a disk (ext4).\n"
            "- Only ratios are comparable between machines.")


def targets(raw):
    lines = ["| measurement | extensions | Lineman | peer | ratio | target | |", "|---|---|---|---|---|---|---|"]
    for part, size, what, of, sign, bound in TARGETS:
        found = [row for row in sorted(raw.rows, key=lambda row: row["size"]) if (row["part"], row["what"]) == (part, what)
                 and size in (None, row["size"])]
        for row in found:
            value = {"ratio": ratio(row), "median": statistics.median(row["mine"]), "most": max(row["mine"])}[of]
            met = value <= bound if sign == "≤" else value >= bound
            limit = f"{sign} {bound:,}" + (" ×" if of == "ratio" else f" {row['unit']}".rstrip())
            lines.append(f"| {what} | {cells(row)} | {limit} | {'met' if met else '**not met**'} |")
        if not found:
            lines.append(f"| {what} | {size or '':,} | | | | {sign} {bound:,} | **not measured** |" if size else
                         f"| {what} | | | | | {sign} {bound:,} | **not measured** |")
    return "\n".join(lines)


def section(raw, part):
    rows = sorted((row for row in raw.rows if row["part"] == part), key=lambda row: row["size"])
    if not rows:
        return ""
    title, text = SECTIONS[part]
    lines = [f"\n### {title}\n\n{text}\n\n| measurement | extensions | Lineman | peer | ratio |\n|---|---|---|---|---|"]
    lines += [f"| {row['what']} | {cells(row)} |" for row in rows]
    return "\n".join(lines) + "\n"


def cells(row):
    """Extensions, Lineman's values, those of the peer, and the ratio."""
    peer = f"{row['peer']}: {values(row['other'], row['unit'])}" if row["other"] else ""
    return f"{row['size']:,} | {values(row['mine'], row['unit'])} | {peer} | " + (f"{ratio(row):.2f}" if row["other"] else "")


def ratio(row):
    return statistics.median(mine / other for mine, other in zip(row["mine"], row["other"])) if row["other"] else None


def growth(raw, folder):
    measured = {name: {row["size"]: statistics.median(row["mine"]) for row in raw.rows if (row["part"], row["what"]) == key}
                for name, key in GROWTH.items()}
    return plot.write({name: found for name, found in measured.items() if found}, folder)


def values(measured, unit):
    """The median, and the smallest and the largest of several values."""
    middle = statistics.median(measured)
    digits = 0 if unit in ("MB", "requests/s", "µs", "") or middle >= 1000 else 1 if unit == "ms" else 2
    spread = f" ({min(measured):,.{digits}f}–{max(measured):,.{digits}f})" if len(measured) > 1 else ""
    return f"{middle:,.{digits}f}{spread} {unit}".rstrip()
