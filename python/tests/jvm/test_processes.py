"""A Python process with a JVM in it stays a Python process: signals, forks, output, locale, end."""

import os
import signal
import sys
import time
import unittest

import guest

LOOPS = """
def Live(item):
    entered.set()
    while True:
        time.sleep(0.001)
"""
SLEEPS = """
def Live(item):
    entered.set()
    time.sleep({seconds})
"""
SWALLOWS = """
def Live(item):
    entered.set()
    while True:
        try:
            time.sleep(0.001)
        except BaseException:
            pass
"""
RETRIES = """
def Live(item):
    entered.set()
    raise ValueError("again")
"""
IN_A_THREAD = """
threading.Thread(target=lambda: opened(Live{policies}).run([1]), daemon=True).start()
assert entered.wait(60)
print("leaves", flush=True)
"""
INTERRUPTED_START = """
import os, signal, sys
from importlib.abc import MetaPathFinder
from terrarium import Pipeline, _jvm

def interrupt():
    global interrupt
    interrupt = lambda: None
    os.kill(os.getpid(), signal.SIGINT)

{interrupted}
try:
    Pipeline([lambda item: item]).run_sync([1, 2])
except KeyboardInterrupt:
    print("interrupted")
print(Pipeline([lambda item: [item]]).run_sync([3]))
"""
ON_IMPORT = """
class Finder(MetaPathFinder):
    def find_spec(self, name, path, target=None):
        if name == "{module}":
            interrupt()
sys.meta_path.insert(0, Finder())
"""
SLOW_END = """
class Slow:
    def __del__(self, sleep=time.sleep):
        sleep({seconds})
sys.slow = Slow()
"""


class EndedTestCase(unittest.TestCase):
    def assert_ends(self, done, out, status=0):
        self.assertEqual(status, done.status, done.out + done.err)
        self.assertEqual(out, done.out, done.err)

    def assert_clean(self, done, out, status=0):
        self.assert_ends(done, out, status)
        self.assertEqual("", done.err)


