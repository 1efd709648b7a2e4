package dev.terrarium.broker;

import dev.terrarium.bus.Bus;
import dev.terrarium.worker.script.ScriptHost;
import dev.terrarium.worker.script.Upcalls;
import java.util.Optional;
import java.util.function.Function;

/// What a broker is put together of.
///
/// @param opener opens an interpreter whose scripts ask the given
record Parts(
    Lanes lanes, Function<Upcalls, ScriptHost> opener, Bus bus, Optional<Object> commands) {}
