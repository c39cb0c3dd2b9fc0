"""What was measured, kept in a file after each row: a run that was cut short is not lost, and a part can be measured again alone."""
import hashlib
import json
import os
import pathlib
import subprocess


class Raw:
    def __init__(self, path):
        self.path = pathlib.Path(path)
        self.kept = json.loads(self.path.read_text()) if self.path.exists() else {"machine": {}, "rows": []}

    @property
    def machine(self):
        return self.kept["machine"]

    @property
    def rows(self):
        return self.kept["rows"]

    def begin(self, program):
        """Removes the rows of another build of the program or of another machine."""
        if self.machine != here(program):
            self.kept = {"machine": here(program), "rows": []}

    def add(self, part, size, what, unit, mine, other=None, peer=None):
        """Puts a row in the place of the one that said the same; `other` are a peer's values, in the same turns."""
        row = {"part": part, "size": size, "what": what, "unit": unit, "mine": [round(v, 4) for v in mine],
               "other": other and [round(v, 4) for v in other], "peer": peer}
        same = [i for i, r in enumerate(self.rows) if (r["part"], r["size"], r["what"]) == (part, size, what)]
        if same:
            self.rows[same[0]] = row
        else:
            self.rows.append(row)
        self.save()
        print(part, f"{size:,}", what + ":", *(f"{v:g}" for v in row["mine"][:10]), unit, *([peer, *row["other"]] if other else []), flush=True)

    def save(self):
        beside = self.path.with_suffix(".tmp")
        beside.write_text(json.dumps(self.kept, indent=1, ensure_ascii=False) + "\n")
        beside.rename(self.path)

    def values(self, part, size, what):
        """None if it was not measured."""
        found = [r["mine"] for r in self.rows if (r["part"], r["size"], r["what"]) == (part, size, what)]
        return found[0] if found else None


def here(program):
    """What determines the figures."""
    model = [line.split(":")[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")]
    memory = int(next(line for line in open("/proc/meminfo") if line.startswith("MemTotal")).split()[1]) / 2**20
    return {"processors": f"{os.cpu_count()} × {model[0] if model else 'unknown'}", "memory": f"{memory:.0f} GB",
            "Java": java("java"), "build": hashlib.sha256(pathlib.Path(program).read_bytes()).hexdigest()[:12]}


def java(command):
    """The version of a Java program."""
    return subprocess.run([command, "-version"], capture_output=True, text=True).stderr.split('"')[1]
