"""Shares the same numbers once, in one array of many copies, and counts where party 0's shares fall.

    python3 flat.py [NUMBER] [COPIES]
"""
import os
import subprocess
import sys
import tempfile

import npy
import shares

BINS = 16


def main(number, copies):
    moiety = os.environ.get("MOIETY", "./moiety").split()
    with tempfile.TemporaryDirectory() as folder:
        npy.write(folder + "/x.npy", [number] * copies)
        subprocess.run(moiety + ["share", folder + "/x.npy", "--out", folder + "/x"], check=True, stdout=subprocess.DEVNULL)
        p = shares.read(folder + "/x/party-0.share")[0]
        _, share0, _, values = shares.add(folder + "/x")
    if any(value != number for value in values):
        sys.exit("they do not add up")
    counts = [0] * BINS
    for share in share0:
        counts[share * BINS // p] += 1
    print("%d shares of %g, by sixteenths of 0 .. p - 1:" % (copies, number))
    for count in counts:
        print("%6d %s" % (count, "#" * (count * BINS * 30 // copies)))
    chi_square = sum((count - copies / BINS) ** 2 / (copies / BINS) for count in counts)
    print("chi-square %.1f (uniform: about %d)" % (chi_square, BINS - 1))
    if chi_square > 100:
        sys.exit("that is not flat")


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else 3.5, int(sys.argv[2]) if len(sys.argv) > 2 else 8000)