class ProcessTest(EndedTestCase):
    def test_a_jvm_starts_in_any_thread(self):
        done = guest.run("""
            def Live(item):
                return item + 1
            thread = threading.Thread(target=lambda: print(opened(Live).run([1])))
            thread.start()
            thread.join()
            print(opened(Live).run([2]))
        """)

        self.assert_clean(done, "[2]\n[3]\n")

    def test_output_input_and_locale_stay_what_they_were(self):
        done = guest.run(
            """
            import locale, logging, signal
            def state():
                signals = [signal.getsignal(number) for number in signal.valid_signals() if number not in (9, 19)]
                return (sys.stdin, sys.stdout, sys.stderr, locale.setlocale(locale.LC_ALL), dict(os.environ),
                        logging.root.handlers[:], os.getcwd(), sys.getswitchinterval(), threading.current_thread(), signals)
            before = state()
            def Live(item):
                print("node", item)
                return item
            print(opened(Live).run([1]))
            print([b == a for b, a in zip(before, state())])
            """,
            LC_ALL="C.UTF-8",
        )

        self.assert_clean(done, f"node 1\n[1]\n{[True] * 10}\n")

    def test_nothing_the_jvm_says_goes_to_standard_output(self):
        done = guest.run("def Live(x): return x\nprint(opened(Live).run([1]))", JAVA_TOOL_OPTIONS="-Xlog:gc*")

        self.assertEqual(0, done.status, done.err)
        self.assertEqual("[1]", done.out.splitlines()[-1])
        self.assertIn("Picked up JAVA_TOOL_OPTIONS", done.err)

    def test_another_collector_can_be_asked_for(self):
        code = "def Live(x): return x\nprint(opened(Live).run([1]))"

        self.assert_clean(guest.run(code, TERRARIUM_JVM_OPTIONS="-XX:+UseG1GC -Xmx256m"), "[1]\n")
        self.assert_ends(guest.run(code, JAVA_TOOL_OPTIONS="-XX:+UseParallelGC"), "[1]\n")

    def test_ctrl_c_stops_a_run_and_what_follows_runs(self):
        done = guest.run(
            LOOPS
            + """
import signal
def interrupt():
    entered.wait()
    os.kill(os.getpid(), signal.SIGINT)
threading.Thread(target=interrupt).start()
try:
    opened(Live).run([1])
except KeyboardInterrupt:
    print("stopped")
def Live(item):
    return item + 1
print(opened(Live).run([1]))
"""
        )

        self.assert_clean(done, "stopped\n[2]\n")

    def test_a_second_ctrl_c_waits_no_longer_for_a_node_that_cannot_be_stopped(self):
        done = guest.run(
            SLEEPS.format(seconds=600)
            + """
import signal
raised = threading.Semaphore(0)
def interrupted(*_):
    raised.release()
    raise KeyboardInterrupt
signal.signal(signal.SIGINT, interrupted)
def interrupt():
    entered.wait()
    os.kill(os.getpid(), signal.SIGINT)
    raised.acquire()
    os.kill(os.getpid(), signal.SIGINT)
threading.Thread(target=interrupt).start()
try:
    opened(Live).run([1])
except KeyboardInterrupt as error:
    print("stopped", *getattr(error, "__notes__", ()))
"""
        )

        self.assertEqual(0, done.status, done.err)
        self.assertTrue(done.out.startswith("stopped"), done.out)
        if sys.version_info >= (3, 11):
            self.assertIn("the run was not waited for any longer: ", done.out)

    def test_ctrl_c_shows_one_frame_of_the_package(self):
        done = guest.run(
            LOOPS
            + """
import signal, traceback
from terrarium import Pipeline
def interrupt():
    entered.wait()
    os.kill(os.getpid(), signal.SIGINT)
threading.Thread(target=interrupt).start()
try:
    Pipeline([Live]).run_sync([1])
except KeyboardInterrupt as error:
    print([frame.name for frame in traceback.extract_tb(error.__traceback__)])
"""
        )

        self.assert_clean(done, "['<module>', 'run_sync']\n")

    @unittest.skipIf(sys.version_info < (3, 11), "there are no notes yet")
    def test_a_run_that_is_given_up_has_a_note_of_where_it_stands(self):
        done = guest.run(
            """
            import asyncio
            from terrarium import Pipeline
            door = threading.Lock()
            door.acquire()
            def waits(item):
                entered.set()
                door.acquire()
            async def main():
                run = asyncio.ensure_future(Pipeline([waits]).run([1]))
                await asyncio.get_running_loop().run_in_executor(None, entered.wait)
                run.cancel()
                try:
                    await run
                except asyncio.CancelledError as cancelled:
                    print(cancelled.__notes__[0].split(",")[0])
                door.release()
            asyncio.run(main())
            """
        )

        self.assert_clean(
            done,
            "the run was not waited for any longer: node waits_0: Python code waits where an interrupt does not reach it\n",
        )

    def test_a_program_that_ends_right_after_a_session_ends_in_silence(self):
        for attempt in range(4):
            with self.subTest(attempt):
                done = guest.run(
                    """
                    import asyncio
                    from terrarium import Pipeline
                    async def never(item):
                        await asyncio.Event().wait()
                    async def main():
                        async with Pipeline([never]).session() as session:
                            try:
                                await asyncio.wait_for(session.send(1), 0.01)
                            except asyncio.TimeoutError:
                                print("cancelled")
                    asyncio.run(main())
                    """
                )

                self.assert_clean(done, "cancelled\n")

    def test_ctrl_c_while_the_jvm_starts_comes_when_it_has_started(self):
        for moment in ("_library", "_facts"):
            with self.subTest(moment=moment):
                done = guest.run(
                    INTERRUPTED_START.format(
                        interrupted=f"original = _jvm.{moment}\n_jvm.{moment} = lambda *a: interrupt() or original(*a)"
                    ),
                    prepared=False,
                )

                self.assert_clean(done, "interrupted\n[3]\n")

    def test_ctrl_c_while_the_start_imports_is_raised_as_such(self):
        for module in ("asyncio.events", "terrarium._hosted", "terrarium._chains", "terrarium._texts"):
            with self.subTest(module=module):
                done = guest.run(INTERRUPTED_START.format(interrupted=ON_IMPORT.format(module=module)), prepared=False)

                self.assert_clean(done, "interrupted\n[3]\n")

    def test_ctrl_c_on_a_node_that_sleeps_is_not_waited_for_again_at_the_end(self):
        done = guest.run(
            SLEEPS.format(seconds=600)
            + """
import signal
threading.Thread(target=lambda: entered.wait() and os.kill(os.getpid(), signal.SIGINT), daemon=True).start()
try:
    opened(Live).run([1])
except KeyboardInterrupt:
    print(time.time())
"""
        )
        waited = time.time() - float(done.out)

        self.assert_clean(done, done.out)
        self.assertLess(waited, 1.5)

    def test_ctrl_c_that_nobody_catches_ends_the_process_by_that_signal(self):
        done = guest.run(
            LOOPS
            + """
import signal
threading.Thread(target=lambda: entered.wait() and os.kill(os.getpid(), signal.SIGINT)).start()
opened(Live).run([1])
"""
        )

        self.assert_ends(done, "", -signal.SIGINT)
        self.assertIn("KeyboardInterrupt", done.err)

    def test_sigterm_ends_the_process_as_it_does_any(self):
        done = guest.run(
            LOOPS
            + IN_A_THREAD.format(policies="")
            + "import signal\nos.kill(os.getpid(), signal.SIGTERM)\ntime.sleep(60)"
        )

        self.assert_clean(done, "leaves\n", -signal.SIGTERM)

    def test_handlers_of_signals_are_pythons(self):
        done = guest.run(
            """
            import signal
            def Live(item):
                return item
            pipeline = opened(Live)
            seen = []
            for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGUSR1", "SIGALRM"):
                signal.signal(getattr(signal, name), lambda number, frame: seen.append(number))
                os.kill(os.getpid(), getattr(signal, name))
                pipeline.run([1])
            print(seen == [signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGUSR1, signal.SIGALRM])
            """
        )

        self.assert_clean(done, "True\n")

    def test_faulthandler_takes_no_signal_from_the_jvm(self):
        done = guest.run("def Live(x): return x\nprint(opened(Live).run([1]))", options=("-X", "faulthandler"))

        self.assert_clean(done, "[1]\n")

    @unittest.skipUnless(hasattr(os, "fork"), "no fork here")
    def test_a_forked_child_is_refused_and_the_parent_goes_on(self):
        done = guest.run(
            """
            import terrarium
            import warnings
            warnings.simplefilter("ignore")
            def Live(item):
                return item + 1
            pipeline = opened(Live)
            child = os.fork()
            if child == 0:
                for use in (lambda: opened(Live), lambda: pipeline.run([1])):
                    try:
                        use()
                    except RuntimeError as error:
                        print(type(error).__name__, error, flush=True)
                print(terrarium.is_available(), flush=True)
                os._exit(7)
            print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
            print(pipeline.run([1]), terrarium.is_available())
            """
        )

        self.assert_clean(
            done,
            "RuntimeUnavailableError a forked child has no JVM: start the process by subprocess, or by "
            "multiprocessing with spawn\n"
            "RuntimeError a forked child has no JVM: call nothing of Java between fork and exec, as in preexec_fn\n"
            "False\n7\n[2] True\n",
        )

    @unittest.skipUnless(hasattr(os, "fork"), "no fork here")
    def test_a_pipeline_that_a_forked_child_collects_at_once_is_dropped_in_silence(self):
        code = """
            import gc, warnings
            os.register_at_fork(after_in_child=gc.collect)
            from terrarium import Pipeline, _forks
            {prepared}
            warnings.simplefilter("ignore")
            def node(item): return item
            for isolation in ("inline", "process"):
                pipeline = Pipeline().add_node("statistics:fmean", isolation=isolation)
                print(pipeline.run_sync([[1]]))
                pipeline.me = [pipeline]
                kept = Pipeline([node])
                kept.run_sync([1])
                gc.disable()
                del pipeline
                child = os.fork()
                if child == 0:
                    del kept
                    os._exit(7)
                print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
                gc.collect()
            """
        for prepared in ("", "_forks._page = lambda: None  # as on a system without such pages"):
            with self.subTest(prepared):
                done = guest.run(code.format(prepared=prepared))

                self.assert_clean(done, "1.0\n7\n1.0\n7\n")

    @unittest.skipUnless(hasattr(os, "fork"), "no fork here")
    def test_a_forked_child_is_refused_before_terrarium_hears_of_the_fork(self):
        done = guest.run(
            """
            import contextvars, warnings
            def early():
                for use in (lambda: java.version(), lambda: contextvars.copy_context().run(java.version)):
                    try:
                        use()
                    except RuntimeError as error:
                        print(str(error).rpartition("Exception: ")[2], flush=True)
            os.register_at_fork(after_in_child=early)
            from terrarium import _jvm
            warnings.simplefilter("ignore")
            java = _jvm.java()
            child = os.fork()
            if child == 0:
                os._exit(7)
            print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), java.version() != "", sys.getprofile())
            """
        )

        refused = "a forked child has no JVM: call nothing of Java between fork and exec, as in preexec_fn\n"
        self.assert_clean(done, f"{refused * 2}7 True None\n")

    @unittest.skipUnless(hasattr(os, "fork"), "no fork here")
    def test_a_pipeline_of_the_parent_runs_in_python_alone_in_a_forked_child_that_allows_it(self):
        done = guest.run(
            """
            import warnings
            from terrarium import Pipeline
            warnings.simplefilter("ignore")
            def node(item): return item + 1
            pipeline = Pipeline([node])
            print(pipeline.run_sync([1], runtime="auto"), pipeline.last_runtime, flush=True)
            child = os.fork()
            if child == 0:
                print(pipeline.run_sync([1], runtime="auto"), pipeline.last_runtime, flush=True)
                os._exit(7)
            print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
            """
        )

        self.assert_clean(done, "2 jvm\n2 python\n7\n")

    @unittest.skipUnless(hasattr(os, "fork"), "no fork here")
    def test_a_child_forked_before_the_start_has_a_jvm_of_its_own(self):
        done = guest.run(
            """
            def Live(item):
                return item + 1
            child = os.fork()
            print(opened(Live).run([1]), flush=True)
            if child:
                print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
            """
        )

        self.assert_clean(done, "[2]\n[2]\n0\n")

    def test_subprocesses_and_spawned_pools_work(self):
        done = guest.run(
            """
            import multiprocessing, subprocess
            def Live(item):
                return subprocess.run([sys.executable, "-c", f"print({item})"], capture_output=True).stdout
            print(opened(Live).run([1]))
            with multiprocessing.get_context("spawn").Pool(1) as pool:
                print(pool.map(abs, [-1]))
            """
        )

        self.assert_clean(done, "[b'1\\n']\n[1]\n")


