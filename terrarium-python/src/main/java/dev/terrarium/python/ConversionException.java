package dev.terrarium.python;

import dev.terrarium.python.convert.Mismatch;

/// A value that does not fit in the type it was to become, on either side.
@SuppressWarnings("serial")
public final class ConversionException extends PythonFault {
  private final String path;

  private ConversionException(String path, String message) {
    super(message);
    this.path = path;
  }

  static ConversionException of(String root, Mismatch mismatch) {
    String path = root + mismatch.path();
    return new ConversionException(path, path + ": " + mismatch.sentence());
  }

  /// The place of the value: `$` is what was converted, so `$[2].name`; arguments of a call begin
  /// with `argument 0`.
  public String path() {
    return path;
  }
}
