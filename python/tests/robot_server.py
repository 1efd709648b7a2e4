"""A server of an arm, as a program is to find one: the protocol of docs/reference/arm-protocol.md, without an arm.

As a program, it serves the socket that it is given until it is killed.
"""

import contextlib
import json
import os
import socket
import sys
import threading
import time

import robot_files

HOME = [0, 0, 0, -1.57079, 0, 1.57079, -0.7853]
GAINS = {
    "kp": 80.0,
    "kd": 4.0,
    "ki": 0.1,
    "ee_kp": 100.0,
    "ee_kd": 4.0,
    "null_kp": 1.0,
    "null_kd": 1.0,
    "torque_limit": 87.0,
    "torque_diff_limit": 990.0,
}
TARGETS = ("q_desired", "ee_desired", "torque")
LOOKS_AT = {
    "impedance": "q_desired",
    "pid": "q_desired",
    "osc": "ee_desired",
    "osc_damped": "ee_desired",
    "torque": "torque",
    "gravity": None,
}
POSE = [1.0, 0, 0, 0.3, 0, 1, 0, 0, 0, 0, 1, 0.5, 0, 0, 0, 1]


class Server:
    """Answers by its methods `do_<command>`; what they return is `ok`, what they raise `error`."""

    def __init__(self, folder):
        self.folder = folder
        self.path = os.path.join(folder, "arm.sock")
        self.asked = []
        self.slow = ("move", "record")
        self.clients = []
        self.gone = threading.Semaphore(0)
        self.setting = {
            "law": "impedance",
            "q_desired": HOME,
            "ee_desired": POSE,
            "torque": [0.0] * 7,
            "initial_qpos": HOME,
            "initial_ee": POSE,
            "tool": POSE,
            "gains": {name: [value] * (6 if name.startswith("ee") else 7) for name, value in GAINS.items()},
        }
        self.end = None
        self.running = False
        self.is_armed = True
        self._lock = threading.Lock()
        self._listening = socket.socket(socket.AF_UNIX)
        self._listening.bind(self.path)
        self._listening.listen()
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self):
        self.running = False
        with contextlib.suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        for client in list(self.clients):
            with contextlib.suppress(OSError):
                client.shutdown(socket.SHUT_RDWR)
            client.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def tell(self, **said):
        with self._lock:
            for client in list(self.clients):
                with contextlib.suppress(OSError):
                    client.sendall(json.dumps(said).encode() + b"\n")

    def say(self, text):
        self.clients[-1].sendall(text)

    def fail(self, kind="reflexes", words="the arm stopped by a reflex: joint_velocity_violation"):
        """Ends the loop by a fault."""
        self._ended(kind, words, True)

    def _ended(self, kind, words, fault):
        self.running = False
        self.writer.write(phase=3)
        self.end = {"kind": kind, "words": words, "fault": fault}
        self.tell(event="ended", **self.end)

    def _accept(self):
        with contextlib.suppress(OSError):
            while True:
                client, _ = self._listening.accept()
                self.clients.append(client)
                threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client):
        with contextlib.suppress(OSError, ValueError), client.makefile("rb") as lines:
            for line in lines:
                try:
                    said = json.loads(line)
                except ValueError:
                    client.sendall(b'{"error": {"kind": "protocol", "message": "expected an object of JSON"}}\n')
                    continue
                self.asked.append(said)
                asked = client, said.pop("id"), said.pop("do"), said
                if asked[2] in self.slow:
                    threading.Thread(target=self._answer, args=asked, daemon=True).start()
                else:
                    self._answer(*asked)
        if client in self.clients:
            self.clients.remove(client)
        client.close()
        self.gone.release()

    def _answer(self, client, number, what, said):
        try:
            answer = {"ok": getattr(self, f"do_{what}")(**said)}
        except RefusedError as refusal:
            answer = {"error": {"kind": refusal.args[0], "message": refusal.args[1]}}
        if answer.get("ok", "") is not None:
            with self._lock, contextlib.suppress(OSError):
                client.sendall(json.dumps({"id": number, **answer}).encode() + b"\n")

    def do_hello(self, version, name):
        there = {name: os.path.join(self.folder, name) if self.running else None for name in ("board", "ring")}
        limits = {
            "q_min": [-3] * 7,
            "q_max": [3] * 7,
            "dq": [2] * 7,
            "torque": [87] * 4 + [12] * 3,
            "torque_rate": [990] * 7,
        }
        return {
            "version": version,
            "arm": "franka-sim",
            "model": "fr3",
            "simulated": True,
            "joints": 7,
            "limits": limits,
            "home": HOME,
            "running": self.running,
            "starting": False,
            "safety": "armed" if self.is_armed else "disarmed",
            "laws": list(LOOKS_AT),
            "pid": os.getpid(),
            **there,
        }

    def do_start(self):
        if not self.is_armed:
            raise RefusedError("disarmed", "the arm was not started: its robot is disarmed")
        if self.running:
            raise RefusedError("state", "the arm is running already")
        self.board, self.ring = (os.path.join(self.folder, name) for name in ("board", "ring"))
        self.writer = robot_files.Writer(self.board)
        self.cycles = robot_files.Writer(self.ring, "ring", rows=256)
        self.running = True
        self.cycle()
        return {"board": self.board, "ring": self.ring, "granted": ["scheduling: not granted"], "setting": self.setting}

    def cycle(self, **columns):
        now = time.monotonic_ns()
        columns = {"q": HOME, "nano_time": now, "extras": [0] * 4 + HOME + POSE, **columns}
        self.writer.write(**columns)
        self.cycles.write(deadline=now, woke=now, written=now)

    def do_stop(self):
        if self.running:
            self._ended("stopped", "the loop was stopped", False)
        if self.end is None:
            raise RefusedError("state", "the arm was never started")
        return {"end": self.end}

    def do_switch(self, law):
        self.setting["law"] = law
        return {"setting": self.setting}

    def do_set(self, name, value, hold_ms=None):
        law, looks_at = self.setting["law"], LOOKS_AT[self.setting["law"]]
        if name in TARGETS and looks_at is None:
            raise RefusedError(
                "refused", f"the law {law} takes no targets, such as {name}: switch to another law first"
            )
        if name in TARGETS and name != looks_at:
            raise RefusedError(
                "refused",
                f"the law {law} looks at {looks_at} alone, not at {name}: set that, or switch to another law first",
            )
        if name in self.setting["gains"]:
            self.setting["gains"][name] = value if isinstance(value, list) else [value] * 7
        else:
            self.setting[name] = value
        return {}

    def do_setting(self):
        return self.setting

    def do_move(self, qpos, **limits):
        return {"end": "arrived", "words": "the arm has arrived"}

    def do_stats(self):
        return {"loop_stats": {"cycles": 5, "gap_us": {"p50": 1000.0}}}

    def do_record(self, seconds, path, fields=()):
        return {"path": path, "rows": int(seconds * 1000)}

    def do_status(self):
        return {"running": self.running, "starting": False, "safety": "armed", "law": "impedance", "end": self.end}

    def do_disarm(self):
        self.is_armed = False
        if self.running:
            self._ended("safety_left", "the robot is disarmed", False)
        self.tell(event="safety", state="disarmed")
        return {"safety": "disarmed"}


class RefusedError(Exception):
    """A kind and a message."""


class Cycling:
    """Keeps a server's loop alive for as long as it is entered."""

    def __init__(self, server):
        self._server, self._over = server, threading.Event()

    def __enter__(self):
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self):
        while not self._over.wait(0.001):
            if self._server.running:
                self._server.cycle()

    def __exit__(self, *_):
        self._over.set()
        self._thread.join()


if __name__ == "__main__":
    with Server(sys.argv[1]) as server, Cycling(server):
        print(server.path, flush=True)
        threading.Event().wait()
