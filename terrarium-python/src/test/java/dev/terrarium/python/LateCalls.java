package dev.terrarium.python;

import dev.terrarium.testing.Interpreters;
import java.util.function.Supplier;

/// Calls an interface over a Python function until the JVM's end refuses it.
final class LateCalls {
  private LateCalls() {}

  public static void main(String[] arguments) {
    Python python = Python.open(Interpreters.options());
    Supplier<?> supplier = python.call(gil -> gil.eval("lambda: 1").as(Supplier.class));
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(() -> {
              try {
                while (supplier.get() != null) {
                  Thread.onSpinWait();
                }
              } catch (PythonUnavailableException refused) {
                System.out.println(refused.getMessage());
                System.out.println(supplier);
              }
            }));
  }
}
