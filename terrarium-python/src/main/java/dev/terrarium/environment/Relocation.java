package dev.terrarium.environment;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Makes an environment independent of the folder it was made in.
///
/// Programs of packages begin with the path of their interpreter: they find the one beside them
/// instead. Other texts in `bin`, such as `activate`, name the place that the folder will have.
final class Relocation {
  private static final int LARGEST = 1 << 20;

  /// The first line, or the three that stand for it where a path is long or holds spaces.
  private static final Pattern INTERPRETER =
      Pattern.compile(
          "\\A#!(?:/bin/sh\\n'''exec' )?\"?([^\\n\"]*?/bin/(python[0-9.]*))\"?"
              + "(?: \"\\$0\" \"\\$@\"\\n' ''')?\\n");

  private final Path draft;
  private final Path place;

  Relocation(Path draft, Path place) {
    this.draft = draft;
    this.place = place;
  }

  void run() throws IOException {
    Path programs = draft.resolve("bin");
    if (Files.isDirectory(programs)) {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(programs)) {
        for (Path file : files) {
          move(file);
        }
      }
    }
    if (Files.exists(draft.resolve("pyvenv.cfg"))) {
      move(draft.resolve("pyvenv.cfg"));
    }
  }

  private void move(Path file) throws IOException {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) || Files.size(file) > LARGEST) {
      return;
    }
    String text = Files.readString(file, StandardCharsets.ISO_8859_1);
    String mine =
        new String(draft.toString().getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    String theirs =
        new String(place.toString().getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    Matcher first = INTERPRETER.matcher(text);
    String moved =
        first.find() && first.group(1).startsWith(mine)
            ? beside(first.group(2)) + text.substring(first.end())
            : text.replace(mine, theirs);
    if (!moved.equals(text)) {
      Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
      Files.writeString(file, moved, StandardCharsets.ISO_8859_1);
      Files.setPosixFilePermissions(file, permissions);
    }
  }

  /// Lines that a shell reads as a command, and Python as a text.
  private static String beside(String interpreter) {
    return "#!/bin/sh\n'''exec' \"$(dirname -- \"$(realpath -- \"$0\")\")/"
        + interpreter
        + "\" \"$0\" \"$@\"\n' '''\n";
  }
}
