package dev.terrarium.python.convert;

import dev.terrarium.capi.DateTime;
import dev.terrarium.capi.Macros;
import dev.terrarium.capi.ObjectApi;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;

/// The fields of Python's dates and times: in place where an object is of the very class, by its
/// attributes where it is of a subclass, which may keep more. Needs the GIL.
final class DateTimeFields {
  private DateTimeFields() {}

  static LocalDateTime local(FromPython from, long moment) {
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

  static LocalDate date(FromPython from, long date) {
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
          nanoOfSecond(from, object));
    } catch (DateTimeException wrong) {
      throw new Mismatch(from.describe(object) + " is no time of day: " + wrong.getMessage());
    }
  }

  /// Whether an object is exactly a datetime whose fields may be read in place.
  private static boolean isPlain(long object) {
    return DateTime.READS && Macros.Py_TYPE(object) == DateTime.DateTimeType;
  }

  static int fold(FromPython from, long object) {
    return isPlain(object)
        ? DateTime.PyDateTime_DATE_GET_FOLD(object)
        : field(from, object, "fold");
  }

  static boolean hasZone(FromPython from, long time) {
    long tzinfo = Attributes.get(from.boundary, time, "tzinfo");
    Macros.Py_DECREF(tzinfo); // Only its address is compared.
    return tzinfo != ObjectApi._Py_NoneStruct;
  }

  /// A new reference.
  static long tzinfo(FromPython from, long moment) {
    if (!isPlain(moment)) {
      return Attributes.get(from.boundary, moment, "tzinfo");
    }
    long tzinfo = DateTime.PyDateTime_DATE_GET_TZINFO(moment);
    Macros.Py_INCREF(tzinfo);
    return tzinfo;
  }

  private static int field(FromPython from, long object, String name) {
    long value = wide(from, object, name);
    if (value != (int) value) {
      throw new Mismatch("the int " + value + " is beyond any " + name).at("." + name);
    }
    return (int) value;
  }

  private static long wide(FromPython from, long object, String name) {
    return number(from, Attributes.get(from.boundary, object, name), name);
  }

  private static int nanoOfSecond(FromPython from, long object) {
    long nanos = field(from, object, "microsecond") * 1000L + nanos(from, object, "nanosecond");
    if (nanos != (int) nanos) {
      throw new Mismatch(from.describe(object) + " is no time of day");
    }
    return (int) nanos;
  }

  /// Nanoseconds beside the microseconds, which subclasses such as pandas' have.
  private static long nanos(FromPython from, long object, String name) {
    long value = Attributes.find(from.boundary, object, name);
    return value == 0 ? 0 : number(from, value, name);
  }

  private static long number(FromPython from, long value, String name) {
    try {
      return Scalars.longValue(from, value);
    } catch (Mismatch mismatch) {
      throw mismatch.at("." + name);
    } finally {
      Macros.Py_DECREF(value);
    }
  }

  static LocalTime timeOfDay(FromPython from, long time) {
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

  /// The value of a timedelta.
  static Duration duration(FromPython from, long delta) {
    if (DateTime.READS && Macros.Py_TYPE(delta) == DateTime.DeltaType) {
      return Duration.ofSeconds(
          DateTime.PyDateTime_DELTA_GET_DAYS(delta) * 86_400L
              + DateTime.PyDateTime_DELTA_GET_SECONDS(delta),
          DateTime.PyDateTime_DELTA_GET_MICROSECONDS(delta) * 1000L);
    }
    try { // A subclass may go further than a timedelta does.
      return Duration.ofDays(wide(from, delta, "days"))
          .plusSeconds(wide(from, delta, "seconds"))
          .plusNanos(Math.multiplyExact(wide(from, delta, "microseconds"), 1000L))
          .plusNanos(nanos(from, delta, "nanoseconds"));
    } catch (ArithmeticException tooLong) {
      throw new Mismatch(from.describe(delta) + " is longer than a Duration holds");
    }
  }
}
