package dev.terrarium.python;

import dev.terrarium.testing.Interpreters;

/// The scenarios of [CyclesTest]: cycles of Python's that hold more of Java than the heap has.
final class Cycles {
  private static final int MANY = 3000;
  private static final int SIZE = 1 << 18;

  private Cycles() {}

  public static void main(String[] arguments) throws Exception {
    Python python = Python.open(PythonOptions.of(Interpreters.chosen()));
    PyRef module =
        python.call(gil ->
            gil.run(
                    "cycles",
                    """
                    class Node:
                        def __init__(self, java):
                            self.me, self.java = self, java
                    def fill(make, many):
                        for _ in range(many):
                            Node(make())
                    """)
                .keep());
    switch (arguments[0]) {
      case "regions" -> {
        for (int i = 0; i < MANY; i++) {
          python.call(gil -> gil.of(module).callMethod("Node", new Large()).isNone());
        }
      }
      case "region" ->
          python.call(gil -> {
            for (int i = 0; i < MANY; i++) {
              gil.of(module).callMethod("Node", new Large()).close();
            }
            return true;
          });
      case "upcalls" ->
          python.call(gil -> {
            JavaFunction make = _ -> new Large();
            return gil.of(module).callMethod("fill", make, MANY).isNone();
          });
      default -> throw new IllegalArgumentException(arguments[0]);
    }
    System.out.println("stands");
  }

  /// What Python holds as an opaque handle.
  private static final class Large {
    @SuppressWarnings("unused") // It is there to be large.
    private final byte[] content = new byte[SIZE];
  }
}
