package dev.terrarium.python;

import dev.terrarium.python.reflect.Spelling;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The parameters that a Java function has in Python, so that it is called there by position or by
/// name.
///
/// ```java
/// Parameters parameters = Parameters.of("weight").optional("unit", "kg").keyword("digits", 2);
/// gil.function("show", parameters, arguments -> arguments.as("weight", double.class) + ...);
/// ```
///
/// Python binds the arguments itself, as for a function of its own: a wrong call is its TypeError,
/// a default its own object, and `inspect.signature` and `help` show them. The function then has
/// every parameter as a positional argument, in the order of declaration.
public final class Parameters {
  private static final Pattern NAME = Pattern.compile("(?!__)[\\p{L}_][\\p{L}\\p{Nd}_]*");

  private enum Kind {
    PLAIN,
    REST,
    KEYWORD,
    KEYWORDS
  }

  private record Parameter(String name, Kind kind, boolean optional, @Nullable Object fallback) {}

  private final List<Parameter> all;
  private final int positionalOnly;
  private final String documentation;

  private Parameters(List<Parameter> all, int positionalOnly, String documentation) {
    this.all = all;
    this.positionalOnly = positionalOnly;
    this.documentation = documentation;
  }

  /// Parameters that must be given, by position or by name.
  ///
  /// @throws IllegalArgumentException when one is no name in Python, or given twice
  public static Parameters of(String... names) {
    var _ = Given.there(names, "names");
    Parameters parameters = new Parameters(List.of(), 0, "");
    for (String name : names) {
      parameters = parameters.required(name);
    }
    return parameters;
  }

  /// These and one that must be given.
  public Parameters required(String name) {
    return and(new Parameter(name, Kind.PLAIN, false, null));
  }

  /// These and one with a default.
  ///
  /// @param fallback converted once, when the function is made
  public Parameters optional(String name, @Nullable Object fallback) {
    return and(new Parameter(name, Kind.PLAIN, true, fallback));
  }

  /// The same, of which all so far are given by position alone.
  public Parameters positionalOnly() {
    if (all.stream().anyMatch(parameter -> parameter.kind() != Kind.PLAIN)) {
      throw new IllegalArgumentException("parameters given by position come before all others");
    }
    return new Parameters(all, all.size(), documentation);
  }

  /// These and one that takes the further positional arguments, as a tuple: `*name`.
  public Parameters rest(String name) {
    return and(new Parameter(name, Kind.REST, false, null));
  }

  /// These and one that must be given by name.
  public Parameters keyword(String name) {
    return and(new Parameter(name, Kind.KEYWORD, false, null));
  }

  /// These and one that is given by name, with a default.
  public Parameters keyword(String name, @Nullable Object fallback) {
    return and(new Parameter(name, Kind.KEYWORD, true, fallback));
  }

  /// These and one that takes the further keyword arguments, as a dict: `**name`.
  public Parameters keywords(String name) {
    return and(new Parameter(name, Kind.KEYWORDS, false, null));
  }

  /// The same with a text for `help`.
  public Parameters documented(String text) {
    return new Parameters(all, positionalOnly, Given.there(text, "text"));
  }

  private Parameters and(Parameter added) {
    String name = Given.there(added.name(), "name");
    if (!NAME.matcher(name).matches() || Spelling.isReserved(name)) {
      throw new IllegalArgumentException("'" + name + "' cannot be a parameter's name in Python");
    }
    for (Parameter before : all) {
      if (before.name().equals(name)) {
        throw new IllegalArgumentException("the parameter '" + name + "' is declared twice");
      }
    }
    if (!all.isEmpty()) {
      checkOrder(all.getLast(), added);
    }
    List<Parameter> more = new ArrayList<>(all);
    more.add(added);
    return new Parameters(List.copyOf(more), positionalOnly, documentation);
  }

  private static void checkOrder(Parameter last, Parameter added) {
    boolean once = added.kind() == Kind.REST || added.kind() == Kind.KEYWORDS;
    if (last.kind().compareTo(added.kind()) > 0 || (once && last.kind() == added.kind())) {
      throw new IllegalArgumentException(
          "the parameter '%s' cannot follow '%s': the order is plain ones, rest, keyword ones, keywords"
              .formatted(added.name(), last.name()));
    }
    if (added.kind() == Kind.PLAIN && last.optional() && !added.optional()) {
      throw new IllegalArgumentException(
          "the parameter '%s' needs a default, as '%s' before it has one"
              .formatted(added.name(), last.name()));
    }
  }

  /// The names in order of declaration, which is the order in which the function has the arguments.
  public List<String> names() {
    return all.stream().map(Parameter::name).toList();
  }

  /// What is passed on to the function: every parameter, or those of `rest` one by one.
  List<String> forwarded(boolean spread) {
    return all.stream()
        .map(it -> (spread && it.kind() == Kind.REST ? "*" : "") + it.name())
        .toList();
  }

  /// The text for `help`.
  String documentation() {
    return documentation;
  }

  /// The defaults, in order.
  List<@Nullable Object> defaults() {
    List<@Nullable Object> defaults = new ArrayList<>();
    for (Parameter parameter : all) {
      if (parameter.optional()) {
        defaults.add(parameter.fallback());
      }
    }
    return defaults;
  }

  /// The names of those with a default, in order.
  List<String> optionals() {
    return all.stream().filter(Parameter::optional).map(Parameter::name).toList();
  }

  /// As Python writes them, with defaults out of a sequence of that name.
  String declaration(String defaults) {
    List<String> parts = new ArrayList<>();
    int next = 0;
    boolean starred = false;
    for (int i = 0; i < all.size(); i++) {
      Parameter parameter = all.get(i);
      if (parameter.kind() == Kind.KEYWORD && !starred) {
        parts.add("*");
        starred = true;
      }
      starred |= parameter.kind() == Kind.REST;
      String fallback = parameter.optional() ? "=" + defaults + "[" + next++ + "]" : "";
      parts.add(stars(parameter.kind()) + parameter.name() + fallback);
      if (i + 1 == positionalOnly) {
        parts.add("/");
      }
    }
    return String.join(", ", parts);
  }

  private static String stars(Kind kind) {
    return switch (kind) {
      case PLAIN, KEYWORD -> "";
      case REST -> "*";
      case KEYWORDS -> "**";
    };
  }

  /// As Python writes them: `(weight, unit=…, *, digits=…)`.
  @Override
  public String toString() {
    return all.stream()
        .map(it -> stars(it.kind()) + it.name() + (it.optional() ? "=" + it.fallback() : ""))
        .collect(Collectors.joining(", ", "(", ")"));
  }
}
