package dev.terrarium.cli;

public final class Main {
  private Main() {}
}
