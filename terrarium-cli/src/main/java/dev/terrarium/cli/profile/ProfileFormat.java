package dev.terrarium.cli.profile;

import dev.terrarium.session.sampling.StackProfile;
import java.util.Locale;
import java.util.Optional;

/// What a profile can be written as, by the extension of its file.
public enum ProfileFormat {
  SVG,
  HTML,
  FOLDED;

  /// The extensions there are, in words.
  public static final String EXTENSIONS = ".svg, .html, .folded or .txt";

  /// Finds the format of a file by its name.
  public static Optional<ProfileFormat> ofFile(String name) {
    var lower = name.toLowerCase(Locale.ROOT);
    if (lower.endsWith(".svg")) {
      return Optional.of(SVG);
    }
    if (lower.endsWith(".html")) {
      return Optional.of(HTML);
    }
    return lower.endsWith(".folded") || lower.endsWith(".txt")
        ? Optional.of(FOLDED)
        : Optional.empty();
  }

  /// Returns the text of the file.
  ///
  /// @param title what was run
  public String write(StackProfile profile, String title) {
    return switch (this) {
      case SVG -> FlameGraph.file(profile, title);
      case HTML -> FlamePage.html(profile, title);
      case FOLDED -> Folded.text(profile);
    };
  }
}
