#!/usr/bin/env python3
"""script.py ROOT OUT: what one would write in an afternoon instead: PyYAML with libyaml, and Jinja2, one file a phone."""
import os
import sys

import jinja2
import yaml

root, out = sys.argv[1:]
people = os.path.join(root, "extensions.d")


def load(path):
    with open(path, "rb") as file:
        return yaml.load(file, Loader=yaml.CBaseLoader)


with open(os.path.join(root, "templates", "phones", "bench.xml")) as file:
    text = file.read().split("<![CDATA[", 1)[1].split("]]>", 1)[0].split("%%")
jinja = jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined, keep_trailing_newline=True)
template = jinja.from_string("".join("{{" + t + "}}" if i % 2 else t for i, t in enumerate(text)) + "\n")
common = load(os.path.join(people, "_defaults.yaml"))
os.makedirs(out)
for name in os.listdir(people):
    if name.startswith("_"):
        continue
    one = load(os.path.join(people, name))
    mac = one["phone"]["mac"]
    content = template.render(
        common["vars"] | one["vars"], pbx_ip=common["pbx_ip"], mac_address=mac, extension_number=one["extension"],
        extension_first_name=one["first_name"], extension_last_name=one["last_name"], extension_auth_id=one["auth_id"],
        extension_auth_pw=one["auth_password"])
    path = os.path.join(out, mac + ".xml")
    with open(path + "~", "w") as file:
        file.write(content)
    os.rename(path + "~", path)
