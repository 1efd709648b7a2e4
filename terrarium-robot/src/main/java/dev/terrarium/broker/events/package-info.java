/// What brokers do, as events of the JDK's Flight Recorder.
///
/// A call costs nothing more while nobody records, and a JVM without the module `jdk.jfr` runs
/// without these classes.
@NullMarked
package dev.terrarium.broker.events;

import org.jspecify.annotations.NullMarked;
