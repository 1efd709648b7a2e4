package dev.terrarium.cli.draw;

import dev.terrarium.cli.draw.Drawing.Kind;

/// Small marks that tell what a box stands for.
final class Icons {
  private Icons() {}

  /// Returns a tile of 18 by 18 with a cup, a snake or an envelope on it.
  static String tile(Kind kind, double x, double y) {
    var path =
        switch (kind) {
          case JAVA ->
              "M4.6 8.2h6.8v2.3a3.2 3.2 0 0 1-3.2 3.2h-.4a3.2 3.2 0 0 1-3.2-3.2z"
                  + "M11.4 8.9h.9a1.5 1.5 0 0 1 0 3h-1.1M6.6 3.6q.9 1.1 0 2.4M9.4 3.6q.9 1.1 0 2.4";
          case PYTHON -> "M12.6 5.1H7.3a2 2 0 0 0 0 4H10.7a2 2 0 0 1 0 4H5.2M12.6 5.05v.1";
          case LETTERS -> "M4.2 5.4h9.6v7.2H4.2zM4.4 5.7 9 9.5l4.6-3.8";
        };
    return """
    <g class="icon" transform="translate(%s %s)"><rect width="18" height="18" rx="5"/><path d="%s"/></g>
    """
        .formatted(Numbers.text(x), Numbers.text(y), path);
  }
}
