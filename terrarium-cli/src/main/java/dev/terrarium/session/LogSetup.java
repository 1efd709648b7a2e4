package dev.terrarium.session;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.logging.LogManager;
import java.util.logging.SimpleFormatter;

/// Reads the JDK's own settings of `java.util.logging`, with a formatter that tells the node.
///
/// The JDK makes one when something is logged for the first time: see [LogManager].
public final class LogSetup {
  private static final String FORMATTER = "java.util.logging.ConsoleHandler.formatter";

  /// Reads the settings.
  public LogSetup() throws IOException {
    var settings = new Properties();
    try (var text =
        Files.newBufferedReader(
            Path.of(System.getProperty("java.home"), "conf", "logging.properties"))) {
      settings.load(text);
    }
    if (SimpleFormatter.class.getName().equals(settings.getProperty(FORMATTER))) {
      settings.setProperty(FORMATTER, NodeFormatter.class.getName());
    }
    var text = new ByteArrayOutputStream();
    settings.store(text, null);
    LogManager.getLogManager().readConfiguration(new ByteArrayInputStream(text.toByteArray()));
  }
}
