"""Controllers of arms, told by a server that has no arm."""

import asyncio
import contextlib
import copy
import gc
import os
import pickle
import re
import signal
import socket
import subprocess
import sys
import tempfile
import textwrap
import threading
import unittest
import weakref
from unittest import mock

import guest
import robot_server

try:
    import numpy as np
except ImportError:
    raise unittest.SkipTest("this Python has no NumPy, which terrarium.robot needs") from None

from terrarium import robot
from terrarium.robot import (
    FrankaController,
    FrankaRemoteController,
    NotArrived,
    RobotDisarmed,
    RobotDisconnected,
    RobotError,
    RobotFault,
    RobotInterface,
    RobotRefused,
    _arm,
    _asked,
    _callback,
    _here,
    _values,
)
from terrarium.robot._pace import Pace

SURROUNDINGS = {**os.environ, "PYTHONPATH": os.pathsep.join((str(guest.SOURCE), os.path.dirname(__file__)))}
PATIENCE = 60


def setUpModule():
    """The server may take its time, on a machine that has others to serve."""
    for name in ("_OLD_SECONDS", "_LOOK_SECONDS", "_END_SECONDS"):
        patience = mock.patch.object(_arm, name, PATIENCE)
        patience.start()
        unittest.addModuleCleanup(patience.stop)


class ServedTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.server = robot_server.Server(folder.name)
        self.addCleanup(self.server.close)

    def controller(self, *, started=True):
        controller = FrankaRemoteController(self.server.path, timeout=PATIENCE)
        self.addCleanup(controller.close)
        if started:
            controller.start()
        return controller

    def last(self, what):
        """What was asked last of a kind; `id` and `do` are taken away by then."""
        return [said for said in self.server.asked if what.items() <= said.items()][-1]

    @contextlib.contextmanager
    def time_by_cycles(self):
        """Has the loop live, and time pass by its cycles: a second for 250."""
        cycle, cycles = self.server.cycle, []
        clock = mock.Mock(monotonic=lambda: len(cycles) / 250)
        with (
            mock.patch.object(self.server, "cycle", lambda: cycles.append(cycle())),
            mock.patch("terrarium.robot._connection.time", clock),
            robot_server.Cycling(self.server),
        ):
            yield

    def until_told(self, controller):
        told = threading.Event()
        controller.error_callback = lambda error: told.set()
        return told


