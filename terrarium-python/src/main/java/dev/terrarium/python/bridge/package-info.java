/// The Java ends of what the Python package `terrarium` does inside the interpreter: its sources,
/// and its farewell when the JVM exits.
///
/// Nothing here sees the interpreter; the room above hands these over as plain functions.
@NullMarked
package dev.terrarium.python.bridge;

import org.jspecify.annotations.NullMarked;
