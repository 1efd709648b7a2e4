package dev.terrarium.python.convert;

import dev.terrarium.capi.DateTime;
import dev.terrarium.capi.Macros;
import dev.terrarium.capi.ObjectApi;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Time zones of both sides: `zoneinfo.ZoneInfo` and regions by their name, `datetime.timezone` and
/// fixed offsets. Needs the GIL.
final class Zones {
  /// Zones beyond these are made for each use, so that offsets made up at run time cannot fill the
  /// memory.
  private static final int MOST = 1024;

  private static final int LARGEST_OFFSET = 18 * 3600;

  private final Kept zoneInfo = new Kept("zoneinfo", "ZoneInfo");

  /// References that are kept for ever.
  private final Map<ZoneId, Long> objects = new HashMap<>();

  private final Map<Long, ZoneId> zones = new HashMap<>();

  /// The tzinfo of a zone: a new reference.
  long of(ZoneId zone, Boundary boundary) {
    if (zone.equals(ZoneOffset.UTC)) {
      Macros.Py_INCREF(DateTime.TimeZone_UTC);
      return DateTime.TimeZone_UTC;
    }
    Long known = objects.get(zone);
    if (known != null) {
      Macros.Py_INCREF(known);
      return known;
    }
    long made =
        zone instanceof ZoneOffset offset ? fixed(offset, boundary) : region(zone, boundary);
    keep(made, zone);
    return made;
  }

  private static long fixed(ZoneOffset offset, Boundary boundary) {
    long delta = DateTime.Delta_FromDelta(0, offset.getTotalSeconds(), 0);
    long made = DateTime.TimeZone_FromTimeZone(delta);
    Macros.Py_DECREF(delta);
    if (made == 0) {
      throw boundary.raised("Python has no zone with the offset " + offset);
    }
    return made;
  }

  private long region(ZoneId zone, Boundary boundary) {
    long name = Text.of(zone.getId());
    try {
      return Attributes.call(
          boundary,
          "Python's zone data has no %s, or cannot be read".formatted(zone),
          zoneInfo.get(boundary),
          name);
    } finally {
      Macros.Py_DECREF(name);
    }
  }

  private void keep(long object, ZoneId zone) {
    if (objects.size() < MOST && zones.size() < MOST && objects.putIfAbsent(zone, object) == null) {
      Macros.Py_INCREF(object);
      zones.put(object, zone);
    }
  }

  /// The region of a `zoneinfo.ZoneInfo`; null for any other tzinfo.
  @Nullable ZoneId region(long tzinfo, FromPython from) {
    ZoneId known = zones.get(tzinfo);
    if (known != null) {
      return known;
    }
    if (Macros.Py_TYPE(tzinfo) != zoneInfo.ifImported(from.boundary)) {
      return null;
    }
    long key = Attributes.get(from.boundary, tzinfo, "key");
    try {
      if (key == ObjectApi._Py_NoneStruct) {
        throw new Mismatch("the ZoneInfo has no key, so it has no name to find it by in Java");
      }
      ZoneId zone = ZoneId.of(Scalars.text(from, key));
      keep(tzinfo, zone);
      return zone;
    } catch (DateTimeException unknown) {
      throw new Mismatch("Java's zone data has no such zone: " + unknown.getMessage());
    } finally {
      Macros.Py_DECREF(key);
    }
  }

  /// What a zone of Python's own kinds says its offset is: a new reference.
  ///
  /// The moment would ask it by a name that it makes anew each time, and each of those takes a
  /// place in CPython's cache of type attributes.
  ///
  /// @param moment a datetime, or None
  static long ask(long tzinfo, long moment, Boundary boundary) {
    return Attributes.callMethod(boundary, tzinfo, "utcoffset", moment);
  }

  private long stated(long aware, long tzinfo, Boundary boundary) {
    boolean own = isFixed(tzinfo) || Macros.Py_TYPE(tzinfo) == zoneInfo.ifImported(boundary);
    if (own && Macros.Py_TYPE(aware) == DateTime.DateTimeType) {
      return ask(tzinfo, aware, boundary);
    }
    return own && Macros.Py_TYPE(aware) == DateTime.TimeType
        ? ask(tzinfo, ObjectApi._Py_NoneStruct, boundary)
        : Attributes.callMethod(boundary, aware, "utcoffset");
  }

  /// Whether a tzinfo is a `datetime.timezone`.
  static boolean isFixed(long tzinfo) {
    return Macros.Py_TYPE(tzinfo) == Macros.Py_TYPE(DateTime.TimeZone_UTC);
  }

  /// The offset that an aware object states by `utcoffset()`; null where it says None.
  @Nullable ZoneOffset offset(long aware, long tzinfo, FromPython from) {
    long delta = stated(aware, tzinfo, from.boundary);
    try {
      if (delta == ObjectApi._Py_NoneStruct) {
        return null;
      }
      Duration offset = DateTimeFields.duration(from, delta);
      if (!offset.equals(offset.truncatedTo(ChronoUnit.SECONDS))
          || Math.abs(offset.toSeconds()) > LARGEST_OFFSET) {
        throw new Mismatch(
            "an offset from UTC of %s does not fit in Java, which has whole seconds up to 18 hours"
                .formatted(offset));
      }
      return ZoneOffset.ofTotalSeconds((int) offset.toSeconds());
    } finally {
      Macros.Py_DECREF(delta);
    }
  }
}