class CommandsTest(ServedTest):
    def test_a_start_tells_what_was_granted(self):
        controller = self.controller(started=False)
        self.assertFalse(controller.running)

        self.assertEqual(("scheduling: not granted",), controller.start())

        self.assertTrue(controller.running)
        self.assertEqual("armed", controller.safety)
        self.assertRegex(repr(controller), "^<FrankaRemoteController of franka-sim, running>$")

    def test_a_second_start_is_refused(self):
        controller = self.controller()

        with self.assertRaisesRegex(RobotError, "is running already"):
            controller.start()

        self.assertTrue(controller.running)

    def test_a_disarmed_robot_does_not_start(self):
        self.server.is_armed = False

        with self.assertRaisesRegex(RobotDisarmed, "its robot is disarmed"):
            self.controller()

    def test_it_is_stopped_and_started_again(self):
        controller = self.controller()

        self.assertEqual("the loop was stopped", controller.stop())

        self.assertFalse(controller.running)
        with self.assertRaisesRegex(RobotError, "the loop was stopped; start\\(\\) begins another loop"):
            controller.state
        self.assertEqual("the loop was stopped", controller.stop())
        controller.start()
        self.assertEqual(0, controller.state.cycle)

    def test_gains_are_attributes(self):
        controller = self.controller()

        controller.kp = 200
        controller.kd = [1, 2, 3, 4, 5, 6, 7]
        controller.ee_kp = np.full(6, 50.0, dtype=np.float32)

        self.assertEqual([200.0] * 7, controller.kp.tolist())
        self.assertEqual([1, 2, 3, 4, 5, 6, 7], controller.kd.tolist())
        self.assertEqual([50.0] * 6, controller.ee_kp.tolist())
        self.assertEqual([0.1] * 7, controller.ki.tolist())
        controller.kd = np.array([1, 2.5, 2**70, 4, 5, 6, 7], object)
        self.assertEqual([1, 2.5, 2**70, 4, 5, 6, 7], controller.kd.tolist())
        controller.torque_limit = [50] * 4 + [10] * 3
        self.assertEqual([50, 50, 50, 50, 10, 10, 10], controller.torque_limit.tolist())
        self.assertEqual([990] * 7, controller.torque_diff_limit.tolist())

    def test_targets_are_attributes(self):
        controller = self.controller()

        controller.q_desired = [0.1] * 7
        controller.switch("osc")
        controller.ee_desired = np.eye(4)
        controller.switch("torque")
        controller.torque = [1] * 7
        controller.set_tcp(np.eye(4))

        self.assertEqual([0.1] * 7, self.server.setting["q_desired"])
        self.assertEqual(np.eye(4).reshape(-1).tolist(), self.server.setting["ee_desired"])
        self.assertEqual(np.eye(4).reshape(-1).tolist(), self.server.setting["tool"])
        self.assertEqual([1] * 7, controller.torque.tolist())
        np.testing.assert_allclose(robot_server.HOME, controller.q_desired)
        np.testing.assert_allclose(robot_server.HOME, controller.initial_qpos)
        self.assertEqual(((4, 4), (4, 4)), (controller.ee_desired.shape, controller.initial_ee.shape))

    def test_a_target_that_the_law_does_not_look_at_is_refused(self):
        controller = self.controller()

        for law, name, words in (
            ("pid", "torque", "the law pid looks at q_desired alone, not at torque: set that, or switch to another"),
            ("osc", "q_desired", "the law osc looks at ee_desired alone, not at q_desired"),
            ("gravity", "ee_desired", "the law gravity takes no targets, such as ee_desired: switch to another law"),
        ):
            controller.switch(law)
            with self.subTest(law), self.assertRaisesRegex(RobotRefused, words):
                controller.set(name, np.eye(4) if name == "ee_desired" else [0] * 7)

    def test_there_are_no_other_attributes(self):
        controller = self.controller()

        for name in ("k_p", "clip", "state"):
            with self.assertRaises(AttributeError):
                setattr(controller, name, 5)

    def test_a_switch_names_its_law(self):
        controller = self.controller()

        controller.switch("pid")

        self.assertEqual("pid", controller.law)

    def test_what_is_wrong_is_refused_before_the_arm_sees_it(self):
        controller = self.controller()
        asked = len(self.server.asked)

        cases = [
            ("q_desired", [0.0] * 6, r"q_desired must be 7 numbers, and has the shape \(6,\)"),
            ("q_desired", 0.5, r"q_desired must be 7 numbers, and has the shape \(\)"),
            ("q_desired", [0, 0, 0, float("nan"), 0, 0, 0], r"q_desired\[3\] is nan: expected finite numbers"),
            ("torque", [0, 0, 0, 0, 0, 0, float("-inf")], r"torque\[6\] is -inf"),
            ("ee_desired", np.eye(3), r"ee_desired must be a pose, 4x4, and has the shape \(3, 3\)"),
            ("ee_desired", np.full((4, 4), np.nan), r"ee_desired\[0\] is nan"),
            ("kp", float("nan"), r"kp is nan: expected finite numbers"),
            ("kp", [1, 2], r"kp must be 7 numbers, or one for all, and has the shape \(2,\)"),
            ("ee_kd", [1] * 7, r"ee_kd must be 6 numbers, or one for all"),
            ("kp", "stiff", r"kp must be numbers, and is a str that is not: 'stiff'"),
            ("kp", None, r"kp must be numbers, and is a NoneType"),
            ("kp", True, r"kp must be numbers, and is a bool"),
            ("q_desired", [[1], [2, 3]], r"q_desired must be numbers, and is a list"),
            ("kp", [1.0, True, 1, 1, 1, 1, 1], r"kp\[1\] must be a number, and is a truth value: True"),
            ("kp", [True] * 7, r"kp\[0\] must be a number, and is a truth value: True"),
            ("q_desired", (*[0.0] * 6, np.bool_(0)), r"q_desired\[6\] must be a number, and is a truth value: .*False"),
            ("tool", [[1, 0, 0, 0], [0, 1, False, 0], [0] * 4, [0] * 4], r"tool\[1\]\[2\] must be a number, and"),
            ("tool", [np.ones(4), np.zeros(4, bool), [0] * 4, [0] * 4], r"tool\[1\] must be a number, and is a truth"),
            ("kp", 10**400, r"kp must be a number that a float can be, and is a whole number of about 401 digits$"),
            ("kp", [1, 10**5000], r"kp\[1\] must be a number that a float can be, and is .* about 5001 digits$"),
            ("q_desired", [1, 2, "3", None, 5, 6, 7], r"q_desired\[2\] must be a number, and is a str: '3'"),
            ("q_desired", np.array([1, 2, None], object), r"q_desired\[2\] must be a number, and is a NoneType: None"),
            ("tool", [[0] * 4, [1, 2, 3, {}]], r"tool\[1\]\[3\] must be a number, and is a dict: {}"),
            ("q_desired", np.ones(7, complex), r"q_desired must be numbers, and is a ndarray that is not"),
            (["kp"], 1, r"\['kp'\] cannot be set on an arm: one of q_desired, torque"),
            ("velocity", 1, r"'velocity' cannot be set on an arm: one of q_desired, torque, ee_desired, tool, kp"),
        ]
        for name, value, words in cases:
            with self.subTest(name, value=value), self.assertRaisesRegex(RobotRefused, words) as raised:
                controller.set(name, value)
            self.assertIsInstance(raised.exception, ValueError)
        for duration in (0, -1, float("nan"), float("inf"), 10**400, "1", True):
            with (
                self.subTest(duration=duration),
                self.assertRaisesRegex(RobotRefused, "hold must be a number of seconds"),
            ):
                controller.set("torque", [0] * 7, hold=duration)
        for words, call in (
            ("qpos must be 7 numbers", lambda: controller.move([1])),
            ("^velocity must be from 1e-06 to 1e.06 rad/s, and is 0 rad/s$", lambda: controller.move(velocity=0)),
            ("^jerk must be from .* rad/s³, and is -1 rad/s³$", lambda: controller.move(jerk=-1)),
            (
                r"^acceleration\[2\] must be from .* rad/s², and is 2e.07 rad/s²$",
                lambda: controller.move(acceleration=[1, 1, 2e7, 1, 1, 1, 1]),
            ),
            ("law must be a text, such as \"impedance\", and is b'osc'", lambda: controller.switch(b"osc")),
            ("duration must be a number of seconds, more than 0.01", lambda: controller.test_connection(1e-9)),
            (r"fields must be a list of names, .* is 5", lambda: controller.record(5, 1, "x.npz")),
            (r"fields must be a list of names, .* is 'q'", lambda: controller.record("q", 1, "x.npz")),
            (r"fields must be a list of names, .* is \[b'q'\]", lambda: controller.record([b"q"], 1, "x.npz")),
            (r"fields must be .*, or None for all, and is \[\]", lambda: controller.record([], 1, "x.npz")),
            ("path must be the path of a file, .* is None", lambda: controller.record(None, 1, None)),
            ("path must be the path of a file, .* is b'x.npz'", lambda: controller.record(None, 1, b"x.npz")),
            ("path must be the path of a file, which ends in .npz or", lambda: controller.record(None, 1, "")),
        ):
            with self.subTest(words), self.assertRaisesRegex(RobotRefused, words):
                call()
        with self.assertRaisesRegex(
            RobotRefused, "hold is for targets .q_desired, ee_desired, torque., and not for kp"
        ):
            controller.set("kp", 1, hold=1)

        self.assertEqual(asked, len(self.server.asked))

    def test_what_the_server_refuses_is_a_value_error(self):
        controller = self.controller()
        self.server.do_set = mock.Mock(side_effect=robot_server.RefusedError("refused", "joint 3 is outside its range"))

        with self.assertRaisesRegex(ValueError, "joint 3 is outside its range"):
            controller.q_desired = [9] * 7

    def test_a_move_returns_when_the_arm_has_arrived(self):
        controller = self.controller()

        controller.move(jerk=5, velocity=[1] * 7)

        self.assertEqual({"qpos": robot_server.HOME, "velocity": [1] * 7, "jerk": 5}, self.last({"jerk": 5}))

    def test_a_move_that_ends_elsewhere_is_told(self):
        controller = self.controller()
        for end in ("not_arrived", "superseded"):
            self.server.do_move = lambda qpos, end=end: {"end": end, "words": f"the move was {end}"}

            with self.assertRaisesRegex(NotArrived, f"the move was {end}") as raised:
                controller.move()

            self.assertEqual(end, raised.exception.end)
            self.assertEqual(end, pickle.loads(pickle.dumps(raised.exception)).end)

    def test_a_move_that_ends_with_the_loop_has_not_arrived_whatever_ended_it(self):
        for kind, fault, then in (
            ("reflexes", True, RobotFault),
            ("stopped", False, RobotError),
            ("safety_left", False, RobotDisarmed),
        ):
            with self.subTest(kind):
                controller = self.controller()

                def end(qpos, kind=kind, fault=fault):
                    self.server._ended(kind, "it has ended", fault)
                    return {"end": "ended", "words": "the move ended with the loop: it has ended"}

                self.server.do_move = end

                with self.assertRaisesRegex(NotArrived, "the move ended with the loop: it has ended") as raised:
                    controller.move()

                self.assertEqual("ended", raised.exception.end)
                self.assertFalse(controller.running)
                with self.assertRaisesRegex(then, "it has ended"):
                    controller.state

    def test_statistics_and_recordings_are_asked_for(self):
        controller = self.controller()

        with robot_server.Cycling(self.server):
            self.assertEqual({"cycles": 5, "gap_us": {"p50": 1000.0}}, controller.loop_stats())
            self.assertEqual(500, controller.record(["q", "torque"], 0.5, "cycles.npz"))
            asked = self.last({"seconds": 0.5})
            controller.record(None, 0.25, "cycles.arrow")

        self.assertEqual({"fields": ["q", "torque"], "seconds": 0.5, "path": os.path.abspath("cycles.npz")}, asked)
        self.assertNotIn("fields", self.last({"seconds": 0.25}))

    def test_the_connection_is_measured_from_the_ring(self):
        controller = self.controller()

        with self.time_by_cycles():
            measured = controller.test_connection(0.2)

        self.assertGreater(measured.cycles, 1)
        self.assertLessEqual(measured.min_ms, measured.mean_ms)
        self.assertLessEqual(measured.mean_ms, measured.max_ms)
        self.assertRegex(str(measured), r"^\d+ cycles, [\d.]+ Hz; gap [\d.]+ ms, std .* 0 missed$")

    def test_a_disarm_ends_the_loop(self):
        controller = self.controller()

        self.assertEqual("disarmed", controller.disarm())

        with self.assertRaisesRegex(RobotDisarmed, "the robot is disarmed"):
            controller.state
        self.assertEqual("disarmed", controller.safety)

    def test_two_clients_see_one_arm(self):
        first, second = self.controller(started=False), self.controller()

        np.testing.assert_allclose(robot_server.HOME, first.state["qpos"])
        first.stop()

        with self.assertRaisesRegex(RobotError, "the loop was stopped"):
            second.state

    def test_a_loop_that_another_client_starts_is_known_to_run(self):
        first, second = self.controller(started=False), self.controller(started=False)
        self.assertFalse(first.running)

        second.start()
        self.assertTrue(first.running)
        second.stop()
        self.assertFalse(first.running)
        second.start()

        self.assertTrue(first.running)

    def test_controllers_and_robots_stay_in_their_process_and_are_not_copied(self):
        with (
            mock.patch("terrarium.robot._here.opened", return_value=self.server.path),
            mock.patch("terrarium.robot._here.closed"),
            RobotInterface() as interface,
        ):
            for each in (self.controller(), FrankaController(interface), interface):
                for call in (pickle.dumps, copy.copy, copy.deepcopy):
                    with self.subTest(each, call=call), self.assertRaisesRegex(TypeError, "can neither be copied nor"):
                        call(each)


