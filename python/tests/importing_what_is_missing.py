"""A node's module that needs a module which is not there."""

import what_is_missing  # type: ignore[import-not-found]  # noqa: F401
