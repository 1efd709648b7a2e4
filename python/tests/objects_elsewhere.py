"""Objects for other processes."""

import asyncio
import logging
import os
import signal
import sys
import threading
import time
import warnings


class Thing:
    """What the tests ask of an object."""

    kind = "thing"

    def __init__(self, name="it", *, gain=1):
        self.name, self.gain = name, gain
        self.lock = threading.Lock()
        self.part = Part()
        self.log = []
        self.main = threading.current_thread() is threading.main_thread()

    # Plain calls

    def pid(self):
        return os.getpid()

    def echo(self, value):
        return value

    def add(self, a, b=1, *more):
        return a + b + sum(more)

    def note(self, value):
        self.log.append(value)
        return len(self.log)

    def stop(self):
        return "stopped itself"

    @property
    def double(self):
        return 2 * self.gain

    def locked(self):
        return self.lock

    def keep(self, value):
        self.kept = value
        return value

    def spoil(self):
        self.kept[:] = 7

    def shown(self):
        return float(self.kept.flat[0])

    # On the loop

    async def later(self, value, seconds=0.0):
        await asyncio.sleep(seconds)
        return value

    async def meet(self):
        self.met = getattr(self, "met", 0) + 1
        while self.met < 2:
            await asyncio.sleep(0.001)
        return self.met

    async def wait_for_ever(self):
        try:
            await asyncio.get_running_loop().create_future()
        finally:
            self.log.append("cancelled")

    def begin(self):
        """Begins something on the loop that goes on."""

        async def count():
            self.count = 0
            while True:
                self.count += 1
                await asyncio.sleep(0.001)

        self.counting = asyncio.get_running_loop().create_task(count())

    # One by one

    def numbers(self, count):
        try:
            for number in range(count):
                self.log.append(number)
                yield number
        finally:
            self.log.append("closed")

    async def numbers_later(self, count):
        try:
            for number in range(count):
                await asyncio.sleep(0)
                self.log.append(number)
                yield number
        finally:
            await asyncio.sleep(0)
            self.log.append("closed")

    async def opened(self, count):
        await asyncio.sleep(0)
        return self.numbers_later(count)

    def broken(self):
        yield 1
        raise ValueError("broken")

    def sleepy(self, bed):
        """Says by a file that it sleeps."""
        yield 1
        try:
            open(bed, "w").close()
            time.sleep(1000)
        finally:
            self.log.append("woken")

    # What goes wrong

    def fail(self, error):
        raise error

    def fail_oddly(self):
        raise OddError(1, "two")

    def fail_with_a_lock(self):
        raise ValueError("locked", self.lock)

    def fail_for_a_reason(self):
        try:
            raise KeyError("reason")
        except KeyError as reason:
            raise ValueError("failed") from reason

    def leave(self, status):
        sys.exit(status)

    def sleep(self, seconds):
        try:
            print("sleeping", flush=True)
            time.sleep(seconds)
        except BaseException as error:
            self.log.append(type(error).__name__)
            raise

    def ignore(self, seconds):
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        print("ignoring", flush=True)
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            try:
                time.sleep(seconds)
            except BaseException:
                pass

    def say(self, text):
        print(text)
        print(text.upper(), file=sys.stderr)
        logging.getLogger("elsewhere").warning("logged %s", text)
        os.write(1, b"written\n")

    def end(self, how):
        print("last words", file=sys.stderr)
        if how == "exit":
            os._exit(3)
        if how == "segfault":
            import faulthandler

            faulthandler._sigsegv()
        os.kill(os.getpid(), signal.SIGKILL)

    def fork_and_end(self):
        """Leaves a child that has all that this process had open."""
        child = self.fork()
        if child == 0:
            time.sleep(1000)
        print(child, flush=True)
        os._exit(4)

    def fork(self):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return os.fork()

    def garble(self, garbage):
        """Writes where only the package should."""
        for descriptor in range(3, 20):
            try:
                os.write(descriptor, garbage)
            except OSError:
                pass

    def close_everything(self):
        os.closerange(3, 64)

    def open_files(self):
        return len(os.listdir("/proc/self/fd"))


class Part:
    name = "part"

    def twice(self, value):
        return 2 * value


class OddError(Exception):
    """What cannot be made again by what it says of itself."""

    def __init__(self, number, text):
        super().__init__(f"{number} {text}")
        self.number = number


async def make_later(name):
    await asyncio.sleep(0)
    return Thing(name)


def fail_to_make():
    raise ValueError("no thing")


def sleep_and_make():
    time.sleep(1000)


def crash():
    print("bye", file=sys.stderr)
    os._exit(5)
