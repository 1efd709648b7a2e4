package dev.terrarium.broker;

import dev.terrarium.bus.Bus;
import dev.terrarium.bus.command.Commands;
import dev.terrarium.bus.parameter.Parameters;
import dev.terrarium.worker.script.ScriptHost;
import dev.terrarium.worker.script.Upcalls;
import java.util.Optional;
import java.util.function.Function;

/// What a broker is put together of.
///
/// @param opener opens an interpreter whose scripts ask the given
/// @param commands those of the robot, if it has any
/// @param parameters those of the robot, if it has any
record Parts(
    Lanes lanes,
    Function<Upcalls, ScriptHost> opener,
    Bus bus,
    Optional<Commands> commands,
    Optional<Parameters> parameters) {}
