package dev.terrarium.python.reflect;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// How a Java name is spelled in Python.
public final class Spelling {
  private static final Pattern HUMP =
      Pattern.compile("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])");

  private static final Pattern ACCESSOR = Pattern.compile("(get|is|set)(?=[A-Z])(.+)");

  private static final Set<String> RESERVED =
      Set.of(
          ("False None True and as assert async await break class continue def del elif else except"
                  + " finally for from global if import in is lambda nonlocal not or pass raise return"
                  + " try while with yield")
              .split(" "));

  /// What the objects themselves have, by `terrarium._objects`.
  private static final Set<String> PRIVATE = Set.of("_java", "_invoke", "_static_fields");

  private Spelling() {}

  /// `scoreAll` as `score_all`, `toURL` as `to_url`.
  public static String snake(String name) {
    return HUMP.matcher(name).replaceAll("_").toLowerCase(Locale.ROOT);
  }

  /// Whether a name is a word of Python's own, which nothing else may have.
  public static boolean isReserved(String name) {
    return RESERVED.contains(name);
  }

  /// The name of a member of an object in Python. A word of Python's own has an underscore after
  /// it, and so has what Python, or the object itself, would take for a part of its machinery.
  public static String ofMember(String name) {
    boolean machinery = name.startsWith("__") && name.endsWith("__");
    return isReserved(name) || machinery || PRIVATE.contains(name) ? name + "_" : name;
  }

  /// The names that a method may have in Python, the likeliest first: its own, then in snake case.
  /// A word of Python's own has an underscore after it.
  public static List<String> ofMethod(String name) {
    if (isReserved(name)) {
      return List.of(name + "_");
    }
    String snake = snake(name);
    return snake.equals(name) ? List.of(name) : List.of(name, snake);
  }

  /// The names of the attribute that an accessor stands for, after those of the method itself:
  /// `getRate` for `rate`, `isReady` for `ready`. Empty where the name is no accessor's.
  public static List<String> ofAccessor(String name) {
    var accessor = ACCESSOR.matcher(name);
    if (!accessor.matches()) {
      return List.of();
    }
    String property = accessor.group(2);
    List<String> names = new ArrayList<>();
    names.add(Character.toLowerCase(property.charAt(0)) + property.substring(1));
    String snake = snake(property);
    if (!names.contains(snake)) {
      names.add(snake);
    }
    return names;
  }
}
