package dev.terrarium.worker;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// The Python program that this JVM runs in: given beside [PythonSettings], it has the worker
/// processes of its nodes import what the program imports, and tells it what was raised there.
///
/// @param surroundings says what such a process is started with; asked for each
/// @param objects by the names of [PythonObjects], what packs each as it is now for another
///   process; throws [dev.terrarium.message.ConversionFault] if it cannot travel
/// @param patience waits for what a thread of ours does, and throws what the program's handlers of
///   signals raise meanwhile; to be called by whoever reads a manifest
public record HostProgram(
    Supplier<Surroundings> surroundings,
    Map<String, Supplier<byte[]>> objects,
    Consumer<Future<?>> patience) {
  public HostProgram {
    objects = Map.copyOf(objects);
  }

  /// What a worker process takes over from the program.
  ///
  /// @param sources the folder that the package `terrarium` lies in
  /// @param options the interpreter's
  /// @param path the folders to import from, all of them
  /// @param variables the environment
  public record Surroundings(
      String sources, List<String> options, List<String> path, Map<String, String> variables) {
    public Surroundings {
      options = List.copyOf(options);
      path = List.copyOf(path);
      variables = Map.copyOf(variables);
    }
  }
}
