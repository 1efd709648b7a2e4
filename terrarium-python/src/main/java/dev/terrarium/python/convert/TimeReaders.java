package dev.terrarium.python.convert;

import dev.terrarium.capi.DateTime;
import dev.terrarium.capi.Macros;
import dev.terrarium.capi.ObjectApi;
import java.time.DateTimeException;
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

  /// Gives the classes of `datetime` their rules.
  void expect(KnownClasses classes) {
    classes.expect("datetime.datetime", "datetime", "datetime", this::moment);
    classes.expect("datetime.date", "datetime", "date", (from, object) -> date(from, object));
    classes.expect("datetime.time", "datetime", "time", this::time);
    classes.expect("datetime.timedelta", "datetime", "timedelta", TimeReaders::duration);
  }

  private Object moment(FromPython from, long moment) {
    long tzinfo = tzinfo(from, moment);
    try {
      if (tzinfo == ObjectApi._Py_NoneStruct) {
        return naive(from, moment);
      }
      if (isFixed(tzinfo)) {
        return local(from, moment).atOffset(offset(from, moment, tzinfo));
      }
      ZoneId zone = zones.region(tzinfo, from);
      if (zone == null) {
        throw new Mismatch(
            "the tzinfo %s of %s has no counterpart in Java: ask for an OffsetDateTime, an Instant or a PyObject"
                .formatted(from.describe(tzinfo), from.describe(moment)));
      }
      return zoned(from, moment, zone);
    } finally {
      Macros.Py_DECREF(tzinfo);
    }
  }

  private LocalDateTime localDateTime(FromPython from, long object) {
    require(DateTimes.MOMENT, NAIVE, from, object);
    long tzinfo = tzinfo(from, object);
    Macros.Py_DECREF(tzinfo); // The object keeps it, and only its address is compared.
    if (tzinfo != ObjectApi._Py_NoneStruct) {
      throw from.mismatch(NAIVE, object);
    }
    return naive(from, object);
  }

  private LocalDateTime naive(FromPython from, long moment) {
    if (fold(from, moment) != 0) {
      throw new Mismatch(
          "%s has fold=1, which a LocalDateTime does not hold: give it a zone"
              .formatted(from.describe(moment)));
    }
    return local(from, moment);
  }

  private OffsetDateTime offsetDateTime(FromPython from, long object) {
    require(DateTimes.MOMENT, AWARE, from, object);
    long tzinfo = tzinfo(from, object);
    try {
      if (tzinfo == ObjectApi._Py_NoneStruct) {
        throw from.mismatch(AWARE, object);
      }
      return local(from, object).atOffset(offset(from, object, tzinfo));
    } finally {
      Macros.Py_DECREF(tzinfo);
    }
  }

  private ZonedDateTime zonedDateTime(FromPython from, long object) {
    require(DateTimes.MOMENT, AWARE, from, object);
    long tzinfo = tzinfo(from, object);
    try {
      if (tzinfo == ObjectApi._Py_NoneStruct) {
        throw from.mismatch(AWARE, object);
      }
      if (isFixed(tzinfo)) {
        return local(from, object).atZone(offset(from, object, tzinfo));
      }
      ZoneId zone = zones.region(tzinfo, from);
      if (zone == null) {
        throw from.mismatch("datetime with a zoneinfo.ZoneInfo or a datetime.timezone", object);
      }
      return zoned(from, object, zone);
    } finally {
      Macros.Py_DECREF(tzinfo);
    }
  }

  private ZonedDateTime zoned(FromPython from, long moment, ZoneId zone) {
    LocalDateTime local = local(from, moment);
    List<ZoneOffset> valid = zone.getRules().getValidOffsets(local);
    if (valid.isEmpty()) {
      throw new Mismatch(
          "%s does not exist in %s: the clocks skip it".formatted(local, zone.getId()));
    }
    ZoneOffset offset = valid.get(valid.size() == 2 ? fold(from, moment) : 0);
    ZoneOffset stated = zones.offset(moment, from);
    if (!offset.equals(stated)) {
      throw new Mismatch(
          "%s in %s has the offset %s by Python's zone data and %s by Java's: ask for an OffsetDateTime"
              .formatted(local, zone.getId(), stated, offset));
    }
    return ZonedDateTime.ofLocal(local, zone, offset);
  }

  private LocalDate localDate(FromPython from, long object) {
    require(DateTimes.DATE, "date", from, object);
    if (DateTimes.MOMENT.has(object)) { // A datetime is a date too, and its time would be lost.
      throw from.mismatch("date without a time", object);
    }
    return date(from, object);
  }

  private Object time(FromPython from, long time) {
    return hasZone(from, time) ? offsetTime(from, time) : localTime(from, time);
  }

  private LocalTime localTime(FromPython from, long object) {
    require(DateTimes.TIME, "time without a zone", from, object);
    if (hasZone(from, object)) {
      throw from.mismatch("time without a zone", object);
    }
    return timeOfDay(from, object);
  }

  private OffsetTime offsetTime(FromPython from, long object) {
    require(DateTimes.TIME, "time with an offset", from, object);
    ZoneOffset offset = hasZone(from, object) ? zones.offset(object, from) : null;
    if (offset == null) {
      throw from.mismatch("time with an offset", object);
    }
    return timeOfDay(from, object).atOffset(offset);
  }

  private static LocalTime timeOfDay(FromPython from, long time) {
    if (fold(from, time) != 0) {
      throw new Mismatch(
          "%s has fold=1, which a Java time of day does not hold".formatted(from.describe(time)));
    }
    return DateTime.READS && Macros.Py_TYPE(time) == DateTime.TimeType
        ? LocalTime.of(
            DateTime.PyDateTime_TIME_GET_HOUR(time),
            DateTime.PyDateTime_TIME_GET_MINUTE(time),
            DateTime.PyDateTime_TIME_GET_SECOND(time),
            DateTime.PyDateTime_TIME_GET_MICROSECOND(time) * 1000)
        : timeByAttributes(from, time);
  }

  private Duration asDuration(FromPython from, long object) {
    require(DateTimes.DELTA, "timedelta", from, object);
    return duration(from, object);
  }

  /// The value of a timedelta.
  static Duration duration(FromPython from, long delta) {
    if (DateTime.READS && Macros.Py_TYPE(delta) == DateTime.DeltaType) {
      return Duration.ofSeconds(
          DateTime.PyDateTime_DELTA_GET_DAYS(delta) * 86_400L
              + DateTime.PyDateTime_DELTA_GET_SECONDS(delta),
          DateTime.PyDateTime_DELTA_GET_MICROSECONDS(delta) * 1000L);
    }
    return Duration.ofSeconds(
        field(from, delta, "days") * 86_400L + field(from, delta, "seconds"),
        field(from, delta, "microseconds") * 1000L + nanos(from, delta, "nanoseconds"));
  }

  private void require(DateTimes kind, String expected, FromPython from, long object) {
    if (module.ifImported(from.boundary) == 0 || !kind.has(object)) {
      throw from.mismatch(expected, object);
    }
  }

  /// The offset that an aware object states.
  private ZoneOffset offset(FromPython from, long aware, long tzinfo) {
    if (tzinfo == DateTime.TimeZone_UTC) {
      return ZoneOffset.UTC;
    }
    ZoneOffset offset = zones.offset(aware, from);
    if (offset == null) {
      throw from.mismatch(AWARE, aware);
    }
    return offset;
  }

  private static boolean isFixed(long tzinfo) {
    return Macros.Py_TYPE(tzinfo) == Macros.Py_TYPE(DateTime.TimeZone_UTC);
  }

  private static LocalDateTime local(FromPython from, long moment) {
    LocalTime time =
        isPlain(moment)
            ? LocalTime.of(
                DateTime.PyDateTime_DATE_GET_HOUR(moment),
                DateTime.PyDateTime_DATE_GET_MINUTE(moment),
                DateTime.PyDateTime_DATE_GET_SECOND(moment),
                DateTime.PyDateTime_DATE_GET_MICROSECOND(moment) * 1000)
            : timeByAttributes(from, moment);
    return LocalDateTime.of(date(from, moment), time);
  }

  private static LocalDate date(FromPython from, long date) {
    if (isPlain(date) || (DateTime.READS && Macros.Py_TYPE(date) == DateTime.DateType)) {
      return LocalDate.of(
          DateTime.PyDateTime_GET_YEAR(date),
          DateTime.PyDateTime_GET_MONTH(date),
          DateTime.PyDateTime_GET_DAY(date));
    }
    try {
      return LocalDate.of(
          field(from, date, "year"), field(from, date, "month"), field(from, date, "day"));
    } catch (DateTimeException wrong) {
      throw new Mismatch(from.describe(date) + " is no date: " + wrong.getMessage());
    }
  }

  private static LocalTime timeByAttributes(FromPython from, long object) {
    try {
      return LocalTime.of(
          field(from, object, "hour"),
          field(from, object, "minute"),
          field(from, object, "second"),
          field(from, object, "microsecond") * 1000 + nanos(from, object, "nanosecond"));
    } catch (DateTimeException wrong) {
      throw new Mismatch(from.describe(object) + " is no time of day: " + wrong.getMessage());
    }
  }

  /// Whether an object is exactly a datetime whose fields may be read in place.
  private static boolean isPlain(long object) {
    return DateTime.READS && Macros.Py_TYPE(object) == DateTime.DateTimeType;
  }

  private static int fold(FromPython from, long object) {
    return isPlain(object)
        ? DateTime.PyDateTime_DATE_GET_FOLD(object)
        : field(from, object, "fold");
  }

  private static boolean hasZone(FromPython from, long time) {
    long tzinfo = Attributes.get(from.boundary, time, "tzinfo");
    Macros.Py_DECREF(tzinfo); // Only its address is compared.
    return tzinfo != ObjectApi._Py_NoneStruct;
  }

  /// A new reference.
  private static long tzinfo(FromPython from, long moment) {
    if (!isPlain(moment)) {
      return Attributes.get(from.boundary, moment, "tzinfo");
    }
    long tzinfo = DateTime.PyDateTime_DATE_GET_TZINFO(moment);
    Macros.Py_INCREF(tzinfo);
    return tzinfo;
  }

  private static int field(FromPython from, long object, String name) {
    long value = Attributes.get(from.boundary, object, name);
    return number(from, value, name);
  }

  /// Nanoseconds beside the microseconds, which subclasses such as pandas' have.
  private static int nanos(FromPython from, long object, String name) {
    long value = Attributes.find(from.boundary, object, name);
    return value == 0 ? 0 : number(from, value, name);
  }

  private static int number(FromPython from, long value, String name) {
    try {
      return Math.toIntExact(Scalars.longValue(from, value));
    } catch (Mismatch mismatch) {
      throw mismatch.at("." + name);
    } finally {
      Macros.Py_DECREF(value);
    }
  }

  /// The classes of `datetime`, once it is imported.
  private enum DateTimes {
    MOMENT,
    DATE,
    TIME,
    DELTA;

    boolean has(long object) {
      long type =
          switch (this) {
            case MOMENT -> DateTime.DateTimeType;
            case DATE -> DateTime.DateType;
            case TIME -> DateTime.TimeType;
            case DELTA -> DateTime.DeltaType;
          };
      return ObjectApi.PyType_IsSubtype(Macros.Py_TYPE(object), type) != 0;
    }
  }
}
