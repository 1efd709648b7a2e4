package dev.terrarium.pipeline.json;

import dev.terrarium.message.AudioFrame;
import dev.terrarium.message.ConversionFault;
import dev.terrarium.message.ForeignValue;
import dev.terrarium.pipeline.Fault;
import dev.terrarium.pipeline.Values;
import dev.terrarium.pipeline.json.JsonOutput.Bytes;
import dev.terrarium.pipeline.json.JsonOutput.Names;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Finds what JSON cannot say in a value, before any of it is written.
final class Inspection {
  /// Deeper nesting is taken for a value that contains itself.
  static final int DEEPEST = 1000;

  /// What these were in Python.
  private static final Map<Class<?>, String> IN_PYTHON =
      Map.ofEntries(
          Map.entry(LocalDate.class, "datetime.date"),
          Map.entry(LocalDateTime.class, "datetime.datetime"),
          Map.entry(OffsetDateTime.class, "datetime.datetime"),
          Map.entry(ZonedDateTime.class, "datetime.datetime"),
          Map.entry(LocalTime.class, "datetime.time"),
          Map.entry(OffsetTime.class, "datetime.time"),
          Map.entry(Duration.class, "datetime.timedelta"),
          Map.entry(BigDecimal.class, "decimal.Decimal"),
          Map.entry(UUID.class, "uuid.UUID"));

  private final Bytes bytes;
  private final Names names;
  private int depth;

  Inspection(Bytes bytes, Names names) {
    this.bytes = bytes;
    this.names = names;
  }

  /// @throws ConversionFault at the first part that cannot be written
  void require(@Nullable Object value) {
    switch (value) {
      case null -> {}
      case String text -> requireText(text);
      case Boolean _, Byte _, Short _, Integer _, Long _, BigInteger _, Float _, Double _ -> {}
      case AudioFrame frame when frame.metadata().isEmpty() -> {}
      case AudioFrame frame -> {
        try {
          requireMap(frame.metadata());
        } catch (ConversionFault fault) {
          throw fault.under("[1]");
        }
      }
      case Map<?, ?> map -> requireMap(map);
      case Collection<?> list -> requireList(list);
      case Object[] array -> requireList(Arrays.asList(array));
      case boolean[] _, short[] _, int[] _, long[] _, float[] _, double[] _ -> {}
      case byte[] _ -> {
        if (bytes == Bytes.REFUSED) {
          throw refusal("bytes are not JSON; let a node turn them into a text or a list");
        }
      }
      case ForeignValue foreign -> throw refusal("a Python " + foreign.typeName() + " is not JSON");
      default -> throw refusal(named(value) + " is not JSON" + remedy());
    }
  }

  private String named(Object value) {
    return "a " + (names == Names.PYTHON ? inPython(value) : value.getClass().getName());
  }

  private static String inPython(Object value) {
    if (value instanceof Path) {
      return "pathlib.Path";
    }
    return IN_PYTHON.getOrDefault(value.getClass(), value.getClass().getName());
  }

  private String remedy() {
    return names == Names.PYTHON ? "; convert it in the node, such as by str(x)" : "";
  }

  private String key(@Nullable Object key) {
    if (names == Names.JAVA) {
      return Values.describe(key);
    }
    return switch (key) {
      case null -> "None";
      case Boolean flag -> flag ? "True" : "False";
      case Number number when !(number instanceof BigDecimal) -> Values.describe(number);
      case Collection<?> _ -> "a frozenset";
      case Iterable<?> _ when !(key instanceof Path) -> "a tuple";
      case byte[] _ -> "bytes";
      default -> named(key);
    };
  }

  private void requireMap(Map<?, ?> map) {
    descend();
    for (var entry : map.entrySet()) {
      if (!(entry.getKey() instanceof String key)) {
        throw refusal("the keys of an object are texts, not " + key(entry.getKey()) + remedy());
      }
      requireText(key);
      try {
        require(entry.getValue());
      } catch (ConversionFault fault) {
        throw fault.under(Fault.child("", key));
      }
    }
    depth--;
  }

  private void requireList(Collection<?> list) {
    descend();
    int index = 0;
    for (Object element : list) {
      try {
        require(element);
      } catch (ConversionFault fault) {
        throw fault.under("[" + index + "]");
      }
      index++;
    }
    depth--;
  }

  private void descend() {
    depth++;
    if (depth > DEEPEST) {
      throw refusal("lists and objects nest deeper than " + DEEPEST + ", or contain themselves");
    }
  }

  /// Half of a character cannot be written as UTF-8.
  private static void requireText(String text) {
    for (int i = 0; i < text.length(); i++) {
      char unit = text.charAt(i);
      if (Character.isSurrogate(unit)) {
        boolean isPair =
            i + 1 < text.length() && Character.isSurrogatePair(unit, text.charAt(i + 1));
        if (!isPair) {
          throw refusal(
              "the text holds half a character, \\u%04x at index %d".formatted((int) unit, i));
        }
        i++;
      }
    }
  }

  private static ConversionFault refusal(String message) {
    return new ConversionFault("$", message);
  }
}
