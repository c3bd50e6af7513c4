#!/usr/bin/python3
"""Relays MQTT over TLS between one home and its broker, and loses live segments on the way.

It ends TLS on both sides with the keys of a ward that a test has made, so that it can tell messages
apart. Of PUBLISH packets on live topics it drops so many in a thousand, drawn from the seed; all else
passes. What it did stands on standard output, a line each, with times of CLOCK_MONOTONIC.

usage: lossy_relay.py PORT BROKER_PORT WARD HOME PER_MILLE SEED
"""

import asyncio
import random
import ssl
import sys
import time

PORT, BROKER_PORT, WARD, HOME, PER_MILLE, SEED = sys.argv[1:]
LIVE = b"/live/"
dice = random.Random(int(SEED))
passed = dropped = 0
streams = set()


def tell(what):
    print(time.monotonic_ns(), what, flush=True)


async def packet(reader):
    """One MQTT control packet (MQTT 5, 2.1): its first byte, its body and all of its bytes."""
    head = await reader.readexactly(1)
    length = shift = 0
    while True:
        byte = await reader.readexactly(1)
        head += byte
        length |= (byte[0] & 0x7F) << shift
        shift += 7
        if not byte[0] & 0x80:
            break
    body = await reader.readexactly(length)
    return head[0], body, head + body


def is_live(first, body):
    return first >> 4 == 3 and LIVE in body[2 : 2 + int.from_bytes(body[:2], "big")]


async def to_home(reader, writer):
    global passed, dropped
    while True:
        first, body, whole = await packet(reader)
        if is_live(first, body):
            topic = body[2 : 2 + int.from_bytes(body[:2], "big")]
            if topic not in streams:
                streams.add(topic)
                tell("first segment")
            if dice.randrange(1000) < int(PER_MILLE):
                dropped += 1
                tell(f"dropped {dropped} of {passed + dropped}")
                continue
            passed += 1
        writer.write(whole)
        await writer.drain()


async def to_broker(reader, writer):
    while data := await reader.read(65536):
        writer.write(data)
        await writer.drain()


def context(purpose, certificate, key):
    made = ssl.create_default_context(purpose, cafile=f"{WARD}/broker/ca.pem")
    made.verify_mode = ssl.CERT_REQUIRED
    made.load_cert_chain(certificate, key)
    return made


async def serve(reader, writer):
    try:
        up = context(ssl.Purpose.SERVER_AUTH, f"{HOME}/identity.pem", f"{HOME}/identity.key")
        broker = await asyncio.open_connection("localhost", int(BROKER_PORT), ssl=up)
        await asyncio.gather(to_home(broker[0], writer), to_broker(reader, broker[1]))
    except (OSError, asyncio.IncompleteReadError) as fault:
        tell(f"closed: {fault}")
    finally:
        writer.close()


async def main():
    down = context(
        ssl.Purpose.CLIENT_AUTH, f"{WARD}/broker/server.pem", f"{WARD}/broker/server.key")
    server = await asyncio.start_server(serve, "127.0.0.1", int(PORT), ssl=down)
    tell("listens")
    await server.serve_forever()


asyncio.run(main())
