/// Tests of programs that use Python: a JUnit extension that fails a test which leaves something of
/// the interpreter behind.
///
/// Needs JUnit Jupiter, 5 or 6, which nothing else in this module does.
@NullMarked
package dev.terrarium.python.testing;

import org.jspecify.annotations.NullMarked;
