package dev.terrarium.cli.draw;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What a drawing can be written as, by the extension of its file.
public enum Format {
  SVG(".svg"),
  MERMAID(".mmd"),
  DOT(".dot");

  private final String extension;

  Format(String extension) {
    this.extension = extension;
  }

  /// Finds the format of a file by its name.
  public static Optional<Format> ofFile(String name) {
    var lower = name.toLowerCase(Locale.ROOT);
    return Arrays.stream(values()).filter(format -> lower.endsWith(format.extension)).findFirst();
  }

  /// Returns the extensions there are.
  public static List<String> extensions() {
    return Arrays.stream(values()).map(format -> format.extension).toList();
  }

  /// Returns the text of the file.
  public String write(Drawing drawing) {
    return switch (this) {
      case SVG -> Svg.file(drawing);
      case MERMAID -> Mermaid.text(drawing);
      case DOT -> Dot.text(drawing);
    };
  }
}
