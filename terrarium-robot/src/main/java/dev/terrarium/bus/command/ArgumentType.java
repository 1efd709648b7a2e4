package dev.terrarium.bus.command;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What an argument of a command may be.
///
/// A goal comes from forms, scripts and command lines as often as from Java. So a text is made into
/// what the type wants where that can be done without a guess, and is left as it is otherwise; then
/// the value must fit.
public sealed interface ArgumentType {
  /// Any value, as it is.
  record Anything() implements ArgumentType {}

  /// A name of small letters, digits and `_`, such as `fast`; a colon before it is dropped.
  record Symbol() implements ArgumentType {
    private static final Pattern FORM = Pattern.compile("[a-z][a-z0-9_]*");

    private static boolean fits(Object value) {
      return value instanceof String text && FORM.matcher(text).matches();
    }
  }

  /// A text.
  record Text() implements ArgumentType {}

  /// A whole number, given to the handler as a `Long`.
  record Whole() implements ArgumentType {}

  /// A finite number, given to the handler as a `Double`; whole numbers and decimals are, too.
  record Real() implements ArgumentType {}

  /// True or false.
  record Flag() implements ArgumentType {}

  /// One of several values; a text that spells one of them stands for it.
  record Choice(List<Object> values) implements ArgumentType {
    public Choice {
      values = List.copyOf(values);
      if (values.isEmpty()) {
        throw new IllegalArgumentException("a choice needs at least one value to choose from");
      }
    }

    /// Makes a choice between the constants of an enum, spelt in small letters.
    public static Choice of(Class<? extends Enum<?>> type) {
      return new Choice(Arrays.asList((Object[]) type.getEnumConstants()));
    }

    /// Makes a choice between words.
    public static Choice of(String... words) {
      return new Choice(List.copyOf(Arrays.asList((Object[]) words)));
    }

    private static String spelt(Object value) {
      return value instanceof Enum<?> word
          ? word.name().toLowerCase(Locale.ROOT)
          : String.valueOf(value);
    }

    private Optional<Object> find(String text) {
      return values.stream().filter(value -> spelt(value).equals(text)).findFirst();
    }
  }

  /// Says in words what is allowed, such as `a finite number`.
  default String description() {
    return switch (this) {
      case Anything _ -> "any value";
      case Symbol _ -> "a symbol, such as fast or left_arm";
      case Text _ -> "a text";
      case Whole _ -> "a whole number of 64 bits";
      case Real _ -> "a finite number";
      case Flag _ -> "true or false";
      case Choice(var values) ->
          "one of " + values.stream().map(Choice::spelt).collect(Collectors.joining(", "));
    };
  }

  /// Returns what `value` stands for, or `value` itself where it stands for nothing else.
  default @Nullable Object coerce(@Nullable Object value) {
    return switch (value) {
      case String text -> ofText(text);
      case Number number when this instanceof Whole && Numbers.isWhole(number) ->
          number.longValue();
      case Number number when this instanceof Real && Numbers.isWhole(number) ->
          number.doubleValue();
      case Float number when this instanceof Real -> number.doubleValue();
      case BigDecimal number when this instanceof Real -> number.doubleValue();
      case BigInteger number when this instanceof Real -> number.doubleValue();
      case null -> null;
      default -> value;
    };
  }

  private Object ofText(String text) {
    return switch (this) {
      case Anything _, Text _ -> text;
      case Symbol _ ->
          text.startsWith(":") && Symbol.fits(text.substring(1)) ? text.substring(1) : text;
      case Whole _ -> Numbers.whole(text).<Object>map(value -> value).orElse(text);
      case Real _ -> Numbers.real(text).<Object>map(value -> value).orElse(text);
      case Flag _ -> Numbers.flag(text).<Object>map(value -> value).orElse(text);
      case Choice choice -> choice.find(text).orElse(text);
    };
  }

  /// Whether a value that was coerced may be given to the handler.
  default boolean accepts(@Nullable Object value) {
    return switch (this) {
      case Anything _ -> true;
      case Symbol _ -> value != null && Symbol.fits(value);
      case Text _ -> value instanceof String;
      case Whole _ -> value instanceof Long;
      case Real _ -> value instanceof Double real && Double.isFinite(real);
      case Flag _ -> value instanceof Boolean;
      case Choice(var values) -> value != null && values.contains(value);
    };
  }
}
