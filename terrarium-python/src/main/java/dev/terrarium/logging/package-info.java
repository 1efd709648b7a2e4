/// What Python logs, in this JVM's loggers: from the interpreter in this process, and from others.
///
/// Nothing here sees Python.
@NullMarked
package dev.terrarium.logging;

import org.jspecify.annotations.NullMarked;