class EndTest(EndedTestCase):
    def test_the_exit_status_is_pythons(self):
        begin = "def Live(x): return x\nopened(Live).run([1])\n"

        self.assert_clean(guest.run(begin + "sys.exit(5)"), "", 5)
        self.assertEqual(1, guest.run(begin + "raise ValueError").status)

    def test_the_end_stops_code_that_loops(self):
        self.assert_clean(guest.run(LOOPS + IN_A_THREAD.format(policies="")), "leaves\n")

    def test_the_end_does_not_wait_for_a_call_that_sleeps(self):
        self.assert_clean(guest.run(SLEEPS.format(seconds=600) + IN_A_THREAD.format(policies="")), "leaves\n")

    def test_the_end_does_not_wait_for_code_that_swallows_interrupts(self):
        self.assert_ends(guest.run(SWALLOWS + IN_A_THREAD.format(policies="")), "leaves\n")

    def test_a_call_that_comes_back_while_python_is_taken_apart_harms_nothing(self):
        code = SLEEPS.format(seconds=2.3) + SLOW_END.format(seconds=1) + IN_A_THREAD.format(policies="")

        self.assert_ends(guest.run(code), "leaves\n")

    def test_a_retry_that_is_due_while_python_is_taken_apart_harms_nothing(self):
        policies = ', retry={"attempts": 50, "backoff_ms": 200, "factor": 1, "jitter": 0}'
        code = RETRIES + SLOW_END.format(seconds=1) + IN_A_THREAD.format(policies=policies)

        self.assert_ends(guest.run(code), "leaves\n")

    def test_a_pipeline_that_is_closed_before_its_run_has_ended_is_not_missed_at_the_end(self):
        done = guest.run(
            SLEEPS.format(seconds=600)
            + """
import asyncio
_java_runs._LONGEST_STOP = 0.01
async def leave():
    pipeline = opened(Live)
    run = asyncio.ensure_future(pipeline.start([1]))
    while not entered.is_set():
        await asyncio.sleep(0.001)
    run.cancel()
    await asyncio.wait({run})
    pipeline.close()
asyncio.run(leave())
print("leaves")
"""
        )

        self.assert_clean(done, "leaves\n")

    def test_a_loop_that_ends_before_its_run_harms_nothing(self):
        done = guest.run(
            LOOPS
            + """
import asyncio
async def leave():
    run = asyncio.ensure_future(awaited())
    while not entered.is_set():
        await asyncio.sleep(0.001)
async def awaited():
    await opened(Live).start([1])
asyncio.run(leave())
print("leaves")
"""
        )

        self.assert_clean(done, "leaves\n")

    def test_the_end_right_after_a_run_says_nothing(self):
        for _ in range(6):
            done = guest.run("""
                import asyncio
                def Live(item):
                    return item + 1
                pipeline = opened(Live)
                print(asyncio.run(pipeline.start([1])))
                pipeline.close()
            """)

            self.assert_clean(done, "[2]\n")

    def test_the_end_may_come_at_any_moment(self):
        for moment in range(3):
            with self.subTest(moment=moment):
                done = guest.run(f"""
                    def Live(item):
                        entered.set()
                        return [item]
                    pipeline = opened(Live)
                    def work():
                        while True:
                            pipeline.run(list(range(20)))
                    for _ in range(4):
                        threading.Thread(target=work, daemon=True).start()
                    assert entered.wait(60)
                    time.sleep({moment} * 0.013)
                    print("leaves", flush=True)
                """)

                self.assert_ends(done, "leaves\n")


if __name__ == "__main__":
    unittest.main()
