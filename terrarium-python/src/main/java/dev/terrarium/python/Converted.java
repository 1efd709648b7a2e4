package dev.terrarium.python;

import dev.terrarium.capi.Layout;
import dev.terrarium.capi.Macros;
import dev.terrarium.capi.Memory;
import dev.terrarium.capi.ObjectApi;
import dev.terrarium.capi.PyErrors;
import dev.terrarium.python.convert.Mismatch;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Runs the user's [Converters] in the middle of a conversion. Needs the GIL.
final class Converted {
  /// What is told of another failure.
  private static final int LONGEST = 600;

  private Converted() {}

  /// A new reference to what a converter makes of a value; 0 where there is none for it.
  static long toPython(Attachment attachment, Object value) {
    Converters.ToPython<?> found = attachment.interpreter.converters.outward(value.getClass());
    if (found == null) {
      return 0;
    }
    @SuppressWarnings("unchecked") // Found by the class of the value.
    Converters.ToPython<Object> converter = (Converters.ToPython<Object>) found;
    try (Gil gil = attachment.enter()) {
      Object made = made(attachment, converter, gil, value);
      if (made != null
          && found.equals(attachment.interpreter.converters.outward(made.getClass()))) {
        throw new Mismatch(
            "the converter of %s gives a %s, which it would convert again"
                .formatted(value.getClass().getName(), made.getClass().getName()));
      }
      return attachment.toPython.convertMade(made);
    } catch (Exception failed) {
      throw failure(attachment, value.getClass().getName(), failed);
    }
  }

  private static @Nullable Object made(
      Attachment attachment, Converters.ToPython<Object> converter, Gil gil, Object value)
      throws Exception {
    int paused = attachment.toPython.pause();
    try {
      return converter.convert(gil, value);
    } finally {
      attachment.toPython.resume(paused);
    }
  }

  /// What a converter makes of an object, where one for its class gives a type; or null.
  static @Nullable Object toJava(Attachment attachment, long borrowed, Class<?> asked) {
    Converters.Inward found = find(attachment, Macros.Py_TYPE(borrowed), asked);
    if (found == null) {
      return null;
    }
    attachment.fromPython.descend();
    try (Gil gil = attachment.enter()) {
      Object made = found.converter().convert(gil, attachment.border.borrowed(borrowed));
      if (!found.type().isInstance(made)) {
        throw new Mismatch(
            "the converter of %s gives %s, which is no %s"
                .formatted(
                    found.pythonType(),
                    made == null ? "null" : "a " + made.getClass().getName(),
                    found.type().getName()));
      }
      return Travelling.leaving(gil, made);
    } catch (Exception failed) {
      throw failure(attachment, found.pythonType(), failed);
    } finally {
      attachment.fromPython.ascend();
    }
  }

  /// The converter of a class or of the nearest one that it inherits from.
  private static Converters.@Nullable Inward find(
      Attachment attachment, long type, Class<?> asked) {
    Map<String, Converters.Inward> converters = attachment.interpreter.converters.inward();
    if (converters.isEmpty()) {
      return null;
    }
    long order = Modules.attribute(attachment.border, type, "__mro__");
    try {
      for (long i = 0; i < Macros.PyTuple_GET_SIZE(order); i++) {
        long each = Macros.PyTuple_GET_ITEM(order, i);
        Converters.Inward found =
            isNamed(converters, each)
                ? converters.get(Raised.typeName(attachment.border, each))
                : null;
        if (found != null) {
          return asked.isAssignableFrom(found.type()) ? found : null;
        }
      }
      return null;
    } finally {
      Macros.Py_DECREF(order);
    }
  }

  /// Whether the bare name of a class is that of a converter, which is known at a look.
  private static boolean isNamed(Map<String, Converters.Inward> converters, long type) {
    String bare = bare(Memory.getString(Memory.getLong(type + Layout.TP_NAME)));
    for (String name : converters.keySet()) {
      if (bare(name).equals(bare)) {
        return true;
      }
    }
    return false;
  }

  private static String bare(String name) {
    return name.substring(name.lastIndexOf('.') + 1);
  }

  /// What to throw where a converter has thrown; an interrupt goes on as it is.
  private static RuntimeException failure(Attachment attachment, String type, Exception failed) {
    if (failed instanceof Mismatch mismatch) {
      return mismatch;
    }
    if (failed instanceof PythonException raised && !isOrdinary(attachment, raised)) {
      return raised;
    }
    if (failed instanceof ConversionException refused && refused.isTooDeep()) {
      return Mismatch.tooDeep( // Each converter within would say the same of the one in it.
          "the converter of %s meets a value that is nested too deep, or contains itself"
              .formatted(type));
    }
    return failure("the converter of " + type, failed);
  }

  private static Mismatch failure(String what, Exception failed) {
    return new Mismatch(
        "%s fails: %s"
            .formatted(
                what,
                shortened(failed instanceof PythonFault ? failed.getMessage() : failed.toString())),
        failed);
  }

  /// What to throw where a method of a user's container has thrown; an interrupt goes on as it is.
  static RuntimeException thrown(Attachment attachment, String method, RuntimeException thrown) {
    return thrown instanceof PythonException raised && !isOrdinary(attachment, raised)
        ? raised
        : failure(method, thrown);
  }

  /// Converters that convert within each other tell what went wrong at the end of a long text.
  private static String shortened(@Nullable String text) {
    if (text == null || text.length() <= LONGEST) {
      return String.valueOf(text);
    }
    return text.substring(0, LONGEST / 2) + " ... " + text.substring(text.length() - LONGEST / 2);
  }

  private static boolean isOrdinary(Attachment attachment, PythonException raised) {
    long exception = raised.value().newReference(attachment.interpreter);
    long type = Macros.Py_TYPE(exception);
    boolean ordinary = ObjectApi.PyType_IsSubtype(type, PyErrors.PyExc_Exception) != 0;
    Macros.Py_DECREF(exception);
    return ordinary;
  }
}
