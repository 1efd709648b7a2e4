"""Which runtimes there are for tests that are to hold in each."""

import importlib.util
import unittest

from terrarium import RuntimeUnavailableError


def require_java():
    """Starts a JVM in this process; skips the tests, with the reason, where there is none."""
    if importlib.util.find_spec("terrarium._java_runs") is None:
        raise unittest.SkipTest("this checkout has no terrarium._java_runs")
    from terrarium._jvm import java

    try:
        java()
    except RuntimeUnavailableError as error:
        raise unittest.SkipTest(str(error)) from None


def there():
    """Returns the runtimes that pipelines can be run by in this process."""
    try:
        require_java()
    except unittest.SkipTest:
        return ("python",)
    return ("jvm", "python")
