#!/usr/bin/env python3
"""
fleet.py COUNT ROOT [--phonebook]: a root with COUNT extensions, a file and a phone each, over one template that makes 200 lines
and some 5.3 KB (BYTES) for each; with a site template of some 100 bytes an extension, if wanted.
"""
import pathlib
import sys

GIVEN = ("Ada", "Björn", "Chloé", "Dušan", "Eva", "Filip", "Grażyna", "Håkon")
FAMILY = ("Åberg", "Brown", "d'Arc", "Ferreira", "Großmann", "Ivanova", "Nguyen", "Öztürk", "Smith")
BYTES = 5400
SHARED = {"pbx_port": 5060, "ntp": "10.1.0.1", "zone": "CET-1CEST", "language": "English", "codec": "pcma", "voicemail": 999}
PERSONAL = ("mac_address", "extension_number", "extension_first_name", "extension_last_name", "extension_auth_id",
            "extension_auth_pw", "pbx_ip", "email", "desk")
PHONEBOOK = ("<doc><header type=\"site-template\"><name>Phonebook</name></header><data><device>"
             "<deviceconfig filename=\"phonebook.xml\" syntax=\"velocity\"><![CDATA[\n<?xml version=\"1.0\"?>\n<phonebook>\n#foreach($e in $extensions)\n"
             "<entry group=\"everybody in the house\"><name>$e.lastName, $e.firstName</name><number type=\"work\">$e.number</number>"
             "<desk>$e.vars.desk</desk></entry>\n#end\n</phonebook>\n]]></deviceconfig></device></data></doc>\n")


def template(lines=200, wording=""):
    """The template; another wording makes another file for every phone."""
    names = PERSONAL + tuple(SHARED)
    body = ["<?xml version=\"1.0\"?>", f"<phone model=\"bench{wording}\">"]
    body += [f"  <p id=\"{i}\" w=\"1\">" + (f"%%{names[i // 9 % len(names)]}%%" if i % 9 == 0 else "on") + "</p>" for i in range(lines - 3)]
    return ("<doc><header type=\"phone-template\"><name>Bench</name><models><model ua=\"Bench\">Bench</model></models></header>"
            "<data><device><type>phone</type><deviceconfig filename=\"%%mac_address%%.xml\"><![CDATA["
            + "\n".join(body + ["</phone>"]) + "]]></deviceconfig></device></data></doc>\n")


def extension(i, desk=0):
    number = 100000 + i
    return (f"extension: {number}\nfirst_name: {GIVEN[i % 8]}\nlast_name: \"{FAMILY[i % 9]}\"\nauth_id: u{i * 7919 % 10**9:09d}\n"
            f"auth_password: \"{(i * 2654435761 + 97) % 2**64:016x}\"\nphone:\n  mac: 0004f2{i:06x}\n"
            f"vars:\n  email: u{number}@example.org\n  desk: \"{desk}-{i}\"\n")


def path(root, i):
    return pathlib.Path(root, "extensions.d", f"{100000 + i}.yaml")


def together(count, changed=None):
    """All extensions in one file, a document each; those in CHANGED are at another desk."""
    return "---\n".join(extension(i, (changed or {}).get(i, 0)) for i in range(count))


def model(root):
    return pathlib.Path(root, "templates", "phones", "bench.xml")


def all_in_one(root):
    return pathlib.Path(root, "extensions.d", "all.yaml")


def write(count, root, phonebook=False, onefile=False):
    path(root, 0).parent.mkdir(parents=True)
    model(root).parent.mkdir(parents=True)
    model(root).write_text(template())
    path(root, 0).with_name("_defaults.yaml").write_text(
        "pbx_ip: 10.1.0.1\nmodel: Bench\nvars:\n" + "".join(f"  {k}: {v}\n" for k, v in SHARED.items()))
    if phonebook:
        book = pathlib.Path(root, "templates", "site", "phonebook.xml")
        book.parent.mkdir()
        book.write_text(PHONEBOOK)
    if onefile:
        all_in_one(root).write_text(together(count))
    for i in range(0 if onefile else count):
        path(root, i).write_text(extension(i))


if __name__ == "__main__":
    write(int(sys.argv[1]), sys.argv[2], "--phonebook" in sys.argv)
