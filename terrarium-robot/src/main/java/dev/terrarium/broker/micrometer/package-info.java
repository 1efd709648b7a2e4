/// What brokers do, as meters of Micrometer.
///
/// Micrometer is there only for those who use this package: it comes with their own dependency on
/// `io.micrometer:micrometer-core`.
@NullMarked
package dev.terrarium.broker.micrometer;

import org.jspecify.annotations.NullMarked;
