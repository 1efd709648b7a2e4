package dev.terrarium.bus.command;

import java.util.regex.Pattern;

/// The form of every name in a declaration, which is that of a topic's segment, too.
final class Word {
  private static final Pattern FORM = Pattern.compile("[a-z][a-z0-9_]*");

  private Word() {}

  static boolean is(String name) {
    return FORM.matcher(name).matches();
  }

  static void require(String what, String name) {
    if (!is(name)) {
      throw new IllegalArgumentException(
          "the name of %s must be small letters, digits and _, beginning with a letter, not '%s'"
              .formatted(what, name));
    }
  }
}
