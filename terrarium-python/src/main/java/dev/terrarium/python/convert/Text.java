package dev.terrarium.python.convert;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.terrarium.capi.Direct;
import dev.terrarium.capi.Layout;
import dev.terrarium.capi.Memory;
import dev.terrarium.capi.PyErrors;
import dev.terrarium.capi.PyMem;
import dev.terrarium.capi.UnicodeObject;

/// Text: every code point, zero included.
///
/// A lone surrogate is no character. UTF-8 cannot carry it, and what silently replaces it loses
/// data, so it is an error in both directions.
public final class Text {
  private Text() {}

  /// A new reference to a str.
  public static long of(String text) {
    byte[] utf8 = text.getBytes(UTF_8);
    for (byte unit : utf8) {
      if (unit == '?') { // A lone surrogate has become one; so may a question mark have been.
        refuseLoneSurrogates(text);
        break;
      }
    }
    return Allocated.orThrow(UnicodeObject.PyUnicode_FromStringAndSize(utf8));
  }

  /// The value of a str, or of an object of a subclass.
  public static String value(long text) {
    if (!Direct.READS) {
      return utf8Value(text);
    }
    int state = Memory.getInt(text + Layout.UNICODE_STATE);
    long length = Memory.getLong(text + Layout.UNICODE_LENGTH);
    if ((state & Layout.STATE_COMPACT) == 0 || length > Integer.MAX_VALUE / 4) {
      return utf8Value(text);
    }
    int size = (int) length;
    if ((state & Layout.STATE_ASCII) != 0) {
      return new String(Memory.getBytes(text + Layout.ASCII_DATA, size), ISO_8859_1);
    }
    long data = text + Layout.COMPACT_DATA;
    return switch ((state >> Layout.STATE_KIND_SHIFT) & Layout.STATE_KIND_MASK) {
      case 1 -> new String(Memory.getBytes(data, size), ISO_8859_1);
      case 2 -> basicPlane(Memory.getChars(data, size));
      default -> codePoints(data, size);
    };
  }

  /// The text of a str for people: a lone surrogate is written as its escape, `\\udce9`.
  public static String shown(long text) {
    try {
      return value(text);
    } catch (Mismatch unreadable) {
      return escaped(text);
    }
  }

  /// A str whose UTF-8 does not exist.
  private static String escaped(long text) {
    StringBuilder shown = new StringBuilder();
    for (long index = 0; ; index++) {
      int point = UnicodeObject.PyUnicode_ReadChar(text, index);
      if (point == -1) { // Beyond its end.
        PyErrors.PyErr_Clear();
        return shown.toString();
      }
      if (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE) {
        shown.append("\\u%04x".formatted(point));
      } else {
        shown.appendCodePoint(point);
      }
    }
  }

  /// Two surrogates side by side are two characters that are none in Python; in Java they would
  /// become one.
  private static String basicPlane(char[] units) {
    for (int i = 0; i < units.length; i++) {
      if (Character.isSurrogate(units[i])) {
        throw loneSurrogate(units[i], i);
      }
    }
    return new String(units);
  }

  private static String codePoints(long data, int size) {
    int[] points = new int[size];
    for (int i = 0; i < size; i++) {
      points[i] = Memory.getInt(data + 4L * i);
      if (points[i] >= Character.MIN_SURROGATE && points[i] <= Character.MAX_SURROGATE) {
        throw loneSurrogate(points[i], i);
      }
    }
    return new String(points, 0, size);
  }

  private static String utf8Value(long text) {
    long length = PyMem.PyMem_RawMalloc(8);
    long utf8 = UnicodeObject.PyUnicode_AsUTF8AndSize(text, length);
    long size = Memory.getLong(length);
    PyMem.PyMem_RawFree(length);
    if (utf8 == 0) {
      PyErrors.PyErr_Clear();
      throw loneSurrogate(text);
    }
    if (size > Integer.MAX_VALUE - 8) {
      throw new Mismatch("the str has " + size + " bytes of UTF-8, more than a Java String holds");
    }
    return new String(Memory.getBytes(utf8, (int) size), UTF_8);
  }

  private static void refuseLoneSurrogates(String text) {
    for (int i = 0; i < text.length(); i++) {
      char unit = text.charAt(i);
      if (Character.isSurrogate(unit)) {
        if (Character.isHighSurrogate(unit)
            && i + 1 < text.length()
            && Character.isLowSurrogate(text.charAt(i + 1))) {
          i++;
        } else {
          throw loneSurrogate(unit, i);
        }
      }
    }
  }

  /// For a text that UTF-8 cannot carry.
  private static Mismatch loneSurrogate(long text) {
    for (long index = 0; ; index++) {
      int unit = UnicodeObject.PyUnicode_ReadChar(text, index);
      if (unit == -1) {
        PyErrors.PyErr_Clear();
        return new Mismatch("Python has no memory for the text's UTF-8");
      }
      if (unit >= Character.MIN_SURROGATE && unit <= Character.MAX_SURROGATE) {
        return loneSurrogate(unit, index);
      }
    }
  }

  private static Mismatch loneSurrogate(int unit, long index) {
    return new Mismatch(
        "the text holds a lone surrogate, U+%04X at index %d, which is no character"
            .formatted(unit, index));
  }
}
