"""Arms whose loops run in Java: in the program's own process, and in another one."""

import importlib.util
import subprocess
import sys
import tempfile
import textwrap
import unittest

import guest

if importlib.util.find_spec("numpy") is None:
    raise unittest.SkipTest("this Python has no NumPy, which terrarium.robot needs")

_REFLEX = "the arm stopped by a reflex: communication_constraints_violation"
_TIMES = 5

_QUICKLY = {"TERRARIUM_JVM_OPTIONS": "-XX:TieredStopAtLevel=1"}
"""A loop rehearses until its code is compiled, which takes the JVM's optimizing compiler some seconds of each start."""

_PREPARED = """
import asyncio, gc, os, signal, sys, threading, time, warnings
import numpy as np
from terrarium.robot import *
from terrarium.robot._values import GAINS

HOME = [0, 0, 0, -1.57079, 0, 1.57079, -0.7853]
NEAR = [0.2, 0, 0, -1.57079, 0, 1.57079, -0.7853]
FAR = [2.5, 0, 0, -1.57079, 0, 1.57079, -0.7853]

def raised(kind, call):
    try:
        call()
    except kind as error:
        return f"{type(error).__name__}: {error}"
    raise AssertionError(f"no {kind} was raised")

def until(is_so):
    while not is_so():
        time.sleep(0.001)
"""


def run(code):
    """Returns what came of it; where the machine kept the loop waiting until the arm stopped, as it should, it runs anew."""
    for _ in range(_TIMES):
        done = guest.run(_PREPARED + textwrap.dedent(code), prepared=False, **_QUICKLY)
        if _REFLEX not in done.err:
            break
    return done


