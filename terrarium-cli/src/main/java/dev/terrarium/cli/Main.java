package dev.terrarium.cli;

/// The program.
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    System.exit(Program.execute(arguments));
  }
}
