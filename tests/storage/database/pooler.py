"""A transaction pooler for PostgreSQL, in the manner of pgbouncer: many clients share a few server connections, each
for one transaction at a time. It knows nothing of prepared statements, as most poolers do not.
"""

import asyncio
import contextlib
import struct
import threading
from collections.abc import AsyncIterator, Iterator

from sqlalchemy import URL, make_url

_PROTOCOL = 196_608
_SSL, _GSS = 80_877_103, 80_877_104
_IDLE = b"I"

Server = tuple[asyncio.StreamReader, asyncio.StreamWriter]


@contextlib.contextmanager
def pooler(url: str, size: int) -> Iterator[str]:
    """Run a pooler before the PostgreSQL of ``url``, with ``size`` server connections; yields its own address."""
    behind, loop, ready = make_url(url), asyncio.new_event_loop(), threading.Event()
    port: list[int] = []

    async def serve() -> None:
        async with _Pooler(behind, size).listening() as bound:
            port.append(bound)
            ready.set()
            await asyncio.Event().wait()

    def run() -> None:
        with contextlib.suppress(asyncio.CancelledError):
            loop.run_until_complete(task)
        loop.run_until_complete(loop.shutdown_asyncgens())
        loop.close()

    task = loop.create_task(serve())
    thread = threading.Thread(target=run, name="pooler")
    thread.start()
    try:
        assert ready.wait(60), "the pooler did not start"
        here = URL.create("postgresql", behind.username, None, "127.0.0.1", port[0], behind.database)
        yield here.render_as_string(hide_password=False)
    finally:
        loop.call_soon_threadsafe(task.cancel)
        thread.join(60)


class _Pooler:
    def __init__(self, behind: URL, size: int) -> None:
        self._behind, self._size = behind, size
        self._free: asyncio.Queue[Server] = asyncio.Queue()
        self._greeting = b""
        self._clients: set[asyncio.Task[None]] = set()

    @contextlib.asynccontextmanager
    async def listening(self) -> AsyncIterator[int]:
        servers = [await self._connect() for _each in range(self._size)]
        for server in servers:
            self._free.put_nowait(server)
        listener = await asyncio.start_server(self._hear, "127.0.0.1", 0)
        try:
            yield listener.sockets[0].getsockname()[1]
        finally:
            listener.close()
            for client in self._clients:
                client.cancel()
            await asyncio.gather(*self._clients, return_exceptions=True)
            for _reader, writer in servers:
                writer.close()

    async def _connect(self) -> Server:
        where = str(self._behind.query.get("host") or self._behind.host)
        if where.startswith("/"):
            opening = asyncio.open_unix_connection(f"{where}/.s.PGSQL.{self._behind.port or 5432}")
        else:
            opening = asyncio.open_connection(where, self._behind.port or 5432)
        reader, writer = await opening
        named = f"user\0{self._behind.username}\0database\0{self._behind.database}\0\0".encode()
        writer.write(struct.pack("!II", len(named) + 8, _PROTOCOL) + named)
        self._greeting = b""
        while True:
            message = await _read(reader)
            assert message[:1] != b"E", message
            if message[:1] in b"RSK":
                self._greeting += message
            if message[:1] == b"Z":
                self._greeting += message
                return reader, writer

    async def _hear(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._clients.add(task)
        try:
            with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError):
                await self._serve(reader, writer)
        finally:
            self._clients.discard(task)
            writer.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while True:
            (length,) = struct.unpack("!I", await reader.readexactly(4))
            (code,) = struct.unpack("!I", (await reader.readexactly(length - 4))[:4])
            if code not in (_SSL, _GSS):
                break
            writer.write(b"N")
        writer.write(self._greeting)
        while True:
            first = await _read(reader)
            if first[:1] == b"X":
                return
            server = await self._free.get()
            try:
                await self._one_transaction(first, reader, writer, server)
            finally:
                self._free.put_nowait(server)

    async def _one_transaction(
        self, first: bytes, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, server: Server
    ) -> None:
        async def pass_on() -> None:
            while True:
                server[1].write(await _read(reader))

        server[1].write(first)
        passing = asyncio.create_task(pass_on())
        try:
            while True:
                message = await _read(server[0])
                writer.write(message)
                if message[:1] == b"Z" and message[5:6] == _IDLE:
                    return
        finally:
            passing.cancel()
            await asyncio.gather(passing, return_exceptions=True)


async def _read(reader: asyncio.StreamReader) -> bytes:
    head = await reader.readexactly(5)
    (length,) = struct.unpack("!I", head[1:])
    return head + await reader.readexactly(length - 4)