class OwnProcessTest(unittest.TestCase):
    def test_an_arm_does_what_it_is_told_whatever_python_does(self):
        done = run("""
            robot = RobotInterface(arm="on_start")
            arm = FrankaController(robot).sync
            print(raised(RobotError, lambda: robot.state))
            granted = arm.start()
            assert any(line.startswith("scheduling: ") for line in granted), granted
            print(raised(RobotError, arm.start))

            arm.move(NEAR, jerk=10)
            np.testing.assert_allclose(NEAR, arm.state["qpos"], atol=0.03)
            before = robot.state.cycle
            until(lambda: robot.state.cycle > before + 100)

            for name, value in (("q_desired", FAR[:6]), ("q_desired", [9] * 7), ("ee_desired", np.eye(4) * 9),
                                ("torque", [1000] * 7), ("kp", float("nan")), ("kp", -1)):
                raised(RobotRefused, lambda: arm.set(name, value))
            arm.kp = 200
            assert arm.kp.tolist() == [200] * 7
            for name in GAINS:
                gain = getattr(arm, name)
                arm.set(name, gain)
                assert (getattr(arm, name) == gain).all(), name
            for law in ("pid", "osc", "osc_damped", "torque", "gravity", "impedance"):
                arm.switch(law)
                assert arm.law == law
                until(lambda: arm.state.law == law)
            print(raised(RobotRefused, lambda: arm.switch("magic")))

            arm.set_freq(100)
            pose = arm.initial_ee
            arm.switch("osc")
            for _ in range(20):
                pose[2, 3] -= 0.001
                arm.set("ee_desired", pose, hold=1)
            until(lambda: np.allclose(arm.ee_desired, pose))
            arm.set_tcp([[1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 1, 0.1], [0, 0, 0, 1]])

            assert arm.test_connection(1).cycles > 50
            assert arm.loop_stats()["cycles"] > 100
            print(arm.stop())
            print(raised(RobotError, lambda: arm.state))
            arm.start()
            arm.state
            print(arm.disarm(), arm.safety)
            print(raised(RobotDisarmed, lambda: arm.state))
        """)

        self.assertEqual((0, ""), (done.status, done.err))
        self.assertEqual(
            [
                "RobotError: the arm is not running: start() begins its loop",
                "RobotError: the arm 'arm' has been started: stop it, and wait for its end, before it is started again",
                "RobotRefused: there is no law 'magic': expected one of impedance, pid, osc, osc_damped, torque, "
                "gravity",
                "the loop was stopped",
                "RobotError: the loop of the arm has ended: the loop was stopped; start() begins another loop",
                "disarmed disarmed",
            ],
            done.out.splitlines()[:-1],
        )
        self.assertIn("RobotDisarmed: the loop of the arm has ended: the permit to move is over", done.out)

    def test_moves_are_awaited_superseded_and_cancelled(self):
        done = run("""
            async def main():
                robot = RobotInterface(arm="on_start")
                arm = FrankaController(robot)
                await arm.start()
                moving = asyncio.ensure_future(arm.move(FAR))
                while abs(arm.state["qvel"][0]) < 0.01:
                    await asyncio.sleep(0.001)
                arm.switch("impedance")
                try:
                    await moving
                except NotArrived as error:
                    print(error.end, abs(arm.state["qpos"][0]) < 2.5)

                moving = asyncio.ensure_future(arm.move(FAR))
                while arm.q_desired[0] < arm.initial_qpos[0] + 0.01:
                    await asyncio.sleep(0.001)
                moving.cancel()
                await asyncio.gather(moving, return_exceptions=True)
                before = arm.q_desired
                await asyncio.sleep(0.1)
                print(moving.cancelled(), (arm.q_desired == arm.q_desired).all(), abs(arm.q_desired[0]) < 2.5)

                with np.testing.assert_raises(NotArrived):
                    moving = asyncio.ensure_future(arm.move(FAR))
                    while arm.q_desired[0] < arm.initial_qpos[0] + 0.01:
                        await asyncio.sleep(0.001)
                    await arm.stop()
                    try:
                        await moving
                    except RobotError as error:
                        raise NotArrived(str(error))
                robot.close()

            asyncio.run(main())
        """)

        self.assertEqual((0, ""), (done.status, done.err))
        self.assertEqual("superseded True\nTrue True True\n", done.out)

    def test_who_is_dropped_leaves_the_arm_at_rest(self):
        done = run("""
            robot = RobotInterface(arm="on_start")
            controller = FrankaController(robot).sync
            controller.start()
            robot.state
            del controller
            gc.collect()
            def has_ended():
                try:
                    robot.state
                except RobotError as error:
                    return "the loop was stopped" in str(error)
            until(has_ended)

            socket = robot._path
            controller = FrankaController(robot)
            del robot
            gc.collect()
            controller.sync.start()
            assert controller.state.cycle >= 0
            assert os.path.exists(socket)
            del controller
            gc.collect()
            until(lambda: not os.path.exists(socket))
            print("gone")
        """)

        self.assertEqual((0, "", "gone\n"), (done.status, done.err, done.out))

    def test_cycles_are_recorded(self):
        with tempfile.TemporaryDirectory() as folder:
            done = run(f"""
                os.chdir({folder!r})
                arm = FrankaController(RobotInterface(arm="on_start")).sync
                arm.start()
                rows = arm.record(["cycle", "q", "torque"], 1, "cycles.npz")
                cycles = np.load("cycles.npz")
                print(len(cycles["cycle"]) == rows > 50, cycles["q"].shape == (rows, 7), "dq" in cycles)
                print(raised(RobotRefused, lambda: arm.record(["nothing"], 0.2, "cycles.npz"))[:50])
                print(raised(RobotRefused, lambda: arm.record(None, 0.2, "cycles.csv"))[:50])
            """)

        self.assertEqual((0, ""), (done.status, done.err))
        self.assertEqual("True True False", done.out.splitlines()[0])

    def test_a_robot_is_armed_by_its_operator(self):
        done = run("""
            arm = FrankaController(RobotInterface()).sync
            print(raised(RobotDisarmed, arm.start))
            print(arm.safety, arm.running)
        """)

        self.assertEqual((0, ""), (done.status, done.err))
        self.assertRegex(done.out, r"^RobotDisarmed: .* is disarmed, and has no operator in a program of its own: ")
        self.assertIn('open it with arm="on_start", and each start arms it\ndisarmed False\n', done.out)

    def test_a_jvm_that_was_started_for_pipelines_says_what_to_do(self):
        done = run("""
            from terrarium import RuntimeUnavailableError, _jvm
            _jvm.java()
            print(raised(RuntimeUnavailableError, RobotInterface))
        """)

        self.assertEqual((0, ""), (done.status, done.err))
        self.assertIn("make the robot before the first pipeline", done.out)

    def test_pipelines_run_beside_an_arm(self):
        done = run("""
            from terrarium import Pipeline, nodes
            arm = FrankaController(RobotInterface(arm="on_start")).sync
            arm.start()
            print(Pipeline([nodes.MultiplyNode(2)]).run_sync([1, 2]), arm.running)
            print(raised(RobotRefused, lambda: RobotInterface(model="kuka")))
            print(raised(RobotRefused, lambda: RobotInterface(simulator="mujoco:/nowhere/libmujoco.so"))[13:])
        """)

        self.assertEqual((0, ""), (done.status, done.err))
        self.assertEqual("[2, 4] True", done.out.splitlines()[0])
        self.assertIn("and is 'mujoco:/nowhere/libmujoco.so': MuJoCo is not at /nowhere/libmujoco.so", done.out)

    def test_starts_that_come_together_are_decided_alike_each_time(self):
        done = run("""
            async def main():
                arm = FrankaController(RobotInterface(arm="on_start"))
                for _ in range(3):
                    first, second = (asyncio.ensure_future(arm.start()) for _ in range(2))
                    await asyncio.sleep(0)
                    first.cancel()
                    for each in await asyncio.gather(first, second, return_exceptions=True):
                        print(type(each).__name__, each)
                    await arm.start()
                    assert arm.running
                    await arm.stop()
            asyncio.run(main())
        """)

        self.assertEqual((0, ""), (done.status, done.err))
        self.assertEqual(
            "CancelledError \n"
            "RobotError the arm is being started, by another call of this controller: wait until it is\n" * 3,
            done.out,
        )

    def test_a_start_that_a_stop_of_another_ended_says_so(self):
        done = run("""
            robot = RobotInterface(arm="on_start")
            arm, other = FrankaController(robot), FrankaController(robot)

            async def main():
                starting = asyncio.ensure_future(arm.start())
                await asyncio.sleep(0)
                while not (await asyncio.to_thread(other._arm.ask("status", dict).wait))["starting"]:
                    pass
                print(await other.stop())
                try:
                    await starting
                except RobotError as error:
                    print(error)
                await arm.start()
                print(arm.running)

            asyncio.run(main())
        """)

        self.assertEqual((0, ""), (done.status, done.err))
        self.assertEqual(
            "the loop was stopped\nthe arm 'arm' was stopped by another command while it was being started: start it "
            "again\nTrue\n",
            done.out,
        )

    def test_a_stop_that_comes_right_after_a_start_ends_it(self):
        done = run("""
            async def main():
                for work in ("before any start", "once more"):
                    arm = arm if work == "once more" else FrankaController(RobotInterface(arm="on_start"))
                    for each in await asyncio.gather(arm.start(), arm.stop(), return_exceptions=True):
                        print(each)
                    starting = asyncio.ensure_future(arm.start())
                    await asyncio.sleep(0)
                    print(await arm.stop())
                    print(*await asyncio.gather(starting, return_exceptions=True))
                    print(arm.running)
            asyncio.run(main())
        """)

        words = "the arm 'arm' was stopped by another command while it was being started: start it again\n"
        self.assertEqual((0, ""), (done.status, done.err))
        self.assertEqual(f"{words}the loop was stopped\nthe loop was stopped\n{words}False\n" * 2, done.out)


class OtherProcessTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.start_server()
        cls.addClassCleanup(cls.stop_server)

    @classmethod
    def stop_server(cls):
        cls.server.communicate()

    @classmethod
    def start_server(cls):
        code = f"""{_PREPARED}
robot = RobotInterface(arm="on_start", name="other")
print(robot._path, flush=True)
sys.stdin.read()
"""
        command = [sys.executable, "-c", code]
        cls.server = subprocess.Popen(
            command,
            env={**guest.SURROUNDINGS, **_QUICKLY},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        cls.socket = cls.server.stdout.readline().strip()

    def client(self, code, **variables):
        prepared = f"{_PREPARED}\nserver, socket = {self.server.pid}, {self.socket!r}\n"
        return guest.run(prepared + textwrap.dedent(code), prepared=False, **variables)

    def test_a_client_that_is_killed_in_a_move_leaves_the_arm_at_rest(self):
        done = self.client("""
            import subprocess
            watcher = FrankaRemoteController(socket)
            code = f"from terrarium.robot import *\\narm = FrankaRemoteController({socket!r})\\narm.start()\\nprint()\\narm.move({FAR})"
            client = subprocess.Popen([sys.executable, "-u", "-c", code], stdout=subprocess.PIPE)
            client.stdout.readline()
            until(lambda: abs(watcher.state["qvel"][0]) > 0.01)
            client.kill()
            client.communicate()
            def has_ended():
                try:
                    watcher.state
                except RobotError as error:
                    return "the loop was stopped" in str(error)
            until(has_ended)
            print(raised(RobotError, lambda: watcher.state))
        """)

        self.assertEqual((0, ""), (done.status, done.err))
        self.assertIn("the loop of the arm has ended: the loop was stopped", done.out)

    def test_an_interrupt_in_a_move_leaves_the_arm_where_it_is(self):
        done = self.client("""
            signal.signal(signal.SIGINT, signal.default_int_handler)  # a build in the background has it ignored
            arm = FrankaRemoteController(socket)
            arm.start()
            goal = arm.initial_qpos + [0.5, 0, 0, 0, 0, 0, 0]
            def interrupt():
                until(lambda: arm.q_desired[0] > goal[0] - 0.49)
                os.kill(os.getpid(), signal.SIGINT)
            threading.Thread(target=interrupt).start()
            try:
                arm.move(goal, jerk=0.1)
            except KeyboardInterrupt:
                print(arm.law, arm.q_desired[0] < goal[0] - 0.1)
            arm.move(HOME, jerk=10)
            arm.stop()
        """)

        self.assertEqual((0, "", "impedance True\n"), (done.status, done.err, done.out))

    def test_a_fault_is_told_and_the_arm_is_started_again(self):
        done = self.client("""
            arm = FrankaRemoteController(socket)
            told = []
            over = threading.Event()
            def callback(error):
                told.append(error)
                told.append(arm.stop())
                over.set()
            arm.error_callback = callback
            arm.start()
            os.kill(server, signal.SIGSTOP)
            try:
                until(lambda: arm.state.age() > 0.5)
            finally:
                os.kill(server, signal.SIGCONT)
            over.wait()
            print(told[0].kind, str(told[0]) == told[1])
            print(raised(RobotFault, lambda: arm.state))
            arm.start()
            print(arm.state.law)
            arm.stop()
        """)

        self.assertEqual((0, ""), (done.status, done.err))
        self.assertEqual(
            "reflexes True\nRobotFault: the arm stopped by a reflex: communication_constraints_violation\nimpedance\n",
            done.out,
        )

    def test_a_server_that_is_killed_is_told(self):
        self.addCleanup(self.start_server)
        done = self.client("""
            arm = FrankaRemoteController(socket)
            told = threading.Event()
            arm.error_callback = lambda error: told.set()
            arm.start()
            arm.state
            os.kill(server, signal.SIGKILL)
            told.wait()
            for call in (lambda: arm.state, arm.stop, arm.move, lambda: arm.kp):
                print(raised(RobotDisconnected, call).replace(socket, "SOCKET"))
            print(raised(RobotDisconnected, lambda: FrankaRemoteController(socket))[:50])
        """)
        self.server.communicate()

        self.assertEqual((0, ""), (done.status, done.err))
        self.assertEqual(4, done.out.count("RobotDisconnected: the server of the arm at SOCKET has ended"))


if __name__ == "__main__":
    unittest.main()
