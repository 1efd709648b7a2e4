/// What happens at the border between Java and Python, as events of the JDK's Flight Recorder.
///
/// A crossing costs nothing while nobody records it, and a JVM without the module `jdk.jfr` runs
/// without these classes.
@NullMarked
package dev.terrarium.python.events;

import org.jspecify.annotations.NullMarked;
