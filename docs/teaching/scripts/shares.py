"""Adds the two share files of a folder, with whole numbers only, and prints what they stand for.

    python3 shares.py FOLDER
"""
import hashlib
import os
import struct
import sys


def read(path):
    """The fields of a share file, as docs/CLI.md has them."""
    with open(path, "rb") as file:
        data = file.read()
    if data[:8] != b"MOIETYSH":
        raise ValueError(path + " is no share file")
    if hashlib.sha256(data[:-32]).digest() != data[-32:]:
        raise ValueError(path + " is damaged")
    p = int.from_bytes(data[32:48], "little")
    base, digits, _, rank = struct.unpack("<4i", data[48:64])
    shape = struct.unpack("<%dq" % rank, data[64:64 + 8 * rank])
    body = data[64 + 8 * rank:-32]
    elements = [int.from_bytes(body[i:i + 16], "little") for i in range(0, len(body), 16)]
    return p, base ** digits, shape, elements


def add(folder):
    """Shape, shares of both parties, and the numbers they add up to."""
    p, scale, shape, share0 = read(os.path.join(folder, "party-0.share"))
    _, _, _, share1 = read(os.path.join(folder, "party-1.share"))
    sums = [(x + y) % p for x, y in zip(share0, share1)]
    return shape, share0, share1, [(s - p if s > p // 2 else s) / scale for s in sums]


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    shape, share0, share1, values = add(sys.argv[1])
    print("shape", *shape)
    for x, y, value in zip(share0, share1, values):
        print("%39d + %39d  ->  %g" % (x, y, value))
