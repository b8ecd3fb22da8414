"""Reads and writes .npy files of 64-bit floats, without packages.

    python3 npy.py write FILE '[[1, 2], [3, 4]]'
    python3 npy.py read FILE
"""
import ast
import json
import struct
import sys


def write(path, rows):
    shape = []
    level = rows
    while isinstance(level, list):
        shape.append(len(level))
        level = level[0]
    values = flat(rows)
    header = "{'descr': '<f8', 'fortran_order': False, 'shape': (%s), }" % "".join("%d, " % size for size in shape)
    header += " " * (-(len(header) + 11) % 64) + "\n"
    with open(path, "wb") as file:
        file.write(b"\x93NUMPY\x01\x00" + struct.pack("<H", len(header)) + header.encode("latin1"))
        file.write(struct.pack("<%dd" % len(values), *values))


def read(path):
    """Shape and values, row by row."""
    with open(path, "rb") as file:
        start = file.read(10)
        if start[:6] != b"\x93NUMPY":
            raise ValueError(path + " is no .npy file")
        header = ast.literal_eval(file.read(struct.unpack("<H", start[8:])[0]).decode("latin1"))
        data = file.read()
    return list(header["shape"]), list(struct.unpack("<%dd" % (len(data) // 8), data))


def flat(rows):
    return [x for row in rows for x in flat(row)] if isinstance(rows, list) else [float(rows)]


if __name__ == "__main__":
    if sys.argv[1:2] == ["write"] and len(sys.argv) == 4:
        write(sys.argv[2], json.loads(sys.argv[3]))
    elif sys.argv[1:2] == ["read"] and len(sys.argv) == 3:
        print(*read(sys.argv[2]))
    else:
        sys.exit(__doc__)
