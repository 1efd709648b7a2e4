package dev.terrarium.python.convert;

import dev.terrarium.capi.DateTime;
import dev.terrarium.capi.Macros;
import dev.terrarium.capi.ObjectApi;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/// From Python's `datetime` to `java.time`: objects are borrowed. Needs the GIL.
///
/// By its own type a naive datetime is a LocalDateTime, one with a `datetime.timezone` an
/// OffsetDateTime, one with a `zoneinfo.ZoneInfo` a ZonedDateTime. Any other tzinfo can only say an
/// offset, and is asked for it where an OffsetDateTime or an Instant is wanted.
///
/// Subclasses are read by their attributes, since they may keep more than their parent does: the
/// nanoseconds of pandas come along.
final class TimeReaders {
  private static final String NAIVE = "datetime without a zone";
  private static final String AWARE = "datetime with a zone or offset";

  private final Kept module = new Kept("datetime", "datetime");
  private final Zones zones;

  TimeReaders(Zones zones) {
    this.zones = zones;
  }

  /// The readers for those who ask for a type.
  Map<Class<?>, Reader> readers() {
    return Map.of(
        LocalDateTime.class, this::localDateTime,
        OffsetDateTime.class, this::offsetDateTime,
        ZonedDateTime.class, this::zonedDateTime,
        Instant.class, (from, object) -> offsetDateTime(from, object).toInstant(),
        LocalDate.class, this::localDate,
        LocalTime.class, this::localTime,
        OffsetTime.class, this::offsetTime,
        Duration.class, this::asDuration);
  }

  /// Gives the classes of `datetime` their rules: as the module written in C has them, since those
  /// who stop the clock in tests put others in their place.
  void expect(KnownClasses classes) {
    classes.expect("datetime.datetime", "_datetime", "datetime", this::moment);
    classes.expect(
        "datetime.date", "_datetime", "date", (from, object) -> DateTimeFields.date(from, object));
    classes.expect("datetime.time", "_datetime", "time", this::time);
    classes.expect("datetime.timedelta", "_datetime", "timedelta", DateTimeFields::duration);
  }

  private Object moment(FromPython from, long moment) {
    long tzinfo = DateTimeFields.tzinfo(from, moment);
    try {
      if (tzinfo == ObjectApi._Py_NoneStruct) {
        return naive(from, moment);
      }
      if (Zones.isFixed(tzinfo)) {
        return DateTimeFields.local(from, moment).atOffset(offset(from, moment, tzinfo));
      }
      ZoneId zone = zones.region(tzinfo, from);
      if (zone == null) {
        throw new Mismatch(
            "the tzinfo %s of %s has no counterpart in Java: ask for an OffsetDateTime, an Instant or a PyObject"
                .formatted(from.describe(tzinfo), from.describe(moment)));
      }
      return zoned(from, moment, tzinfo, zone);
    } finally {
      Macros.Py_DECREF(tzinfo);
    }
  }

  private LocalDateTime localDateTime(FromPython from, long object) {
    if (!is(DateTimes.MOMENT, from, object)) {
      OptionalLong nanos = NumpyTimes.nanos(from, object, NumpyTimes.MOMENT);
      return nanos.isPresent()
          ? NumpyTimes.moment(nanos.getAsLong())
          : from.unwrapped(object, NAIVE, value -> localDateTime(from, value));
    }
    long tzinfo = DateTimeFields.tzinfo(from, object);
    Macros.Py_DECREF(tzinfo); // The object keeps it, and only its address is compared.
    if (tzinfo != ObjectApi._Py_NoneStruct) {
      throw from.mismatch(NAIVE, object);
    }
    return naive(from, object);
  }

  private LocalDateTime naive(FromPython from, long moment) {
    if (DateTimeFields.fold(from, moment) != 0) {
      throw new Mismatch(
          "%s has fold=1, which a LocalDateTime does not hold: give it a zone"
              .formatted(from.describe(moment)));
    }
    return DateTimeFields.local(from, moment);
  }

  private OffsetDateTime offsetDateTime(FromPython from, long object) {
    require(DateTimes.MOMENT, AWARE, from, object);
    long tzinfo = DateTimeFields.tzinfo(from, object);
    try {
      if (tzinfo == ObjectApi._Py_NoneStruct) {
        throw from.mismatch(AWARE, object);
      }
      return DateTimeFields.local(from, object).atOffset(offset(from, object, tzinfo));
    } finally {
      Macros.Py_DECREF(tzinfo);
    }
  }

