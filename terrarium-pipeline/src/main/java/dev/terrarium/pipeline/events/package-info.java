/// What runs do, as events of the JDK's Flight Recorder.
///
/// An item costs nothing more while nobody records, and a JVM without the module `jdk.jfr` runs
/// without these classes.
@NullMarked
package dev.terrarium.pipeline.events;

import org.jspecify.annotations.NullMarked;
