"""Writes zone-oracle.json beside it: what zic made of the same release, read by Python's zoneinfo.

python3 zone-oracle.py FOLDER   a folder of compiled zones of the main data, with tzdata.zi (the PyPI package tzdata)

For every zone the SHA-256 of its changes of offset until 2100, a line `instant offset` each, the first `- offset`.
"""

import hashlib
import json
import pathlib
import re
import struct
import sys
import zoneinfo
from datetime import datetime, timedelta, timezone

folder = pathlib.Path(sys.argv[1])
zoneinfo.reset_tzpath([str(folder.resolve())])
source = (folder / "tzdata.zi").read_text()
epoch = datetime(1970, 1, 1, tzinfo=timezone.utc)
end = int((datetime(2100, 1, 1, tzinfo=timezone.utc) - epoch).total_seconds())


def written(name):
    """The changes that a TZif file holds, in 64 bits."""
    data = (folder / name).read_bytes()
    counts = struct.unpack(">6l", data[20:44])
    at = 44 + counts[3] * 5 + counts[4] * 6 + counts[5] + counts[2] * 8 + counts[1] + counts[0]
    _, _, _, times, types, _ = struct.unpack(">6l", data[at + 20 : at + 44])
    at += 44
    instants = struct.unpack(f">{times}q", data[at : at + 8 * times])
    kinds = data[at + 8 * times : at + 9 * times]
    offsets = [struct.unpack(">l", data[at + 9 * times + 6 * i :][:4])[0] for i in range(types)]
    changes = [(None, offsets[0])]
    for instant, kind in zip(instants, kinds):
        if offsets[kind] != changes[-1][1]:
            changes.append((instant, offsets[kind]))
    return changes


def until_2100(name):
    """Those, and what the file's last rule goes on to do, found by asking and halving."""
    zone = zoneinfo.ZoneInfo(name)
    offset = lambda second: int((epoch + timedelta(seconds=second)).astimezone(zone).utcoffset().total_seconds())
    changes = [change for change in written(name) if change[0] is None or change[0] < end]
    second = max(changes[-1][0] or 0, 0)
    while second < end:
        step = min(second + 86400, end)
        if offset(step) != offset(second):
            low, high = second, step
            while high - low > 1:
                middle = (low + high) // 2
                low, high = (middle, high) if offset(middle) == offset(low) else (low, middle)
            if high < end:
                changes.append((high, offset(high)))
        second = step
    return changes


zones = {}
for name in sorted(re.findall(r"^Z (\S+)", source, re.M)):
    lines = "".join(f"{'-' if at is None else at} {offset}\n" for at, offset in until_2100(name))
    zones[name] = hashlib.sha256(lines.encode()).hexdigest()[:16]
release = re.search(r"^# version (\S+)", source, re.M).group(1)
out = pathlib.Path(__file__).with_name("zone-oracle.json")
out.write_text(json.dumps({"release": release, "zones": zones}, indent=2) + "\n")
