"""Reads a trace (moiety train --trace FILE) and tells what each role sent, layer by layer.

    python3 opened.py FILE
"""
import json
import sys
from collections import Counter


def main(path):
    sent = Counter()
    with open(path, encoding="utf-8") as file:
        for line in file:
            event = json.loads(line)
            if event["event"] == "send":
                place = (event["role"], event["layer"] or "-", event["phase"])
                sent[place] += event.get("length", 0)
    print("%-10s %-24s %-10s %14s" % ("role", "layer", "phase", "numbers sent"))
    for (role, layer, phase), count in sorted(sent.items()):
        print("%-10s %-24s %-10s %14s" % (role, layer, phase, format(count, ",")))


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(sys.argv[1])
