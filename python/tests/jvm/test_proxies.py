"""The helpers for asyncio where the package is installed, with a JVM in the process and without."""

import unittest

import guest

HELPERS = """
import asyncio, os
from statistics import NormalDist
from terrarium import InferenceThread, WorkerCrashed, asyncify, mpify

async def main():
    async with mpify(NormalDist, mu=1) as normal, InferenceThread() as thread, mpify(__import__, "os") as system:
        values = [await normal.mean, await thread.run(pow, 2, 3), await asyncify(abs)(-1)]
        print(values, await system.getpid() == os.getpid())
        print("libjvm" in open(f"/proc/{await system.getpid()}/maps").read())
        try:
            await system.abort()
        except WorkerCrashed as crash:
            print(crash.exit_code)

asyncio.run(main())
print("left:", open(f"/proc/self/task/{os.getpid()}/children").read())
"""
SAID = "[1.0, 8, 1] False\nFalse\n-6\nleft: \n"


class ProxiesTest(unittest.TestCase):
    def test_work_without_a_jdk(self):
        done = guest.run(HELPERS, prepared=False, JAVA_HOME="/nonexistent", TERRARIUM_JAVA_HOME="/nonexistent")

        self.assertEqual((0, SAID), (done.status, done.out), done.err)

    def test_work_beside_a_jvm(self):
        started = "from terrarium import Pipeline, nodes\nprint(Pipeline([nodes.AddNode(1)]).run_sync([1]))\n"

        done = guest.run(started + HELPERS, prepared=False)

        self.assertEqual((0, "2\n" + SAID), (done.status, done.out), done.err)

    def test_python_ends_in_order_with_both_under_way(self):
        code = """
            import asyncio
            from terrarium import InferenceThread, mpify
            def Live(item):
                entered.set()
                while True:
                    time.sleep(0.001)
            threading.Thread(target=lambda: opened(Live).run([1]), daemon=True).start()
            assert entered.wait(60)
            system, thread = mpify(__import__, "time"), InferenceThread()
            async def main():
                tasks.append(asyncio.ensure_future(thread.run(time.sleep, 0.1)))
                print(await system.time() > 0, flush=True)
                tasks.append(asyncio.ensure_future(system.sleep(1000)))
                await asyncio.sleep(0)
            tasks = []
            asyncio.run(main())
            """

        done = guest.run(code)

        self.assertEqual((0, "True\n"), (done.status, done.out), done.err)


if __name__ == "__main__":
    unittest.main()
