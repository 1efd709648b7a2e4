package dev.terrarium.session.arm;

import dev.terrarium.control.Target;
import dev.terrarium.message.ArrayView;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Makes a target of what a policy in Python returned, or says what was expected.
///
/// @param joints how many joints the arm has
/// @param law the law that moves it, by its name; empty where any target may count
record PolicyAnswer(int joints, String law) {
  private static final int POSE = 16;

  /// Reads an answer.
  ///
  /// @param answer as Java has it: nested lists and maps, or an array
  /// @throws IllegalArgumentException if it is none; says what was expected
  Target target(@Nullable Object answer) {
    if (answer instanceof Map<?, ?> map) {
      if (map.size() != 1) {
        throw refused("a dict with the keys " + map.keySet());
      }
      var one = map.entrySet().iterator().next();
      for (Wanted wanted : Wanted.values()) {
        if (wanted.key().equals(one.getKey())) {
          return target(wanted, one.getValue());
        }
      }
      throw refused("a dict with the key '" + one.getKey() + "'");
    }
    if (answer instanceof List<?> || answer instanceof ArrayView) {
      return target(Wanted.Q, answer);
    }
    throw refused(kind(answer));
  }

  private Target target(Wanted wanted, @Nullable Object value) {
    List<Double> numbers = new ArrayList<>();
    collect(wanted.key(), value, numbers);
    int count = wanted == Wanted.POSE ? POSE : joints;
    if (numbers.size() != count || (wanted != Wanted.POSE && isNested(value))) {
      throw refused("'%s' of %s".formatted(wanted.key(), shape(value, numbers.size())));
    }
    requireMeant(wanted);
    double[] values = numbers.stream().mapToDouble(Double::doubleValue).toArray();
    return switch (wanted) {
      case Q -> Target.joints(values);
      case POSE -> Target.pose(values);
      case TORQUE -> Target.torques(values);
    };
  }

  /// Refuses what the law would not look at: the arm would stand still, and nobody knew why.
  private void requireMeant(Wanted wanted) {
    if (law.equals("gravity")) {
      throw new IllegalArgumentException(
          "the law gravity takes no targets: switch to another one before a policy is asked");
    }
    wanted
        .insteadOf(law)
        .ifPresent(meant -> {
          throw new IllegalArgumentException(
              "returned '%s', and the law %s looks at '%s' alone: return that, or take another law"
                  .formatted(wanted.key(), law, meant.key()));
        });
  }

  private void collect(String place, @Nullable Object value, List<Double> into) {
    switch (value) {
      case Number number -> into.add(finite(place, number.doubleValue()));
      case List<?> list -> {
        for (int i = 0; i < list.size(); i++) {
          collect(place + "[" + i + "]", list.get(i), into);
        }
      }
      case ArrayView array -> collect(place, array, into);
      case null, default -> throw notNumber(place, value);
    }
  }

  private void collect(String place, ArrayView array, List<Double> into) {
    ByteBuffer data = array.data().duplicate().order(array.data().order());
    int size =
        switch (array.dtype().substring(1)) {
          case "f8", "i8" -> Long.BYTES;
          case "f4", "i4" -> Integer.BYTES;
          default -> throw refused("an array of the dtype " + array.dtype());
        };
    boolean isWhole = array.dtype().charAt(1) == 'i';
    for (int i = 0; data.remaining() >= size; i++) {
      double number =
          size == Long.BYTES
              ? isWhole ? (double) data.getLong() : data.getDouble()
              : isWhole ? data.getInt() : data.getFloat();
      into.add(finite(place + "[" + i + "]", number));
    }
  }

  private double finite(String place, double number) {
    if (!Double.isFinite(number)) {
      throw new IllegalArgumentException(
          "returned %s = %s: expected numbers that are finite".formatted(place, number));
    }
    return number;
  }

  private IllegalArgumentException notNumber(String place, @Nullable Object value) {
    String got = value instanceof String text ? "'%.40s', a str".formatted(text) : kind(value);
    return refused("an answer in which %s is %s".formatted(place, got));
  }

  private IllegalArgumentException refused(String got) {
    return new IllegalArgumentException(
        ("returned %s: expected {\"q\": %d numbers in rad}, {\"pose\": 4×4 numbers}, {\"torque\": %<d numbers in N m},"
                + " or %<d numbers alone, which are q; as a list or an array")
            .formatted(got, joints));
  }

  private static boolean isNested(@Nullable Object value) {
    return switch (value) {
      case List<?> list -> list.stream().anyMatch(List.class::isInstance);
      case ArrayView array -> array.shape().size() != 1;
      case null, default -> false;
    };
  }

  private static String shape(@Nullable Object value, int count) {
    return value instanceof ArrayView array
        ? "the shape " + array.shape()
        : count + (count == 1 ? " number" : " numbers") + (isNested(value) ? " in lists" : "");
  }

  private static String kind(@Nullable Object value) {
    return switch (value) {
      case null -> "None";
      case Boolean _ -> "a bool";
      case Number _ -> "a number";
      case String _ -> "a str";
      case byte[] _ -> "bytes";
      case List<?> _ -> "a list";
      case Map<?, ?> _ -> "a dict";
      default -> "a " + value.getClass().getSimpleName();
    };
  }
}