  private ZonedDateTime zonedDateTime(FromPython from, long object) {
    require(DateTimes.MOMENT, AWARE, from, object);
    long tzinfo = DateTimeFields.tzinfo(from, object);
    try {
      if (tzinfo == ObjectApi._Py_NoneStruct) {
        throw from.mismatch(AWARE, object);
      }
      if (Zones.isFixed(tzinfo)) {
        return DateTimeFields.local(from, object).atZone(offset(from, object, tzinfo));
      }
      ZoneId zone = zones.region(tzinfo, from);
      if (zone == null) {
        throw from.mismatch("datetime with a zoneinfo.ZoneInfo or a datetime.timezone", object);
      }
      return zoned(from, object, tzinfo, zone);
    } finally {
      Macros.Py_DECREF(tzinfo);
    }
  }

  private ZonedDateTime zoned(FromPython from, long moment, long tzinfo, ZoneId zone) {
    LocalDateTime local = DateTimeFields.local(from, moment);
    List<ZoneOffset> valid = zone.getRules().getValidOffsets(local);
    if (valid.isEmpty()) {
      throw new Mismatch(
          "%s does not exist in %s: the clocks skip it".formatted(local, zone.getId()));
    }
    ZoneOffset offset = valid.get(valid.size() == 2 ? DateTimeFields.fold(from, moment) : 0);
    ZoneOffset stated = zones.offset(moment, tzinfo, from);
    if (!offset.equals(stated)) {
      throw new Mismatch(
          "%s in %s has the offset %s by Python's zone data and %s by Java's: ask for an OffsetDateTime"
              .formatted(local, zone.getId(), stated, offset));
    }
    return ZonedDateTime.ofLocal(local, zone, offset);
  }

  private LocalDate localDate(FromPython from, long object) {
    if (!is(DateTimes.DATE, from, object)) {
      return from.unwrapped(object, "date", value -> localDate(from, value));
    }
    if (DateTimes.MOMENT.has(object)) { // A datetime is a date too, and its time would be lost.
      throw from.mismatch("date without a time", object);
    }
    return DateTimeFields.date(from, object);
  }

  private Object time(FromPython from, long time) {
    return DateTimeFields.hasZone(from, time) ? offsetTime(from, time) : localTime(from, time);
  }

  private LocalTime localTime(FromPython from, long object) {
    require(DateTimes.TIME, "time without a zone", from, object);
    if (DateTimeFields.hasZone(from, object)) {
      throw from.mismatch("time without a zone", object);
    }
    return DateTimeFields.timeOfDay(from, object);
  }

  private OffsetTime offsetTime(FromPython from, long object) {
    require(DateTimes.TIME, "time with an offset", from, object);
    long tzinfo = DateTimeFields.tzinfo(from, object);
    try {
      ZoneOffset offset =
          tzinfo == ObjectApi._Py_NoneStruct ? null : zones.offset(object, tzinfo, from);
      if (offset == null) {
        throw from.mismatch("time with an offset", object);
      }
      return DateTimeFields.timeOfDay(from, object).atOffset(offset);
    } finally {
      Macros.Py_DECREF(tzinfo);
    }
  }

  private Duration asDuration(FromPython from, long object) {
    if (!is(DateTimes.DELTA, from, object)) {
      OptionalLong nanos = NumpyTimes.nanos(from, object, NumpyTimes.DELTA);
      return nanos.isPresent()
          ? Duration.ofNanos(nanos.getAsLong())
          : from.unwrapped(object, "timedelta", value -> asDuration(from, value));
    }
    return DateTimeFields.duration(from, object);
  }

  private void require(DateTimes kind, String expected, FromPython from, long object) {
    if (!is(kind, from, object)) {
      throw from.mismatch(expected, object);
    }
  }

  private boolean is(DateTimes kind, FromPython from, long object) {
    return module.ifImported(from.boundary) != 0 && kind.has(object);
  }

  /// The offset that an aware object states.
  private ZoneOffset offset(FromPython from, long aware, long tzinfo) {
    if (tzinfo == DateTime.TimeZone_UTC) {
      return ZoneOffset.UTC;
    }
    ZoneOffset offset = zones.offset(aware, tzinfo, from);
    if (offset == null) {
      throw from.mismatch(AWARE, aware);
    }
    return offset;
  }
}
