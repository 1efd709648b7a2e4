package dev.terrarium.pipeline;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One parameter that a node type takes.
///
/// @param name its key in `params`
/// @param type what its value may be
/// @param summary what it does, in one line
/// @param presence whether it must be given, and what stands for it if not
public record Parameter(String name, ParameterType type, String summary, Presence presence) {
  /// Whether a parameter must be given.
  public sealed interface Presence {
    /// It must be given.
    record Required() implements Presence {}

    /// It may be left out; `value` then stands for it.
    record Default(@Nullable Object value) implements Presence {}

    /// It may be left out; nothing then stands for it.
    record Optional() implements Presence {}
  }

  /// Makes a required whole number of any size that a `long` holds.
  public static Parameter whole(String name, String summary) {
    return required(name, new ParameterType.Whole(Long.MIN_VALUE, Long.MAX_VALUE), summary);
  }

  /// Makes a required number.
  public static Parameter real(String name, String summary) {
    var any = new ParameterType.Real(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
    return required(name, any, summary);
  }

  /// Makes a required number between two bounds, both included.
  public static Parameter real(String name, double minimum, double maximum, String summary) {
    return required(name, new ParameterType.Real(minimum, maximum), summary);
  }

  /// Makes a required text.
  public static Parameter text(String name, String summary) {
    return required(name, new ParameterType.Text(), summary);
  }

  /// Makes a required parameter that is true or false.
  public static Parameter flag(String name, String summary) {
    return required(name, new ParameterType.Flag(), summary);
  }

  /// Makes a required choice between words.
  public static Parameter choice(String name, List<String> words, String summary) {
    return required(name, new ParameterType.Choice(words), summary);
  }

  private static Parameter required(String name, ParameterType type, String summary) {
    return new Parameter(name, type, summary, new Presence.Required());
  }

  /// Returns this parameter as a whole number between two bounds, both included.
  public Parameter between(long minimum, long maximum) {
    return new Parameter(name, new ParameterType.Whole(minimum, maximum), summary, presence);
  }

  /// Returns this parameter as one that may be left out, with what then stands for it.
  public Parameter orElse(@Nullable Object value) {
    type.refusal(value)
        .ifPresent(refusal -> {
          throw new IllegalArgumentException("The default of " + name + " " + refusal);
        });
    return new Parameter(name, type, summary, new Presence.Default(value));
  }

  /// Whether the parameter must be given.
  public boolean isRequired() {
    return presence instanceof Presence.Required;
  }

  /// Returns what stands for the parameter when it is left out, if anything but null does.
  public Optional<Object> defaultValue() {
    return presence instanceof Presence.Default(var value)
        ? Optional.ofNullable(value)
        : Optional.empty();
  }
}
