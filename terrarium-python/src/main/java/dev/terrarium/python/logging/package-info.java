/// Java's own logging to Python's: a handler of `java.util.logging`.
///
/// Needs the module `java.logging`, which nothing else in this module does.
@NullMarked
package dev.terrarium.python.logging;

import org.jspecify.annotations.NullMarked;
