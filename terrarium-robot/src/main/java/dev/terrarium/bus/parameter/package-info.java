/// What can be set on a robot while it runs: typed, bounded, kept, and told.
///
/// [Parameters] holds the values of [ParameterDefinition]s. Reading takes no lock. Writing checks
/// everything before it changes anything, and answers a [SetResult]: `Changed`, or `Refused` with
/// every [ParameterError] (sealed: `Unregistered`, `Unknown`, `WrongType`, `OutOfBounds`,
/// `NotPersisted`).
@NullMarked
package dev.terrarium.bus.parameter;

import org.jspecify.annotations.NullMarked;
