"""What goes over the lines between the process that asks, the one that forks, and the one that reads."""

import socket
import struct

_LENGTH = struct.Struct(">I")


def send_job(line: socket.socket, name: str, asked: socket.socket) -> None:
    """The name of a reader, and the socket it is to speak with."""
    spelt = name.encode()
    socket.send_fds(line, [bytes([len(spelt)])], [asked.fileno()])
    line.sendall(spelt)


def next_job(line: socket.socket) -> tuple[str, socket.socket] | None:
    """None when nobody asks any more."""
    length, descriptors, _flags, _address = socket.recv_fds(line, 1, 1)
    if not length:
        return None
    return _exactly(line, length[0]).decode(), socket.socket(fileno=descriptors[0])


def send_frame(line: socket.socket, content: bytes) -> None:
    line.sendall(_LENGTH.pack(len(content)))
    line.sendall(content)


def frame(line: socket.socket) -> bytes:
    return _exactly(line, *_LENGTH.unpack(_exactly(line, _LENGTH.size)))


def _exactly(line: socket.socket, length: int) -> bytes:
    content = bytearray(length)
    view, at = memoryview(content), 0
    while at < length:
        received = line.recv_into(view[at:])
        if not received:
            raise EOFError
        at += received
    return bytes(content)
