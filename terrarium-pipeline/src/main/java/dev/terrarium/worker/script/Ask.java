package dev.terrarium.worker.script;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// What Python code asks of Java.
///
/// @param name what it is about: `on`, `off`, `publish`, `command`, `await`, `watch`, `cancel`,
///   `safety_state`, `armed`, `turn`, `spawned` or `spawn_ended`
/// @param arguments null, Boolean, Long, BigInteger, Double, String, byte[], and lists and maps of
///   them; NumPy's numbers as numbers, its arrays of numbers as [dev.terrarium.message.ArrayView],
///   valid until the answer is given
/// @param spawned the number of the spawned work that asks, 0 for threads that scripts have started
///   by other means; empty for an operation. Where scripts run in this process the thread on which
///   the question arrives decides that; a process is believed while an operation runs in it
public record Ask(String name, List<@Nullable Object> arguments, OptionalLong spawned) {
  public Ask {
    arguments = Collections.unmodifiableList(new ArrayList<>(arguments));
  }
}
