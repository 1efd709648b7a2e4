import unittest

import guest


class LoggingTest(unittest.TestCase):
    def test_a_record_arrives_with_level_name_message_and_exception(self):
        started = guest.run(
            """
            import logging
            log = logging.getLogger("speech.vad")
            log.info("%d segments in %s", 3, "a.wav")
            try:
                1 / 0
            except ZeroDivisionError:
                log.exception("broken")
            log.critical("stop")
            """
        )

        self.assertEqual(
            [
                [20, "INFO", "speech.vad", "3 segments in a.wav", None],
                [40, "ERROR", "speech.vad", "broken", "ZeroDivisionError('division by zero')"],
                [50, "CRITICAL", "speech.vad", "stop", None],
            ],
            started.logged,
        )
        self.assertEqual([], started.err)

    def test_extra_and_log_contexts_are_told_as_context(self):
        started = guest.run(
            """
            import logging, terrarium
            log = logging.getLogger("context")
            with terrarium.log_context(request=42):
                with terrarium.log_context(user="ada"):
                    log.info("within", extra={"request": "43"})
                log.info("between")
            log.info("after")
            """
        )

        self.assertEqual([{"request": "43", "user": "ada"}], started.logged[0][5:])
        self.assertEqual([{"request": "42"}], started.logged[1][5:])
        self.assertEqual([], started.logged[2][5:])

    def test_a_record_of_java_reaches_python_handlers_and_never_goes_back(self):
        started = guest.run(
            """
            import logging
            from terrarium._java_logs import take
            seen = []
            class Keeps(logging.Handler):
                def emit(self, record):
                    seen.append([self.format(record), record.levelname, record.threadName, record.user])
            logging.getLogger("java.app").addHandler(Keeps())
            take([(1.25, 30, "java.app", "main", "100 % {0}", "E: no\\n  at A.b", {"user": "ada"}),
                  (1.25, 20, "java.app", "main", "below", None, {}),
                  (1.25, 40, "java.other", "main", "no handler", None, {})])
            says["seen"] = seen
            """
        )

        self.assertEqual([["100 % {0}\nE: no\n  at A.b", "WARNING", "main", "ada"]], started.says["seen"])
        self.assertEqual([], started.logged)
        self.assertEqual([], started.err)

    def test_all_levels_and_custom_ones(self):
        started = guest.run(
            """
            import logging
            java.java_level = 1
            logging.addLevelName(25, "NOTICE")
            log = logging.getLogger("levels")
            for level in (5, 10, 20, 25, 30, 40, 50):
                log.log(level, "x")
            """
        )

        self.assertEqual(
            [
                [5, "Level 5"],
                [10, "DEBUG"],
                [20, "INFO"],
                [25, "NOTICE"],
                [30, "WARNING"],
                [40, "ERROR"],
                [50, "CRITICAL"],
            ],
            [record[:2] for record in started.logged],
        )

    def test_a_level_that_is_off_never_crosses_and_is_asked_once(self):
        started = guest.run(
            """
            import logging
            log = logging.getLogger("quiet")
            class Costly:
                def __str__(self):
                    says["formatted"] = True
                    return ""
            made = logging.getLogRecordFactory()
            def factory(*args, **kwargs):
                says["made"] = True
                return made(*args, **kwargs)
            logging.setLogRecordFactory(factory)
            from terrarium import _logging
            _logging._ASKED_ANEW = 3600.0
            for _ in range(1000):
                log.debug("%s", Costly())
            says["enabled"] = log.isEnabledFor(logging.DEBUG)
            """
        )

        self.assertEqual({"enabled": False}, started.says)
        self.assertEqual([], started.logged)
        self.assertLessEqual(started.asked.count(["quiet", 10]), 2)

    def test_a_level_changed_in_java_is_seen_after_a_while(self):
        started = guest.run(
            """
            import logging, time
            from terrarium import _logging
            clock = [0.0]
            _logging.monotonic = lambda: clock[0]
            log = logging.getLogger("a")
            log.debug("unseen")
            java.java_level = 10
            log.debug("not asked yet")
            clock[0] += 1.5
            log.debug("seen")
            """
        )

        self.assertEqual(["seen"], [record[3] for record in started.logged])

    def test_one_logger_may_be_louder_than_the_root(self):
        started = guest.run(
            """
            import logging
            java.java_levels["loud"] = 10
            logging.getLogger("loud").debug("heard")
            logging.getLogger("other").debug("not heard")
            says["levels"] = [logging.getLogger("loud").getEffectiveLevel(),
                              logging.getLogger("other").getEffectiveLevel()]
            """
        )

        self.assertEqual(["heard"], [record[3] for record in started.logged])
        self.assertEqual([10, 20], started.says["levels"])

    def test_a_level_set_in_python_narrows(self):
        started = guest.run(
            """
            import logging
            log = logging.getLogger("narrow")
            log.setLevel(logging.ERROR)
            log.warning("no")
            log.error("yes")
            logging.disable(logging.ERROR)
            log.error("disabled")
            """
        )

        self.assertEqual(["yes"], [record[3] for record in started.logged])

    def test_basic_config_does_not_log_twice(self):
        started = guest.run(
            """
            import logging
            logging.basicConfig(level=logging.DEBUG)
            logging.warning("once")
            logging.debug("off in Java")
            """
        )

        self.assertEqual([[30, "WARNING", "root", "once", None]], started.logged)
        self.assertEqual([], started.err)

    def test_who_configures_the_root_by_force_gets_what_he_asked_for(self):
        started = guest.run(
            """
            import logging
            logging.basicConfig(force=True, format="%(message)s")
            logging.info("below Python's default")
            logging.warning("on stderr")
            """
        )

        self.assertEqual([], started.logged)
        self.assertEqual("on stderr\n", "".join(started.err))

    def test_a_handler_beside_gets_what_it_would_get_in_python(self):
        started = guest.run(
            """
            import io, logging
            java.java_level = 40
            log = logging.getLogger("filed")
            log.info("before, off everywhere")
            text = io.StringIO()
            log.addHandler(logging.StreamHandler(text))
            log.setLevel(logging.DEBUG)
            log.debug("debug")
            log.error("error")
            says["text"] = text.getvalue()
            """
        )

        self.assertEqual("debug\nerror\n", started.says["text"])
        self.assertEqual(["error"], [record[3] for record in started.logged])

    def test_unittest_can_watch_the_log(self):
        started = guest.run(
            """
            import logging, unittest
            java.java_level = 100
            with unittest.TestCase().assertLogs("watched", "DEBUG") as watched:
                logging.getLogger("watched").debug("seen")
            says["output"] = watched.output
            """
        )

        self.assertEqual(["DEBUG:watched:seen"], started.says["output"])

    def test_an_error_in_the_bridge_is_told_on_stderr(self):
        started = guest.run(
            """
            import logging
            logging.getLogger("x").info("%d", "not a number")
            def broken(*_):
                raise OSError("no log today")
            logging.root.handlers[0]._log = broken
            logging.getLogger("x").info("lost")
            """
        )

        err = "".join(started.err)
        self.assertIn("TypeError", err)
        self.assertIn("no log today", err)

    def test_lone_surrogates_and_stacks_are_sent(self):
        started = guest.run(
            r"""
            import logging
            logging.getLogger("x").info("a\ud800", stack_info=True)
            """
        )

        self.assertTrue(started.logged[0][3].startswith("a\\ud800\nStack (most recent call last):"))


if __name__ == "__main__":
    unittest.main()
