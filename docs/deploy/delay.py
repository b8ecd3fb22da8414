"""Joins network interfaces as a switch with long cables: what comes in at one goes out at another a while later.

    python3 delay.py MILLISECONDS INTERFACE INTERFACE...

For trials on a kernel without netem. It passes on whole packets, so acknowledgements, windows and slow start of the
systems at both ends are real. Linux, as root; Python's own library only.
"""
import collections
import select
import socket
import sys
import time

# From <linux/if_packet.h>; Python does not name them.
SOL_PACKET, ADD_MEMBERSHIP, VNET_HDR, IGNORE_OUTGOING, PROMISCUOUS = 263, 1, 15, 23, 1
SO_RCVBUFFORCE, SO_SNDBUFFORCE = 33, 32
ALL_PROTOCOLS = 3
# A header that says which checksums and segments are still to be made, then a frame of up to 64 KiB.
VNET_HEADER, MAX_PACKET = 10, 1 << 17


def port(interface):
    raw = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, 0)
    raw.setsockopt(SOL_PACKET, VNET_HDR, 1)
    raw.setsockopt(SOL_PACKET, IGNORE_OUTGOING, 1)
    raw.setsockopt(socket.SOL_SOCKET, SO_RCVBUFFORCE, 64 << 20)
    raw.setsockopt(socket.SOL_SOCKET, SO_SNDBUFFORCE, 64 << 20)
    raw.bind((interface, ALL_PROTOCOLS))
    index = socket.if_nametoindex(interface).to_bytes(4, sys.byteorder)
    raw.setsockopt(SOL_PACKET, ADD_MEMBERSHIP, index + PROMISCUOUS.to_bytes(2, sys.byteorder) + bytes(10))
    raw.setblocking(False)
    return raw


def main(delay, interfaces):
    ports = [port(name) for name in interfaces]
    at = {}  # by address of a network card: the port behind which it is
    waiting = collections.deque()  # (when, port it came from, packet), in order
    while True:
        now = time.monotonic()
        while waiting and waiting[0][0] <= now:
            _, source, packet = waiting.popleft()
            known = at.get(packet[VNET_HEADER:VNET_HEADER + 6])
            for target in [known] if known else [other for other in ports if other is not source]:
                try:
                    target.send(packet)
                except BlockingIOError:
                    pass  # lost, as on a full line
        ready, _, _ = select.select(ports, [], [], max(0, waiting[0][0] - now) if waiting else None)
        now = time.monotonic()
        for source in ready:
            try:
                for _ in range(64):
                    packet = source.recv(MAX_PACKET)
                    at[packet[VNET_HEADER + 6:VNET_HEADER + 12]] = source
                    waiting.append((now + delay, source, packet))
            except BlockingIOError:
                pass


if __name__ == "__main__":
    if len(sys.argv) < 4:
        sys.exit(__doc__)
    main(float(sys.argv[1]) / 1000, sys.argv[2:])
