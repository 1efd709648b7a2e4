package dev.terrarium.broker.declaration;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/// A declaration in which every field says something.
final class Complete {
  private Complete() {}

  static String text() {
    try (var stream = Complete.class.getResourceAsStream("complete.toml")) {
      return new String(Objects.requireNonNull(stream).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// What is wrong with a text; nothing where it is sound.
  static List<DeclarationFault> faults(String text) {
    try {
      var _ = RobotToml.parse(text);
      return List.of();
    } catch (DeclarationException e) {
      return e.faults();
    }
  }
}
