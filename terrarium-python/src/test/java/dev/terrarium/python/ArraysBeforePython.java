package dev.terrarium.python;

import dev.terrarium.python.arrow.ArrowTable;
import dev.terrarium.python.arrow.NewColumn;
import java.util.Arrays;

/// Makes and reads arrays and a table in a JVM that opens no Python.
final class ArraysBeforePython {
  private ArraysBeforePython() {}

  public static void main(String[] arguments) {
    for (ElementType type : ElementType.values()) {
      try (NativeArray array = NativeArray.allocate(type, 2);
          NativeArray copy = array.copy()) {
        System.out.println(type + " " + copy.size());
      }
    }
    NativeArray numbers = NativeArray.copyOf(1.5, 2.5);
    try (ArrowTable table =
        ArrowTable.of(numbers.column("n"), NewColumn.copyOf("t", Arrays.asList("a", null)))) {
      System.out.println(table.batches().getFirst().column("n").getDouble(1));
      System.out.println(table.batches().getFirst().column("t").get(1));
    }
    numbers.close();
    System.out.println("done");
  }
}
