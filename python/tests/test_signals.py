import sys
import unittest

import guest

import terrarium


@unittest.skipIf(sys.platform == "win32", "Windows has none of these signals")
class SignalsTest(unittest.TestCase):
    def test_a_signal_of_the_jvm_is_refused_by_name(self):
        started = guest.run(
            """
            import signal
            from signal import signal as install
            for name in ("SIGSEGV", "SIGBUS", "SIGFPE", "SIGILL", "SIGQUIT", "SIGTRAP", "SIGINT", "SIGTERM",
                         "SIGHUP", "SIGUSR2", "SIGPIPE", "SIGXFSZ"):
                try:
                    install(getattr(signal, name), signal.SIG_DFL)
                except ValueError as error:
                    says[name] = str(error)
            try:
                signal.siginterrupt(signal.SIGINT, False)
            except ValueError as error:
                says["siginterrupt"] = str(error)
            """
        )

        self.assertEqual(13, len(started.says))
        self.assertIn("SIGINT belongs to the JVM", started.says["SIGINT"])
        self.assertIn("shutdownhook", started.says["SIGINT"].lower())
        self.assertIn("SIGSEGV belongs to the JVM", started.says["SIGSEGV"])

    def test_other_signals_work(self):
        started = guest.run(
            """
            import os, signal
            got = []
            signal.signal(signal.SIGUSR1, lambda number, frame: got.append(number))
            os.kill(os.getpid(), signal.SIGUSR1)
            signal.siginterrupt(signal.SIGUSR1, False)
            says["got"] = [int(n) for n in got]
            says["known"] = callable(signal.getsignal(signal.SIGUSR1))
            """
        )

        self.assertEqual(1, len(started.says["got"]))
        self.assertTrue(started.says["known"])

    def test_a_timer_needs_a_handler_first(self):
        started = guest.run(
            """
            import signal, time
            for start in (lambda: signal.alarm(1), lambda: signal.setitimer(signal.ITIMER_REAL, 0.01)):
                try:
                    start()
                except ValueError as error:
                    says["refused"] = str(error)
            got = []
            signal.signal(signal.SIGALRM, lambda *_: got.append(1))
            signal.setitimer(signal.ITIMER_REAL, 0.01)
            while not got:
                signal.pause()
            says["left"] = signal.alarm(0)
            """
        )

        self.assertIn("SIGALRM", started.says["refused"])
        self.assertEqual(0, started.says["left"])

    def test_fault_signals_cannot_be_blocked(self):
        started = guest.run(
            """
            import signal, warnings
            with warnings.catch_warnings(record=True) as caught:
                warnings.simplefilter("always")
                signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
            blocked = signal.pthread_sigmask(signal.SIG_BLOCK, [])
            says["blocked"] = [s in blocked for s in (signal.SIGSEGV, signal.SIGUSR2, signal.SIGTERM)]
            says["warned"] = [str(each.message) for each in caught]
            """
        )

        self.assertEqual([False, False, True], started.says["blocked"])
        self.assertIn("SIGSEGV", started.says["warned"][0])

    def test_faulthandler_warns_and_installs_nothing(self):
        started = guest.run(
            """
            import faulthandler, signal, warnings
            says["enabled"] = [faulthandler.is_enabled()]
            with warnings.catch_warnings(record=True) as caught:
                warnings.simplefilter("always")
                faulthandler.enable()
                faulthandler.register(signal.SIGUSR1)
            says["enabled"].append(faulthandler.is_enabled())
            says["warned"] = [[each.category.__name__, str(each.message), each.filename] for each in caught]
            """,
            arguments=("-X", "faulthandler"),
        )

        self.assertEqual([False, False], started.says["enabled"])
        self.assertEqual(["RuntimeWarning"] * 2, [kind for kind, _, _ in started.says["warned"]])
        self.assertIn("faulthandler.enable() did nothing", started.says["warned"][0][1])
        self.assertEqual("<guest>", started.says["warned"][0][2])

    def test_asyncio_subprocess_and_multiprocessing_work(self):
        started = guest.run(
            """
            import asyncio, multiprocessing, subprocess, sys
            from multiprocessing import spawn

            async def main():
                await asyncio.sleep(0)
                child = await asyncio.create_subprocess_exec(
                    sys.executable, "-c", "print(6 * 7)", stdout=asyncio.subprocess.PIPE)
                return (await child.communicate())[0].decode()

            says["asyncio"] = asyncio.run(main())
            says["subprocess"] = subprocess.run(
                [sys.executable, "-c", "print(1)"], capture_output=True, text=True).stdout
            with multiprocessing.get_context("spawn").Pool(1) as pool:
                says["pool"] = pool.apply(divmod, (7, 2))
                says["package"] = pool.apply(eval, ("__import__('terrarium').__version__",))
            executable = spawn.get_executable()
            says["executable"] = (executable.decode() if isinstance(executable, bytes) else executable)
            """
        )

        self.assertEqual("42\n", started.says["asyncio"])
        self.assertEqual("1\n", started.says["subprocess"])
        self.assertEqual([3, 1], started.says["pool"])
        self.assertEqual(terrarium.__version__, started.says["package"])
        self.assertEqual(sys.executable, started.says["executable"])


if __name__ == "__main__":
    unittest.main()
