package dev.terrarium.pipeline.manifest;

import java.util.Locale;
import java.util.Optional;

/// How a manifest is written down.
public enum Notation {
  JSON,
  YAML;

  /// Returns the notation of a file: YAML if its name ends in `.yaml` or `.yml`, otherwise JSON.
  public static Notation ofFile(String name) {
    var lower = name.toLowerCase(Locale.ROOT);
    return lower.endsWith(".yaml") || lower.endsWith(".yml") ? YAML : JSON;
  }

  Optional<Document> read(String text, Findings findings) {
    return switch (this) {
      case JSON -> JsonReader.read(text, findings);
      case YAML -> YamlReader.read(text, findings);
    };
  }
}
