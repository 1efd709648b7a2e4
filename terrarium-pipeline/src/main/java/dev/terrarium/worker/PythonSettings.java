package dev.terrarium.worker;

import dev.terrarium.environment.Installation;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// What Python nodes run in.
///
/// @param installation chooses the interpreter; asked once, when the first Python node is met
/// @param path folders to import from, the first one first
/// @param stdout takes what Python prints
/// @param stderr takes what Python prints on standard error
public record PythonSettings(
    Supplier<Installation> installation,
    List<Path> path,
    Consumer<String> stdout,
    Consumer<String> stderr) {
  public PythonSettings {
    path = List.copyOf(path);
  }
}
