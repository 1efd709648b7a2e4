package dev.terrarium.cli;

import dev.terrarium.pipeline.FullHeap;

/// The program.
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    FullHeap.isSizedBy("JDK_JAVA_OPTIONS");
    System.exit(Program.execute(arguments));
  }
}
