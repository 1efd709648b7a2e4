package dev.terrarium.worker.inline;

import dev.terrarium.environment.Environment;
import dev.terrarium.environment.EnvironmentException;
import dev.terrarium.environment.Installation;
import dev.terrarium.environment.SearchPath;
import dev.terrarium.message.AudioFrame;
import dev.terrarium.pipeline.run.Outcome;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Runs Python nodes in an interpreter that a test names, in a JVM of its own.
final class OtherPython {
  static final int NOT_THERE = 77;

  private OtherPython() {}

  /// @param arguments the Python's version, and a folder to write in
  public static void main(String[] arguments) throws Exception {
    var found = find(arguments[0]);
    if (found.isEmpty()) {
      System.exit(NOT_THERE);
    }
    var out = new ArrayList<@Nullable Object>();
    try (var workshop = new Workshop(Path.of(arguments[1]), found::get)) {
      var module =
          workshop.module(
              """
              class Gain:
                  def __init__(self, factor): self.factor = factor
                  def process(self, item): return item * self.factor
              async def each(item):
                  for value in item: yield value
              def fail(item): raise KeyError(item)
              def sound(item): return len(item)
              """);
      workshop.run(
          List.of(List.of(1L, "x")), out, module + ":each", module + ":Gain {\"factor\": 2}");
      System.out.println(out);
      System.out.println(error(workshop.run(List.of("key"), out, module + ":fail")));
      var frame = AudioFrame.silent(1, 10, 8000);
      System.out.println(error(workshop.run(List.of(frame), out, module + ":sound")));
      System.out.println(workshop.faults("not_there:Node {}").getFirst());
    }
    System.exit(0);
  }

  private static Optional<Installation> find(String version) {
    try {
      return Optional.of(Environment.choose(SearchPath.ofProcess().withRequest(version, "test")));
    } catch (EnvironmentException e) {
      return Optional.empty();
    }
  }

  private static String error(Outcome outcome) {
    return outcome instanceof Outcome.Failed failed ? failed.error().getMessage() : "no error";
  }
}
