#!/usr/bin/env python3
"""fleet.py COUNT ROOT: a root with COUNT extensions, a file and a phone each, over one template of 200 lines."""
import pathlib
import sys

GIVEN = ("Ada", "Björn", "Chloé", "Dušan", "Eva", "Filip", "Grażyna", "Håkon")
FAMILY = ("Åberg", "Brown", "d'Arc", "Ferreira", "Großmann", "Ivanova", "Nguyen", "Öztürk", "Smith")
SHARED = {"pbx_port": 5060, "ntp": "10.1.0.1", "zone": "CET-1CEST", "language": "English", "codec": "pcma", "voicemail": 999}
PERSONAL = ("mac_address", "extension_number", "extension_first_name", "extension_last_name", "extension_auth_id",
            "extension_auth_pw", "pbx_ip", "email", "desk")


def template(lines=200):
    names = PERSONAL + tuple(SHARED)
    body = ["<?xml version=\"1.0\"?>", "<phone>"]
    body += [f"  <entry id=\"{i}\" note=\"a parameter as phones have them\">"
             + (f"%%{names[i // 9 % len(names)]}%%" if i % 9 == 0 else "on") + "</entry>" for i in range(lines - 3)]
    return ("<doc><header type=\"phone-template\"><name>Bench</name><models><model ua=\"Bench\">Bench</model></models></header>"
            "<data><device><type>phone</type><deviceconfig filename=\"%%mac_address%%.xml\"><![CDATA["
            + "\n".join(body + ["</phone>"]) + "]]></deviceconfig></device></data></doc>\n")


def extension(i, desk=0):
    number = 100000 + i
    return (f"extension: {number}\nfirst_name: {GIVEN[i % 8]}\nlast_name: \"{FAMILY[i % 9]}\"\nauth_id: u{i * 7919 % 10**9:09d}\n"
            f"auth_password: \"{(i * 2654435761 + 97) % 2**64:016x}\"\nphone:\n  mac: 0004f2{i:06x}\n"
            f"vars:\n  email: u{number}@example.org\n  desk: \"{desk}-{i}\"\n")


def write(count, root):
    root = pathlib.Path(root)
    people, phones = root / "extensions.d", root / "templates" / "phones"
    people.mkdir(parents=True)
    phones.mkdir(parents=True)
    (phones / "bench.xml").write_text(template())
    (people / "_defaults.yaml").write_text(
        "pbx_ip: 10.1.0.1\nmodel: Bench\nvars:\n" + "".join(f"  {k}: {v}\n" for k, v in SHARED.items()))
    for i in range(count):
        (people / f"{100000 + i}.yaml").write_text(extension(i))


if __name__ == "__main__":
    write(int(sys.argv[1]), sys.argv[2])
