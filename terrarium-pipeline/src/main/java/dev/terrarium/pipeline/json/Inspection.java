package dev.terrarium.pipeline.json;

import dev.terrarium.message.AudioFrame;
import dev.terrarium.message.ConversionFault;
import dev.terrarium.message.ForeignValue;
import dev.terrarium.pipeline.Fault;
import dev.terrarium.pipeline.Values;
import dev.terrarium.pipeline.json.JsonOutput.Bytes;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Finds what JSON cannot say in a value, before any of it is written.
final class Inspection {
  /// Deeper nesting is taken for a value that contains itself.
  static final int DEEPEST = 1000;

  private final Bytes bytes;
  private int depth;

  Inspection(Bytes bytes) {
    this.bytes = bytes;
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
      default -> throw refusal("a " + value.getClass().getName() + " is not JSON");
    }
  }

  private void requireMap(Map<?, ?> map) {
    descend();
    for (var entry : map.entrySet()) {
      if (!(entry.getKey() instanceof String key)) {
        throw refusal("the keys of an object are texts, not " + Values.describe(entry.getKey()));
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