class StateTest(ServedTest):
    def test_there_is_none_before_the_start(self):
        controller = self.controller(started=False)

        for name in ("state", "q_desired", "ee_desired"):
            with (
                self.subTest(name),
                self.assertRaisesRegex(RobotError, r"the arm is not running: start\(\) begins its loop"),
            ):
                getattr(controller, name)
        np.testing.assert_allclose(robot_server.HOME, controller.initial_qpos)
        np.testing.assert_allclose(np.reshape(robot_server.POSE, (4, 4)), controller.initial_ee)

    def test_one_of_a_rehearsal_is_none(self):
        controller = self.controller()
        self.server.cycle(phase=0)

        with self.assertRaisesRegex(RobotError, "the loop of the arm rehearses, and has no state yet"):
            controller.state

    def test_one_of_a_loop_that_ends_is_none(self):
        controller = self.controller()
        self.server.cycle(phase=3)

        with (
            mock.patch.object(_arm, "_END_SECONDS", 0),
            self.assertRaisesRegex(RobotError, "the loop of the arm has just ended"),
        ):
            controller.state
        self.assertFalse(controller.running)

    def test_an_old_one_is_never_given(self):
        controller = self.controller()
        self.assertEqual(0, controller.state.cycle)

        self.server.cycle(written=1)

        with (
            mock.patch.object(_arm, "_OLD_SECONDS", 1),
            self.assertRaisesRegex(RobotFault, "has not written its state for 1 s: its process is stopped"),
        ):
            controller.state

    def test_nobody_is_asked_why_a_loop_does_not_write(self):
        controller = self.controller()
        self.server.cycle(written=1)
        asked = len(self.server.asked)

        with (
            mock.patch.object(_arm, "_OLD_SECONDS", 1),
            self.assertRaisesRegex(RobotFault, "has not written its state"),
        ):
            controller.state

        self.assertEqual(asked, len(self.server.asked))

    def test_one_of_a_loop_that_stops_says_so(self):
        controller = self.controller()
        self.assertFalse(controller.state.is_stopping)

        self.server.cycle(phase=2)

        self.assertTrue(controller.state.is_stopping)


