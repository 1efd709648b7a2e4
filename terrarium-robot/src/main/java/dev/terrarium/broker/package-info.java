/// The safety-aware front door to Python: one queue, deadlines, interrupts, a closed set of errors.
///
/// [Broker] lets one Python operation run at a time. Each has a deadline, and most need an armed
/// robot: before they begin, and as long as they run. Whoever waits is freed when the deadline
/// comes or safety leaves armed, whatever Python does; what became of the Python code is told
/// afterwards.
///
/// What can go wrong is a [BrokerException], which is sealed. What a caller does wrong is an
/// `IllegalArgumentException` or an `IllegalStateException`.
@NullMarked
package dev.terrarium.broker;

import org.jspecify.annotations.NullMarked;
