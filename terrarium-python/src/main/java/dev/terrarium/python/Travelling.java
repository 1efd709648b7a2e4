package dev.terrarium.python;

import dev.terrarium.python.convert.Mismatch;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads values that outlive the region they are read in: what would end with it comes as a [PyRef]
/// where `Object` is asked for, and is refused where it is asked for by name.
///
/// One thread's. What was made for a value that is then refused is closed.
final class Travelling {
  private final Attachment attachment;

  /// The region in which such a value is read, or null. What converters and Python code do
  /// meanwhile happens in a region of its own.
  private @Nullable Gil region;

  /// What was made for the values that are being read.
  private final List<AutoCloseable> made = new ArrayList<>();

  Travelling(Attachment attachment) {
    this.attachment = attachment;
  }

  /// Reads an object, which is borrowed, as a type. Needs the GIL.
  ///
  /// @throws Mismatch when it does not fit, or would end with its region
  @Nullable Object read(Type type, long object) {
    Gil before = region;
    int first = made.size();
    region = attachment.region();
    Throwable refused = null;
    try {
      return attachment.interpreter.conversions.read(type, object, attachment.fromPython);
    } catch (RuntimeException | Error failed) {
      refused = failed;
      throw failed;
    } finally {
      region = before;
      if (made.size() > first) {
        end(first, refused);
      }
    }
  }

  /// Whether what is read now outlives the innermost region.
  boolean isReading() {
    return region != null && region.equals(attachment.region());
  }

  /// Notes what is to be closed if the value that is read is refused.
  <T extends @Nullable Object> T noted(T part) {
    if (part instanceof AutoCloseable closeable && isReading()) {
      made.add(closeable);
    }
    return part;
  }

  /// The refusal of a type whose values end with their region.
  static Mismatch refusal(String type, String instead) {
    return new Mismatch(
        "a %s ends with the region it is read in, and this value outlives it: ask for %s"
            .formatted(type, instead));
  }

  /// What work gives, unless that ends with the region it was made in.
  ///
  /// @throws IllegalStateException when it does
  static <R extends @Nullable Object> R leaving(Gil region, R result) {
    if ((result instanceof PyObject object && object.gil().equals(region))
        || (result instanceof PyArray array && array.gil().equals(region))) {
      throw new IllegalStateException(
          "the work gives a %s, which ends with the region that it was made in: give what keep() gives, or read it as a Java type"
              .formatted(result.getClass().getSimpleName()));
    }
    return result;
  }

  private void end(int first, @Nullable Throwable refused) {
    List<AutoCloseable> parts = made.subList(first, made.size());
    if (refused != null) {
      for (AutoCloseable part : parts) {
        close(part, refused);
      }
    }
    parts.clear();
  }

  private static void close(AutoCloseable part, Throwable refused) {
    try {
      part.close();
    } catch (Exception failed) {
      refused.addSuppressed(failed);
    }
  }
}
