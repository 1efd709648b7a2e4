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
import java.time.temporal.Temporal;
import java.util.List;

/// From `java.time` to Python's `datetime`: new references. Needs the GIL.
///
/// Python counts microseconds and the years 1 to 9999: what is finer or further away is refused.
final class Times {
  private static final long DAY = 86_400;
  private static final long MOST_DAYS = 999_999_999;

  /// The first and the last moment of the years 1 and 9999, in UTC.
  private static final Instant FIRST = Instant.ofEpochSecond(-62_135_596_800L);

  private static final Instant LAST = Instant.ofEpochSecond(253_402_300_799L, 999_999_999);

  private final Kept module = new Kept("datetime", "datetime");
  private final Zones zones;

  Times(Zones zones) {
    this.zones = zones;
  }

  /// Makes the object for a moment, date or time of day; 0 for a type without a rule.
  long of(Temporal value, Boundary boundary) {
    long _ = module.get(boundary);
    return switch (value) {
      case LocalDateTime local -> moment(local, 0, 0, boundary);
      case Instant instant -> instant(instant, boundary);
      case OffsetDateTime at -> moment(at.toLocalDateTime(), at.getOffset(), 0, boundary);
      case ZonedDateTime at -> zoned(at, boundary);
      case LocalDate date -> date(date, boundary);
      case LocalTime time -> time(time, 0, boundary);
      case OffsetTime time -> time(time, boundary);
      default -> 0;
    };
  }

  long of(Duration duration, Boundary boundary) {
    long _ = module.get(boundary);
    long days = Math.floorDiv(duration.getSeconds(), DAY);
    if (Math.abs(days) > MOST_DAYS) {
      throw new Mismatch(
          "a timedelta holds at most %d days, not %s".formatted(MOST_DAYS, duration));
    }
    int seconds = (int) Math.floorMod(duration.getSeconds(), DAY);
    return checked(
        DateTime.Delta_FromDelta((int) days, seconds, micros(duration.getNano(), duration)),
        boundary);
  }

  private long date(LocalDate date, Boundary boundary) {
    return checked(
        DateTime.Date_FromDate(year(date, date), date.getMonthValue(), date.getDayOfMonth()),
        boundary);
  }

  private static long time(LocalTime time, long tzinfo, Boundary boundary) {
    return checked(
        DateTime.Time_FromTimeAndFold(
            time.getHour(),
            time.getMinute(),
            time.getSecond(),
            micros(time.getNano(), time),
            tzinfo == 0 ? ObjectApi._Py_NoneStruct : tzinfo,
            0),
        boundary);
  }

  private long time(OffsetTime time, Boundary boundary) {
    long tzinfo = zones.of(time.getOffset(), boundary);
    try {
      return time(time.toLocalTime(), tzinfo, boundary);
    } finally {
      Macros.Py_DECREF(tzinfo);
    }
  }

  private long instant(Instant instant, Boundary boundary) {
    if (instant.isBefore(FIRST) || instant.isAfter(LAST)) {
      throw outOfRange(instant);
    }
    return moment(LocalDateTime.ofInstant(instant, ZoneOffset.UTC), ZoneOffset.UTC, 0, boundary);
  }

  private long zoned(ZonedDateTime at, Boundary boundary) {
    ZoneId zone = at.getZone();
    List<ZoneOffset> valid = zone.getRules().getValidOffsets(at.toLocalDateTime());
    int fold = valid.size() == 2 && at.getOffset().equals(valid.get(1)) ? 1 : 0;
    long made = moment(at.toLocalDateTime(), zone, fold, boundary);
    try {
      if (!(zone instanceof ZoneOffset)) {
        refuseOtherOffset(made, at, boundary);
      }
      return made;
    } catch (RuntimeException refused) {
      Macros.Py_DECREF(made);
      throw refused;
    }
  }

  /// Java and Python each have zone data of their own, which may differ for the same name.
  private void refuseOtherOffset(long made, ZonedDateTime at, Boundary boundary) {
    long expected = DateTime.Delta_FromDelta(0, at.getOffset().getTotalSeconds(), 0);
    long tzinfo = zones.of(at.getZone(), boundary);
    try {
      long offset = Zones.ask(tzinfo, made, boundary);
      int same = ObjectApi.PyObject_RichCompareBool(offset, expected, ObjectApi.Py_EQ);
      Macros.Py_DECREF(offset);
      if (same < 0) {
        throw boundary.raised("its offset cannot be compared");
      }
      if (same == 0) {
        throw new Mismatch(
            "%s has another offset by Python's zone data: send it as an OffsetDateTime"
                .formatted(at));
      }
    } finally {
      Macros.Py_DECREF(tzinfo);
      Macros.Py_DECREF(expected);
    }
  }

  private long moment(LocalDateTime local, ZoneId zone, int fold, Boundary boundary) {
    long tzinfo = zones.of(zone, boundary);
    try {
      return moment(local, tzinfo, fold, boundary);
    } finally {
      Macros.Py_DECREF(tzinfo);
    }
  }

  private static long moment(LocalDateTime local, long tzinfo, int fold, Boundary boundary) {
    return checked(
        DateTime.DateTime_FromDateAndTimeAndFold(
            year(local.toLocalDate(), local),
            local.getMonthValue(),
            local.getDayOfMonth(),
            local.getHour(),
            local.getMinute(),
            local.getSecond(),
            micros(local.getNano(), local),
            tzinfo == 0 ? ObjectApi._Py_NoneStruct : tzinfo,
            fold),
        boundary);
  }

  private static int year(LocalDate date, Object whole) {
    int year = date.getYear();
    if (year < 1 || year > 9999) {
      throw outOfRange(whole);
    }
    return year;
  }

  private static Mismatch outOfRange(Object value) {
    return new Mismatch("Python's dates have the years 1 to 9999, so %s has none".formatted(value));
  }

  private static int micros(int nanos, Object whole) {
    if (nanos % 1000 != 0) {
      throw new Mismatch(
          "Python counts microseconds and does not hold the nanoseconds of %s: truncate it"
              .formatted(whole));
    }
    return nanos / 1000;
  }

  private static long checked(long object, Boundary boundary) {
    if (object == 0) {
      throw boundary.raised("Python refuses it");
    }
    return object;
  }
}
