package dev.terrarium.cli;

import java.awt.Desktop;
import java.awt.GraphicsEnvironment;
import java.io.IOException;
import java.nio.file.Path;

/// The system's browser.
final class Browser {
  private Browser() {}

  /// Shows a page, where there is a screen; tells whether it does.
  static boolean shows(Path page) {
    if (GraphicsEnvironment.isHeadless()
        || !Desktop.isDesktopSupported()
        || !Desktop.getDesktop().isSupported(Desktop.Action.BROWSE)) {
      return false;
    }
    try {
      Desktop.getDesktop().browse(page.toUri());
      return true;
    } catch (IOException | UnsupportedOperationException thereIsNone) {
      return false;
    }
  }
}
