package dev.terrarium.python.convert;

import dev.terrarium.capi.Layout;
import dev.terrarium.capi.Macros;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What the conversions of all threads share: the rules, and what was made or found for them.
public final class Conversions {
  final KnownClasses classes = new KnownClasses(this::expect);
  final Enums enums = new Enums(classes);
  final Records records;
  final Decimals decimals = new Decimals();
  final Uuids uuids = new Uuids();
  final Paths paths = new Paths();
  final Times times;
  final TimeReaders timeReaders;
  final Readers readers;
  private final Kept maskedArray = new Kept("numpy.ma", "MaskedArray");

  public Conversions() {
    Zones zones = new Zones();
    times = new Times(zones);
    timeReaders = new TimeReaders(zones);
    records = new Records(classes);
    readers = new Readers(this::beyondScalars, records, enums);
  }

  private Map<Class<?>, Reader> beyondScalars() {
    Map<Class<?>, Reader> exact = new HashMap<>(timeReaders.readers());
    exact.put(BigDecimal.class, decimals::read);
    exact.put(UUID.class, uuids::read);
    exact.put(Path.class, paths::read);
    return Map.copyOf(exact);
  }

  private void expect(KnownClasses expecting) {
    timeReaders.expect(expecting);
    decimals.expect(expecting);
    uuids.expect(expecting);
    paths.expect(expecting);
  }

  /// Whether the rule of a Java type is fixed.
  public static boolean hasRule(Class<?> type) {
    return FixedRules.has(type);
  }

  /// Whether the rule of a Python class is fixed.
  ///
  /// @param type its name, bare for a built-in one and dotted otherwise
  public static boolean hasRule(String type) {
    return FixedRules.has(type);
  }

  /// Refuses an array of numbers of which some are masked: what lends its memory lends all numbers.
  ///
  /// @param object borrowed
  /// @throws Mismatch when the object is a `numpy.ma.MaskedArray`
  public void refuseMask(long object, Boundary boundary) {
    if (Macros.PyType_HasFeature(Macros.Py_TYPE(object), Layout.HEAP_TYPE)
        && maskedArray.isTypeOf(object, boundary)) {
      throw new Mismatch(
          "a masked array would lose its mask: take a.filled(value), a.compressed(), or a.data with a.mask");
    }
  }

  /// Reads an object as a type.
  ///
  /// @param object borrowed
  /// @throws Mismatch when the object does not fit
  public @Nullable Object read(Type type, long object, FromPython from) {
    return readers.of(type).read(from, object);
  }
}
