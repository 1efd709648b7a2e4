/// Gives a Python node a process of its own.
///
/// A worker process is a stock CPython that runs `terrarium._worker`. Nothing here sees an
/// interpreter in this process. See `docs/decisions/0009-workers.md`.
@NullMarked
package dev.terrarium.worker.process;

import org.jspecify.annotations.NullMarked;
