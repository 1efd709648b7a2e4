package dev.terrarium.python;

import dev.terrarium.python.convert.Mismatch;

/// A value that does not fit in the type it was to become, on either side.
///
/// Its cause is what code of the user threw while the value was converted: a converter, a record's
/// constructor, an `__index__`.
@SuppressWarnings("serial")
public final class ConversionException extends PythonFault {
  private final String path;
  private final boolean tooDeep;

  private ConversionException(String path, String message, boolean tooDeep) {
    super(message);
    this.path = path;
    this.tooDeep = tooDeep;
  }

  static ConversionException of(String root, Mismatch mismatch) {
    String path = root + mismatch.path();
    ConversionException exception =
        new ConversionException(
            path,
            mismatch.isDeep()
                ? mismatch.sentence() + ", at " + path
                : path + ": " + mismatch.sentence(),
            mismatch.isTooDeep());
    if (mismatch.getCause() != null) {
      exception.initCause(mismatch.getCause());
    }
    return exception;
  }

  /// Whether the value was nested too deep, most likely since it contains itself.
  boolean isTooDeep() {
    return tooDeep;
  }

  /// The place of the value: `$` is what was converted, so `$[2].name`; arguments of a call begin
  /// with `argument 0`. Where it is deeper than 32 steps, those in the middle are counted only.
  public String path() {
    return path;
  }
}
