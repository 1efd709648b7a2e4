package dev.terrarium.cli;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;

/// Files that pages are written to.
final class PageFile {
  private PageFile() {}

  /// Takes care that what a page is written over is a page: no script, picture or declaration of a
  /// robot, not by a link either.
  ///
  /// @throws CommandLineException if it is something else
  static void require(String option, String name) {
    boolean isPage = name.toLowerCase(Locale.ROOT).endsWith(".html");
    try {
      var path = Path.of(name);
      isPage &= !Files.isSymbolicLink(path) || !Files.isRegularFile(path);
    } catch (InvalidPathException toldWhereItIsOpened) {
      return;
    }
    if (!isPage) {
      throw new CommandLineException(
          option,
          "A page is not written to "
              + name
              + ": its name must end in .html, and not be a link to another file.");
    }
  }
}
