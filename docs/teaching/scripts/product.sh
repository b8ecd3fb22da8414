#!/bin/sh
# Two matrices, shared, multiplied on shares, put together again; and the share files added by hand.
# Usage: product.sh [FOLDER]   (MOIETY names the command, default ./moiety)
set -eu
moiety=${MOIETY:-./moiety}
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
folder=${1:-$(mktemp -d)}
mkdir -p "$folder"

python3 "$here/npy.py" write "$folder/a.npy" '[[1.5, -2, 0], [3, 1, 0.25]]'
python3 "$here/npy.py" write "$folder/b.npy" '[[2, 1], [0.5, -1], [4, 3]]'

$moiety share "$folder/a.npy" --out "$folder/a"
$moiety share "$folder/b.npy" --out "$folder/b"
echo "What the parties hold of the left matrix, and what that adds up to:"
python3 "$here/shares.py" "$folder/a"

$moiety compute matmul "$folder/a" "$folder/b" --out "$folder/c"
$moiety reconstruct "$folder/c" --out "$folder/c.npy"
echo "The product, by moiety and by hand:"
python3 "$here/npy.py" read "$folder/c.npy"
python3 "$here/shares.py" "$folder/c"

# Exact would be 2 3.5 / 7.5 2.75; a truncation may be one unit of 2^-24 too high.
python3 - "$here" "$folder" <<'PYTHON'
import sys
sys.path.insert(0, sys.argv[1])
import npy, shares
exact = [2.0, 3.5, 7.5, 2.75]
for values in (npy.read(sys.argv[2] + "/c.npy")[1], shares.add(sys.argv[2] + "/c")[3]):
    if any(abs(x - y) > 2.0 ** -23 for x, y in zip(values, exact)):
        sys.exit("they differ: %s, expected %s" % (values, exact))
print("They agree.")
PYTHON