class FaultsTest(ServedTest):
    def test_a_fault_is_raised_by_the_next_call(self):
        calls = {
            "state": lambda controller: controller.state,
            "set": lambda controller: controller.set("kp", 1),
            "gain": lambda controller: setattr(controller, "kp", 1),
            "switch": lambda controller: controller.switch("pid"),
            "move": lambda controller: controller.move(),
            "start": lambda controller: controller.start(),
            "stop": lambda controller: controller.stop(),
            "stats": lambda controller: controller.loop_stats(),
        }
        for name, call in calls.items():
            with self.subTest(name):
                controller = self.controller()
                self.server.fail()

                while controller._arm._end is None:  # until the event is there
                    pass

                with self.assertRaisesRegex(RobotFault, "reflex: joint_velocity_violation") as raised:
                    call(controller)

                self.assertEqual("reflexes", raised.exception.kind)
                self.assertFalse(controller.running)
                self.assertEqual("the arm stopped by a reflex: joint_velocity_violation", controller.stop())
                with self.assertRaises(RobotFault):
                    controller.state

    def test_a_fault_is_raised_as_such_before_the_event_is_there(self):
        controller = self.controller()
        status = self.server.do_status
        self.server.cycle(phase=3)
        asked = []

        def answer():
            asked.append(True)
            if len(asked) == 2:
                self.server.end = {"kind": "reflexes", "words": "a reflex", "fault": True}
                self.server.running = False
            return status()

        self.server.do_status = answer

        with self.assertRaisesRegex(RobotFault, "a reflex") as raised:
            controller.state

        self.assertEqual("reflexes", raised.exception.kind)

    def test_a_fault_that_the_callback_is_told_is_raised_by_the_next_call_too(self):
        controller = self.controller()
        told = self.until_told(controller)
        self.server.fail()
        self.assertTrue(told.wait(PATIENCE))

        with self.assertRaisesRegex(RobotFault, "reflex: joint_velocity_violation"):
            controller.set("kp", 1)

        controller.set("kp", 1)  # it is raised once
        self.assertEqual("the arm stopped by a reflex: joint_velocity_violation", controller.stop())

    def test_a_fault_that_the_callback_deals_with_but_does_not_start_again_is_raised_by_the_next_call_too(self):
        controller = self.controller()
        over = threading.Event()
        told = []

        def callback(error):
            told.append((controller.stop(), controller.running, controller.kp.tolist()))
            over.set()

        controller.error_callback = callback
        self.server.fail()
        self.assertTrue(over.wait(PATIENCE))

        self.assertEqual([("the arm stopped by a reflex: joint_velocity_violation", False, [80] * 7)], told)
        with self.assertRaisesRegex(RobotFault, "reflex"):
            controller.kp
        self.assertEqual([80] * 7, controller.kp.tolist())

    def test_the_callback_is_told_of_a_fault_that_a_call_raised_first(self):
        controller = self.controller()
        told = self.until_told(controller)
        event, self.server.tell = self.server.tell, lambda **_: None
        self.server.fail()
        with self.assertRaises(RobotFault):
            controller.stop()

        event(event="ended", **self.server.end)

        self.assertTrue(told.wait(PATIENCE))

    def test_the_callback_is_told_and_may_stop_and_start_again(self):
        controller = self.controller()
        over = threading.Event()
        told = []

        def callback(error):
            told.append(error)
            told.append(controller.stop())
            controller.start()
            over.set()

        controller.error_callback = callback
        self.assertIs(callback, controller.error_callback)
        self.server.fail()

        self.assertTrue(over.wait(PATIENCE))
        self.assertIsInstance(told[0], RobotFault)
        self.assertIn("reflex", told[1])
        self.assertTrue(controller.running)
        controller.set("kp", 1)

    def test_a_callback_may_be_a_coroutine_function(self):
        controller = self.controller()
        over = threading.Event()

        async def callback(error):
            over.set()

        controller.error_callback = callback
        self.server.fail()

        self.assertTrue(over.wait(PATIENCE))

    def outlived(self):
        """A controller that was not told of a fault, and another one that has started the arm anew since."""
        other, controller = self.controller(), self.controller(started=False)
        self.server.fail()
        for each in (other, controller):
            while each._arm._end is None:  # until the event is there
                pass
        with self.assertRaises(RobotFault):
            other.state
        other.start()
        return controller, other

    def test_a_stop_is_sent_although_an_older_fault_was_not_told_yet(self):
        controller, _ = self.outlived()

        with self.assertLogs("terrarium.robot", "WARNING") as logged:
            self.assertEqual("the loop was stopped", controller.stop())

        self.assertFalse(self.server.running)
        self.assertRegex(logged.output[0], "a loop of the arm had ended before another began: .*velocity_violation")

    def test_a_loop_that_lives_makes_an_older_fault_old_whoever_has_started_it(self):
        for name, call in (
            ("running", lambda controller: self.assertTrue(controller.running)),
            ("state", lambda controller: controller.state),
            ("set", lambda controller: controller.set("kp", 1)),
            ("move", lambda controller: controller.move()),
        ):
            with self.subTest(name), self.assertLogs("terrarium.robot", "WARNING") as logged:
                controller, other = self.outlived()

                call(controller)

                self.assertTrue(controller.running)
                self.assertEqual(1, len(logged.output))
                controller.stop()
                for each in (controller, other):  # the next fault is none of theirs
                    each.close()

    def test_an_end_that_is_told_late_is_not_the_newer_loops(self):
        controller = self.controller()
        controller.stop()
        end, known = self.server.end, controller._arm._end
        controller.start()

        self.server.tell(event="ended", **end)
        while controller._arm._end in (None, known):
            pass

        self.assertTrue(controller.running)
        self.assertEqual(0, controller.state.cycle)

    def test_a_fault_that_comes_while_the_server_is_asked_for_a_loop_is_not_forgotten(self):
        controller, _ = self.outlived()
        hello = self.server.do_hello

        def answer(**fields):
            facts = hello(**fields)
            self.server.fail(words="another reflex")
            return facts

        self.server.do_hello = answer

        with self.assertLogs("terrarium.robot"), self.assertRaisesRegex(RobotFault, "another reflex"):
            controller.state

    def test_files_that_cannot_be_read_are_told(self):
        controller = self.controller(started=False)
        self.server.do_start = lambda: {"board": "/nowhere", "ring": None, "granted": [], "setting": {}}

        with self.assertRaisesRegex(RobotError, "the state of the arm's loop cannot be read: .*'/nowhere'"):
            controller.start()

    def test_a_callback_that_fails_is_told_to_the_log(self):
        controller = self.controller()

        failed = threading.Event()
        with mock.patch.object(_callback._logger, "exception", side_effect=lambda words: failed.set()) as logged:
            controller.error_callback = lambda error: 1 / 0
            self.server.fail()

            self.assertTrue(failed.wait(PATIENCE))

        logged.assert_called_once_with("error_callback failed")

    def test_what_is_no_callback_is_refused(self):
        with self.assertRaisesRegex(TypeError, "error_callback must be a function of the error, or None, and is 5"):
            self.controller().error_callback = 5

    def test_a_server_that_is_gone_is_told(self):
        controller = self.controller()
        told = self.until_told(controller)

        self.server.close()

        self.assertTrue(told.wait(PATIENCE))
        for call in (lambda: controller.state, lambda: controller.set("kp", 1), controller.move, controller.stop):
            with self.assertRaisesRegex(RobotDisconnected, "the server of the arm at .* has ended"):
                call()
        for name in ("running", "safety"):
            with self.subTest(name), self.assertRaisesRegex(RobotDisconnected, "has ended"):
                getattr(controller, name)

    def test_who_waits_when_the_server_goes_is_told(self):
        controller = self.controller()
        self.server.do_move = lambda qpos: self.server.close()

        with self.assertRaisesRegex(RobotDisconnected, "has ended") as raised:
            controller.move()

        self.assertIsInstance(raised.exception, ConnectionError)

    def test_a_server_that_says_nonsense_is_left(self):
        for text in (
            b"nonsense\n",
            b"5\n",
            b"[]\n",
            b"x" * (1 << 20) + b"x",
        ):
            with self.subTest(text[:20]):
                controller = self.controller(started=False)
                told = self.until_told(controller)

                self.server.say(text)

                self.assertTrue(told.wait(PATIENCE))
                with self.assertRaisesRegex(RobotDisconnected, "has said what is none of the protocol's"):
                    controller.start()

    def test_a_server_that_does_not_answer_is_told(self):
        controller = self.controller()
        controller._arm._timeout = 0.01
        self.server.do_set = lambda **_: None

        with self.assertRaisesRegex(RobotDisconnected, "has not answered 'set' for 0.01 s: it is stuck, or stopped"):
            controller.kp = 1

    def test_what_takes_long_is_waited_for_as_long_as_the_server_answers_anything(self):
        controller = self.controller()
        controller._arm._timeout = 1
        status, asked, seen = self.server.do_status, threading.Semaphore(0), []

        def moved(qpos):
            seen.extend(asked.acquire(timeout=PATIENCE) for _ in range(3))
            return {"end": "arrived", "words": "the arm has arrived"}

        self.server.do_status = lambda: asked.release() or status()
        self.server.do_move = moved

        controller.move()

        self.assertEqual([True] * 3, seen)

    def test_a_command_that_the_server_says_nothing_of_is_given_up_after_a_while(self):
        abandoned = []

        def probe(answer):
            answer.set_result({"starting": False})

        for wait in (lambda asked: asked.wait(), lambda asked: asyncio.run(asked.awaited())):
            asked = _asked.Asked(
                "stop",
                lambda answer: answer.set_running_or_notify_cancel(),
                dict,
                probe,
                timeout=0.01,
                silence=0.02,
                abandon=lambda answer, is_due: abandoned.append(is_due),
            )

            with self.assertRaisesRegex(
                RobotDisconnected,
                "^the server of the arm answers, but has said nothing of 'stop' for 0.02 s: what became",
            ):
                wait(asked)

        self.assertEqual([False, False], abandoned)

    def test_a_start_takes_as_long_as_the_server_says_that_it_is_under_way(self):
        probes = []

        def probe(answer):
            probes.append(answer)
            answer.set_result({"starting": True})
            if len(probes) > 20:
                asked._future.set_result({"granted": []})

        asked = _asked.Asked(
            "start", lambda answer: answer.set_running_or_notify_cancel(), dict, probe, timeout=0.01, silence=0.02
        )

        self.assertEqual({"granted": []}, asked.wait())

    def test_no_command_but_a_move_is_waited_for_for_ever(self):
        arm = self.controller()._arm
        self.server.cycle()

        for asked, longest in (
            (arm.start(), 120),
            (arm.stop(), 120),
            (arm.disarm(), 120),
            (arm.record(None, 30, "x.npz"), 180),
            (arm.move(None), float("inf")),
        ):
            with self.subTest(asked._what):
                self.assertEqual(longest, asked._silence)

    def test_an_answer_is_taken_that_came_while_this_process_stood_still(self):
        controller = self.controller()

        class Slept(_asked._Answer):
            """Whose time is over at once, the first time."""

            _slept = False

            def wait(self, seconds):
                slept, self._slept = self._slept, True
                return slept and super().wait(PATIENCE)

        with mock.patch.object(_asked, "_Answer", Slept):
            controller.kp = 1
            controller.move()

    def test_what_a_stopped_server_was_asked_for_is_given_up(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        command = [sys.executable, robot_server.__file__, folder.name]
        with subprocess.Popen(command, env=SURROUNDINGS, stdout=subprocess.PIPE) as process:
            self.addCleanup(process.kill)
            controller = FrankaRemoteController(process.stdout.readline().decode().strip(), timeout=PATIENCE)
            controller.start()
            controller._arm._timeout = 0.05

            process.send_signal(signal.SIGSTOP)

            for what, call in (
                ("move", controller.move),
                ("record", lambda: controller.record(None, 1, "x.npz")),
                ("disarm", controller.disarm),
                ("move", lambda: asyncio.run(controller.aio.move())),
                ("stop", controller.stop),
            ):
                with (
                    self.subTest(what),
                    self.assertRaisesRegex(
                        RobotDisconnected,
                        f"has answered nothing for 0.05 s, while '{what}' was waited for: it is stuck",
                    ),
                ):
                    call()
            with self.assertRaisesRegex(RobotDisconnected, "has not answered 'setting' for 0.05 s"):
                controller.kp
            process.kill()

    def test_a_move_that_is_given_up_leaves_the_arm_where_it_is(self):
        controller = self.controller()
        controller._arm._timeout = 0.01
        held = threading.Event()
        self.server.do_switch = lambda law: held.set() or {}
        self.server.do_move = self.server.do_status = lambda **_: None

        with self.assertRaisesRegex(RobotDisconnected, "has answered nothing for 0.01 s"):
            controller.move()

        self.assertTrue(held.wait(PATIENCE))

    def test_a_bug_of_the_server_is_told(self):
        controller = self.controller()
        self.server.do_switch = mock.Mock(side_effect=robot_server.RefusedError("bug", "it is broken"))

        with self.assertRaisesRegex(RobotError, "it is broken"):
            controller.switch("pid")


class LivesTest(ServedTest):
    def test_a_controller_that_nobody_has_any_more_leaves_the_server(self):
        controller = FrankaRemoteController(self.server.path, timeout=PATIENCE)
        controller.start()
        reference = weakref.ref(controller)

        del controller
        gc.collect()

        self.assertIsNone(reference())
        self.assertTrue(self.server.gone.acquire(timeout=PATIENCE))

    def test_a_closed_one_can_be_asked_nothing(self):
        controller = self.controller()

        controller.close()

        self.assertTrue(self.server.gone.acquire(timeout=PATIENCE))
        with self.assertRaisesRegex(RobotDisconnected, "this controller was closed: make another"):
            controller.stop()
        self.assertFalse(controller.running)

    def test_whoever_closes_its_own_robot_is_not_called_back_for_it(self):
        before = set(threading.enumerate())
        told = []
        with (
            mock.patch("terrarium.robot._here.opened", return_value=self.server.path),
            mock.patch("terrarium.robot._here.closed", side_effect=lambda path: self.server.close()),
            RobotInterface() as interface,
        ):
            controller = FrankaController(interface)
            controller.error_callback = told.append
            controller.sync.start()
        for thread in set(threading.enumerate()) - before:
            thread.join(PATIENCE)

        self.assertEqual([], told)
        for each in (controller, interface):
            with self.assertRaisesRegex(RobotDisconnected, "^its RobotInterface was closed: open another"):
                each.state

    def test_threads_that_are_left_behind_at_the_end_say_nothing_of_it(self):
        script = f"""
            import atexit, threading
            import robot_server
            server = robot_server.Server({tempfile.mkdtemp(dir=self.server.folder)!r})
            before = set(threading.enumerate())
            def end():  # as a JVM ends that has the server
                readers = [each for each in set(threading.enumerate()) - before if each.name == "terrarium-robot"]
                server.close()
                [each.join() for each in readers]
            atexit.register(end)
            from terrarium.robot import FrankaRemoteController, _arm
            _arm._OLD_SECONDS = {PATIENCE}
            controller = FrankaRemoteController(server.path, timeout={PATIENCE})
            controller.start()
            controller.error_callback = lambda error: print(error, flush=True)
            server.do_move = lambda qpos: moving.set()
            moving, looking = threading.Event(), threading.Event()
            def look():
                while True:
                    server.cycle()
                    controller.state
                    looking.set()
            for work in (controller.move, look):
                threading.Thread(target=work, daemon=True).start()
            moving.wait()
            looking.wait()
        """
        done = subprocess.run(
            [sys.executable, "-c", textwrap.dedent(script)],
            env=SURROUNDINGS,
            capture_output=True,
            timeout=PATIENCE,
            check=False,
        )

        self.assertEqual((0, b"", b""), (done.returncode, done.stdout, done.stderr))

    def test_who_asks_at_the_end_of_the_interpreter_is_told_so_at_once(self):
        script = f"""
            from terrarium.robot import FrankaRemoteController, RobotDisconnected
            class Last:
                controller = FrankaRemoteController({self.server.path!r}, timeout={PATIENCE})
                def __del__(self, print=print, kind=RobotDisconnected):
                    for call in (self.controller.start, self.controller.stop, lambda: self.controller.state):
                        try:
                            call()
                        except kind as error:
                            print(error)
            Last.controller.start()
            last = Last()
        """
        done = subprocess.run(
            [sys.executable, "-c", textwrap.dedent(script)],
            env=SURROUNDINGS,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )

        words = "this Python ends, and nothing is asked of an arm any more: call stop() or close() before, and not in __del__\n"
        self.assertEqual((0, words * 3, ""), (done.returncode, done.stdout, done.stderr))

    def test_a_forked_child_is_told_and_does_not_keep_the_line(self):
        # In a process of its own, as threads of these tests would not be forked with it.
        script = f"""
            import os, sys, time
            from terrarium.robot import FrankaRemoteController, RobotDisconnected, _arm
            _arm._OLD_SECONDS = {PATIENCE}
            controller = FrankaRemoteController({self.server.path!r}, timeout={PATIENCE})
            controller.start()
            reading, writing = os.pipe()
            child = os.fork()
            if not child:
                try:
                    controller.stop()
                except RobotDisconnected as error:
                    os.write(writing, str(error).encode())
                del controller
                os.read(0, 1)
                os._exit(0)
            print(os.read(reading, 1000).decode())
            print(controller.running, controller.law, flush=True)
            os.kill(os.getpid(), 9)
        """
        with subprocess.Popen(
            [sys.executable, "-W", "ignore", "-c", textwrap.dedent(script)],
            env=SURROUNDINGS,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        ) as process:
            said = [process.stdout.readline() for _ in range(2)]
            is_gone = self.server.gone.acquire(timeout=PATIENCE)  # while the child still lives
            process.stdin.close()

        self.assertIn(b"belongs to the process that this one was forked from: make another here", said[0])
        self.assertEqual(b"True impedance\n", said[1])
        self.assertTrue(is_gone)

    def test_a_server_that_is_killed_is_told(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        command = [sys.executable, robot_server.__file__, folder.name]
        with subprocess.Popen(command, env=SURROUNDINGS, stdout=subprocess.PIPE) as process:
            controller = FrankaRemoteController(process.stdout.readline().decode().strip(), timeout=PATIENCE)
            controller.start()
            told = self.until_told(controller)
            self.assertGreaterEqual(controller.state.cycle, 0)

            process.kill()

            self.assertTrue(told.wait(PATIENCE))
        with self.assertRaises(RobotDisconnected):
            controller.state

    def test_a_call_in_the_midst_of_another_one_of_its_thread_is_refused(self):
        controller = self.controller()
        inbox = controller._arm._line._inbox
        before = signal.signal(signal.SIGUSR1, lambda *_: controller.switch("pid"))
        self.addCleanup(signal.signal, signal.SIGUSR1, before)

        with inbox._sending, self.assertRaisesRegex(RobotError, "in the midst of another one.*set a flag"):
            signal.raise_signal(signal.SIGUSR1)

        self.assertEqual({}, inbox.waiting)
        controller.switch("osc")
        self.assertEqual("osc", controller.law)

    def test_a_signal_handler_that_asks_in_the_midst_of_a_wait_is_answered(self):
        controller = self.controller()
        before = signal.signal(signal.SIGUSR1, lambda *_: controller.switch("pid"))
        self.addCleanup(signal.signal, signal.SIGUSR1, before)
        entered, is_held = [], threading.Event()
        setting = self.server.do_setting
        self.server.do_setting = lambda: [is_held.wait(0.1), setting()][1]  # held before the answer is what must not be

        class Interrupted(threading.Condition):
            """The lock of an answer, where a signal comes once the thread that waits holds it."""

            def __enter__(self):
                held = super().__enter__()
                if threading.current_thread() is threading.main_thread():
                    entered.append(self)
                    if len(entered) == len(["sent", "waited for"]):
                        is_held.set()
                        signal.raise_signal(signal.SIGUSR1)
                return held

        with mock.patch("concurrent.futures._base.threading.Condition", Interrupted):
            controller.kp

        self.assertEqual("pid", controller.law)
        self.assertIs(entered[0], entered[1])

    def test_an_interrupted_start_is_undone_when_it_is_over(self):
        controller = self.controller(started=False)
        start, stop = self.server.do_start, self.server.do_stop
        go_on, stopped = threading.Event(), threading.Event()
        self.server.do_start = lambda: os.kill(os.getpid(), signal.SIGINT) or (go_on.wait() and start())
        self.server.do_stop = lambda: stopped.set() or stop()
        before = signal.signal(signal.SIGINT, signal.default_int_handler)
        self.addCleanup(signal.signal, signal.SIGINT, before)

        with self.assertRaises(KeyboardInterrupt):
            controller.start()
        go_on.set()

        self.assertTrue(stopped.wait(PATIENCE))

    def test_an_interrupt_in_a_move_leaves_the_arm_where_it_is(self):
        controller = self.controller()
        held = threading.Event()
        self.server.do_switch = lambda law: held.set() or {}
        self.server.do_move = lambda qpos: os.kill(os.getpid(), signal.SIGINT)
        before = signal.signal(signal.SIGINT, signal.default_int_handler)
        self.addCleanup(signal.signal, signal.SIGINT, before)

        with self.assertRaises(KeyboardInterrupt):
            controller.move()

        self.assertTrue(held.wait(PATIENCE))
        self.assertEqual("impedance", controller.law)


class AsyncTest(ServedTest):
    def run_with(self, work):
        async def main():
            controller = self.controller(started=False).aio
            await controller.start()
            return await work(controller)

        return asyncio.run(asyncio.wait_for(main(), PATIENCE))

    def test_everything_that_takes_time_is_awaited(self):
        async def work(controller):
            await controller.move()
            controller.switch("pid")
            await controller.set("q_desired", [0.0] * 7)
            with self.time_by_cycles():
                measured = await controller.test_connection(0.2)
                recorded = await controller.record(["q"], 0.1, "cycles.npz")
            safety = await controller.disarm()
            return measured.cycles > 1, recorded, safety, await controller.stop()

        self.assertEqual((True, 100, "disarmed", "the robot is disarmed"), self.run_with(work))

    def test_a_fault_is_told_on_the_loop(self):
        async def work(controller):
            told = asyncio.get_running_loop().create_future()

            async def callback(error):
                told.set_result((error, await controller.stop()))

            controller.error_callback = callback
            self.server.fail()
            return await told

        error, words = self.run_with(work)

        self.assertIsInstance(error, RobotFault)
        self.assertEqual(str(error), words)

    def test_a_move_that_is_cancelled_leaves_the_arm_where_it_is(self):
        begun, held = threading.Event(), threading.Event()
        self.server.do_switch = lambda law: held.set() or {}
        self.server.do_move = lambda qpos: begun.set()

        async def work(controller):
            moving = asyncio.ensure_future(controller.move())
            await asyncio.to_thread(begun.wait)
            moving.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await moving
            return moving.cancelled()

        self.assertTrue(self.run_with(work))
        self.assertTrue(held.wait(PATIENCE))

    def test_a_start_that_is_cancelled_is_undone_when_it_is_over(self):
        begun, go_on, stopped = threading.Event(), threading.Event(), threading.Event()
        start, stop = self.server.do_start, self.server.do_stop
        self.server.do_start = lambda: begun.set() or (go_on.wait() and start())
        self.server.do_stop = lambda: stop() if stopped.wait() else None
        self.server.slow += ("start", "stop")
        controller = self.controller(started=False)

        async def main():
            starting = asyncio.ensure_future(controller.aio.start())
            await asyncio.to_thread(begun.wait)
            starting.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await starting
            return starting.cancelled()

        self.assertTrue(asyncio.run(main()))

        for event in (go_on, stopped):
            event.set()
        controller._arm._undoing.result(PATIENCE)
        self.assertFalse(self.server.running)
        controller.start()
        self.assertTrue(controller.running)

    def starting(self):
        """A controller, and a task that starts it, begun by the server and held up there until an event."""
        begun, go_on = threading.Event(), threading.Event()
        start, do_stop = self.server.do_start, self.server.do_stop
        self.done = []
        self.server.do_start = lambda: [begun.set(), go_on.wait(), self.done.append("start"), start()][-1]
        self.server.do_stop = lambda: [self.done.append("stop"), do_stop()][-1]
        self.server.slow += ("start", "stop")
        controller = self.controller(started=False).aio
        return controller, asyncio.ensure_future(controller.start()), asyncio.to_thread(begun.wait), go_on

    async def starting_again(self):
        """The same, when that start was given up, and with a task that starts it anew and waits."""
        controller, first, begun, go_on = self.starting()
        await begun
        first.cancel()
        await asyncio.wait([first])
        second = asyncio.ensure_future(controller.start())
        await asyncio.sleep(0)  # it waits from here on
        return controller, second, go_on

    def test_a_start_waits_until_one_that_was_cancelled_is_undone(self):
        async def main():
            controller, second, go_on = await self.starting_again()
            self.assertEqual([], self.done)

            go_on.set()

            return await second, controller.running

        self.assertEqual((("scheduling: not granted",), True), asyncio.run(main()))
        self.assertEqual(["start", "stop", "start"], self.done)

    def test_what_ends_an_arm_ends_a_start_that_waits_too(self):
        async def main(what):
            controller, second, go_on = await self.starting_again()

            with contextlib.suppress(RobotError):  # this server knows no stop of what is being started
                await getattr(controller, what)()

            with self.assertRaisesRegex(
                RobotError, rf"the arm was not started: {what}\(\) came while this start waited"
            ):
                await second
            go_on.set()
            await asyncio.to_thread(controller._arm._undoing.result, PATIENCE)
            return self.done.count("start"), self.server.running

        start, stop = self.server.do_start, self.server.do_stop
        for what in ("stop", "disarm"):
            with self.subTest(what):
                self.server.do_start, self.server.do_stop = start, stop
                self.assertEqual((1, False), asyncio.run(main(what)))

    def test_a_start_is_refused_while_another_one_is_under_way_or_waits(self):
        async def main():
            controller, first, begun, go_on = self.starting()
            await begun
            for _ in range(2):
                with self.assertRaisesRegex(RobotError, "the arm is being started, by another call of this controller"):
                    await controller.start()
                first.cancel()
                await asyncio.wait([first])
                first = asyncio.ensure_future(controller.start())
                await asyncio.sleep(0)
            go_on.set()
            await first
            return controller.running

        self.assertTrue(asyncio.run(main()))
        self.assertEqual(["start", "stop", "start"], self.done)

    def test_a_start_that_waits_is_told_if_the_server_goes(self):
        async def main():
            _, second, _ = await self.starting_again()

            self.server.close()

            with self.assertRaisesRegex(RobotDisconnected, "has ended"):
                await second

        asyncio.run(main())

    def test_the_other_face_is_of_the_same_controller(self):
        controller = self.controller()

        async def main():
            await controller.aio.stop()

        asyncio.run(main())

        self.assertFalse(controller.running)


class PaceTest(unittest.TestCase):
    def test_deadlines_are_a_period_apart_without_drift(self):
        pace = Pace()
        pace.set_freq(10)

        rests = [pace.rest("q", now) for now in (0, 0.1, 0.25, 0.31)]

        np.testing.assert_allclose([0.1, 0.1, 0.05, 0.09], rests)

    def test_who_is_late_is_not_hurried_afterwards(self):
        pace = Pace()
        pace.set_freq(10)

        rests = [pace.rest("q", now) for now in (0, 0.5, 0.5, 0.6)]

        np.testing.assert_allclose([0.1, 0, 0.1, 0.1], rests)

    def test_each_attribute_has_its_own(self):
        pace = Pace()

        np.testing.assert_allclose([0.02, 0.02, 0.04], [pace.rest("q", 0), pace.rest("ee", 0), pace.rest("q", 0)])

    def test_a_frequency_that_is_none_is_refused(self):
        for hertz in (0, -1, float("nan"), 1e9, "50", None, True):
            with self.subTest(hertz=hertz), self.assertRaisesRegex(RobotRefused, "a number from 0.1 to 1000 Hz"):
                Pace().set_freq(hertz)


class RefusalsTest(unittest.TestCase):
    def test_a_real_arm_is_refused(self):
        with self.assertRaisesRegex(RobotRefused, "this version commands no real arm"):
            RobotInterface("172.16.0.2")

    def test_arguments_are_checked_before_anything_is_started(self):
        for argument, words in (
            ({"arm": "me"}, 'arm must be "operator" or "on_start", and is \'me\''),
            ({"name": "../x"}, "'../x' is no name of a robot: it has lower-case letters, digits and underscores, and"),
            ({"name": "Left"}, "'Left' is no name of a robot: .* and begins with a letter, as in 'left_arm'"),
            ({"name": 5}, "5 is no name of a robot"),
        ):
            with self.subTest(argument), self.assertRaisesRegex(RobotRefused, words):
                RobotInterface(**argument)
        with self.assertRaisesRegex(TypeError, "robot must be a RobotInterface"):
            FrankaController(None)
        for timeout in (0, -1, float("nan"), "1", None):
            with self.assertRaisesRegex(RobotRefused, "timeout must be a number of seconds, more than 0"):
                FrankaRemoteController("/nowhere/arm.sock", timeout=timeout)

    def test_a_simulator_that_is_not_there_is_refused(self):
        answer = '{"error": {"kind": "arm", "message": "MuJoCo is not at /nope.so: there is no such file. Install it"}}'
        java = mock.Mock(robot=mock.Mock(return_value=answer))
        with (
            mock.patch.multiple(_here._jvm, java=lambda: java, for_loops=lambda: None),
            self.assertRaisesRegex(
                RobotRefused,
                "simulator must be \"built-in\", or a MuJoCo that can be used, and is 'mujoco:/nope.so': "
                "MuJoCo is not at /nope.so: there is no such file",
            ),
        ):
            RobotInterface(simulator="mujoco:/nope.so")

    def test_a_server_that_is_there_and_silent_is_told_apart_from_one_that_is_not(self):
        with tempfile.TemporaryDirectory() as folder, socket.socket(socket.AF_UNIX) as silent:
            path = os.path.join(folder, "arm.sock")
            silent.bind(path)
            silent.listen()

            with self.assertRaisesRegex(
                RobotDisconnected, "what listens at .*arm.sock cannot be used: .* has not answered 'hello' for 0.05 s"
            ):
                FrankaRemoteController(path, timeout=0.05)

    def test_a_server_that_is_not_there_is_told(self):
        with self.assertRaisesRegex(
            RobotDisconnected, "no server of an arm answers at /nowhere/arm.sock .*robot serve"
        ):
            FrankaRemoteController("/nowhere/arm.sock")
        with (
            mock.patch.dict(os.environ, {"XDG_RUNTIME_DIR": "/nowhere"}),
            self.assertRaisesRegex(RobotDisconnected, "at /nowhere/terrarium/left.sock"),
        ):
            FrankaRemoteController("left")
        for address in ("172.16.0.2", "localhost:5555"):
            with self.assertRaisesRegex(RobotRefused, "no server is reached over a network"):
                FrankaRemoteController(address)
        with self.assertRaisesRegex(RobotRefused, "address must be the name of a server"):
            FrankaRemoteController("")
        with self.assertRaisesRegex(RobotRefused, "address must be the name of a server, .*, and is 3"):
            FrankaRemoteController(3)

    def test_numpy_is_asked_for_by_a_sentence(self):
        with mock.patch.dict(sys.modules, {"numpy": None}):
            for make in (RobotInterface, FrankaRemoteController):
                with self.assertRaisesRegex(ImportError, "terrarium.robot needs NumPy.*pip install 'terrarium-jvm"):
                    make()

    def test_the_page_tells_every_attribute(self):
        page = guest.SOURCE.parents[1] / "docs" / "guide" / "robot-from-python.md"
        if not page.exists():
            self.skipTest("there is no documentation beside these tests")
        text = page.read_text("utf-8")

        names = [name for name in {*dir(FrankaController), *dir(FrankaRemoteController)} if not name.startswith("_")]

        self.assertGreater(len(names), 30)
        self.assertEqual([], [name for name in names if not re.search(rf"[`.]{name}\b", text)])
        self.assertEqual(
            [], [name for name in robot.__all__ if name not in text and name not in ("ArmState", "Connection")]
        )

    def test_the_page_tells_what_can_be_set(self):
        page = guest.SOURCE.parents[1] / "docs" / "guide" / "robot-from-python.md"
        if not page.exists():
            self.skipTest("there is no documentation beside these tests")
        part = page.read_text("utf-8").partition("### What can be set\n")[2].partition("\n#")[0]

        names = [name for row in re.findall(r"^\|([^|]*`[^|]*)\|", part, re.M) for name in re.findall(r"`(\w+)`", row)]

        self.assertCountEqual(_values.ATTRIBUTES, names)
        self.assertEqual(["tool"], [name for name in names if not hasattr(FrankaController, name)])

    def test_helpers_are_those_of_the_package(self):
        import terrarium

        for name in ("asyncify", "async_input", "CudaInferenceThread", "InferenceThread", "mpify"):
            self.assertIs(getattr(terrarium, name), getattr(robot, name))


if __name__ == "__main__":
    unittest.main()
