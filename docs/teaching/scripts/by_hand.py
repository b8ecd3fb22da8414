"""Runs lesson multiply with a small prime, and computes every number again from what each party holds.

    python3 by_hand.py [--seed S] [--set NAME=VALUE ...]
"""
import json
import os
import subprocess
import sys


def lesson(name, arguments):
    """The JSON objects that a lesson prints."""
    command = os.environ.get("MOIETY", "./moiety").split() + ["demo", name, "--json", "--auto"] + arguments
    lines = subprocess.run(command, stdout=subprocess.PIPE, check=True, text=True).stdout.splitlines()
    return [json.loads(line) for line in lines]


def values(steps):
    """Every value by its id: x_0, alpha, ..."""
    known = {}
    for step in steps:
        lists = [step.get(place, []) for place in ("party0", "party1", "dealer", "open")]
        for value in [v for each in lists for v in each] + [message["value"] for message in step.get("wire", [])]:
            known[value["id"]] = int(value["entries"][0]["digits"])
    return known


def check(name, left, right):
    print("%-42s %5d = %5d" % (name, left, right))
    if left != right:
        sys.exit("they differ")


def main(arguments):
    objects = lesson("multiply", ["--small"] + arguments)
    start, result = objects[0], objects[-1]
    p = int(start["prime"])
    v = values([o for o in objects if o["event"] == "step"])
    half = (p + 1) // 2
    print("modulo", p)
    check("c = a b", v["c"], v["a"] * v["b"] % p)
    for i in "01":
        check("alpha_%s = x_%s - a_%s" % (i, i, i), v["alpha_" + i], (v["x_" + i] - v["a_" + i]) % p)
        check("beta_%s = y_%s - b_%s" % (i, i, i), v["beta_" + i], (v["y_" + i] - v["b_" + i]) % p)
    alpha, beta = v["alpha"], v["beta"]
    check("alpha = alpha_0 + alpha_1", alpha, (v["alpha_0"] + v["alpha_1"]) % p)
    check("beta = beta_0 + beta_1", beta, (v["beta_0"] + v["beta_1"]) % p)
    for i in "01":
        z = v["c_" + i] + alpha * v["b_" + i] + v["a_" + i] * beta + alpha * beta * half
        check("z_%s = c_%s + alpha b_%s + a_%s beta + ../2" % (i, i, i, i), v["z_" + i], z % p)
    x, y = v["x_0"] + v["x_1"], v["y_0"] + v["y_1"]
    check("z_0 + z_1 = x y", (v["z_0"] + v["z_1"]) % p, x * y % p)
    print("Moiety says:", result["outcome"], result["reconstructed"]["entries"][0]["decoded"])


if __name__ == "__main__":
    main(sys.argv[1:])
