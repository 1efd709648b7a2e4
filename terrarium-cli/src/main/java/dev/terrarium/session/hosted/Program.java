package dev.terrarium.session.hosted;

import dev.terrarium.message.ConversionFault;
import dev.terrarium.python.Gil;
import dev.terrarium.python.PyObject;
import dev.terrarium.python.PyRef;
import dev.terrarium.python.Python;
import dev.terrarium.python.PythonException;
import dev.terrarium.python.PythonUnavailableException;
import dev.terrarium.python.TypeRef;
import dev.terrarium.worker.HostProgram;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// The Python program that this JVM is in, as its worker processes see it.
final class Program {
  private static final String MODULE = "terrarium._program";
  private static final String REFUSAL = "terrarium._errors.MarshalError";

  private static final long LOOK_MILLIS = 50;

  private Program() {}

  /// Returns what prints as the program does.
  static Consumer<String> output(boolean isError) {
    return text -> {
      try {
        boolean _ =
            python()
                .call(gil -> gil.importModule(MODULE).callMethod("write", isError, text).isNone());
      } catch (PythonUnavailableException _) {
        // The process ends, and nobody reads any more.
      }
    };
  }

  /// @param objects the nodes that live in the program, by name
  /// @param gil what the thread that reads the manifest has
  static HostProgram of(Gil gil, Map<String, PyRef> objects) {
    var packers = new HashMap<String, Supplier<byte[]>>();
    objects.forEach((name, node) ->
        packers.put(name, () -> python().call(here -> packed(here, here.of(node), name))));
    return new HostProgram(
        () -> python().call(Program::surroundings), packers, task -> await(gil, task));
  }

  private static Python python() {
    return Python.opened().orElseThrow();
  }

  /// Waits without the GIL, and lets Python handle its signals now and then.
  private static void await(Gil gil, Future<?> task) {
    while (!gil.released(() -> isOver(task))) {
      var _ = gil.eval("None");
    }
  }

  private static boolean isOver(Future<?> task) {
    try {
      var _ = task.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException _) {
      return false;
    } catch (ExecutionException _) {
      return true; // Whoever has the task tells of it.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  private static HostProgram.Surroundings surroundings(Gil gil) {
    var told = gil.importModule(MODULE).callMethod("surroundings");
    var texts = new TypeRef<List<String>>() {};
    return new HostProgram.Surroundings(
        told.item(0L).as(String.class),
        told.item(1L).as(texts),
        told.item(2L).as(texts),
        told.item(3L).as(new TypeRef<Map<String, String>>() {}));
  }

  private static byte[] packed(Gil gil, PyObject node, String name) {
    try {
      return gil.importModule(MODULE).callMethod("pack", node, name).as(byte[].class);
    } catch (PythonException e) {
      try (var _ = e.value()) {
        if (!e.typeName().equals(REFUSAL)) {
          throw e;
        }
        throw new ConversionFault("$", e.pythonMessage());
      }
    }
  }
}
