/// What a bus drops and what actuators refuse, as events of the JDK's Flight Recorder.
///
/// Nothing costs more while nobody records, and a JVM without the module `jdk.jfr` runs without
/// these classes.
@NullMarked
package dev.terrarium.bus.events;

import org.jspecify.annotations.NullMarked;
