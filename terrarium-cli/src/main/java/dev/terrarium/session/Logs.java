package dev.terrarium.session;

import java.util.List;
import java.util.stream.Stream;

/// How log records look.
public final class Logs {
  private static final String SETUP = "java.util.logging.config.class";
  private static final List<String> CHOSEN =
      List.of(SETUP, "java.util.logging.config.file", "java.util.logging.SimpleFormatter.format");

  private Logs() {}

  /// Shows each record on a line with the name of its logger, and the node where it was logged,
  /// unless a form was chosen already.
  ///
  /// Java's own form shows the method that logged, which for Python's records is always the same.
  public static void showPlaces() {
    if (CHOSEN.stream()
        .flatMap(name -> Stream.ofNullable(System.getProperty(name)))
        .findAny()
        .isEmpty()) {
      System.setProperty(SETUP, LogSetup.class.getName());
    }
  }
}
