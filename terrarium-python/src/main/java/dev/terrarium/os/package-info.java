/// The few libc calls that loading, signals, a real-time thread and shared memory need.
@NullMarked
package dev.terrarium.os;

import org.jspecify.annotations.NullMarked;
