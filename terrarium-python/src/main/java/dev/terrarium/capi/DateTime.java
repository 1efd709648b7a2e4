package dev.terrarium.capi;

import java.lang.invoke.MethodHandle;

/// `datetime.h`: dates, times of day, their differences and fixed offsets.
///
/// The functions stand in a table that a capsule of the module `datetime` carries. This class is
/// initialised by its first use, which needs the GIL and the module already imported.
@SuppressWarnings("MemberName") // The names are C's.
public final class DateTime {
  private static final long API = table();

  /// `datetime.date`. Borrowed, as all of these.
  public static final long DateType = Memory.getLong(API);

  /// `datetime.datetime`.
  public static final long DateTimeType = Memory.getLong(API + 8);

  /// `datetime.time`.
  public static final long TimeType = Memory.getLong(API + 16);

  /// `datetime.timedelta`.
  public static final long DeltaType = Memory.getLong(API + 24);

  /// `datetime.timezone.utc`.
  public static final long TimeZone_UTC = Memory.getLong(API + 40);

  private static final MethodHandle DATE = Binding.at(Memory.getLong(API + 48), 4);
  private static final MethodHandle DELTA = Binding.at(Memory.getLong(API + 72), 5);
  private static final MethodHandle TIME_ZONE = Binding.at(Memory.getLong(API + 80), 2);
  private static final MethodHandle DATE_TIME = Binding.at(Memory.getLong(API + 104), 10);
  private static final MethodHandle TIME = Binding.at(Memory.getLong(API + 112), 7);

  /// Whether the fields of these objects may be read without a call: they lie where they are
  /// expected.
  public static final boolean READS = Direct.READS && agrees();

  private DateTime() {}

  private static long table() {
    long table = CapsuleApi.PyCapsule_Import(Memory.stringForever("datetime.datetime_CAPI"), 0);
    if (table == 0) {
      PyErrors.PyErr_Clear();
      throw new UnsatisfiedLinkError("the module datetime has no C interface: it is not CPython's");
    }
    return table;
  }

  private static boolean agrees() {
    long moment = DateTime_FromDateAndTimeAndFold(258, 3, 4, 5, 6, 7, 0x10203, TimeZone_UTC, 1);
    long time = Time_FromTimeAndFold(8, 9, 10, 0x10203, ObjectApi._Py_NoneStruct, 1);
    long delta = Delta_FromDelta(-1, 86_399, 999_999);
    boolean agrees =
        PyDateTime_GET_YEAR(moment) == 258
            && PyDateTime_GET_MONTH(moment) == 3
            && PyDateTime_GET_DAY(moment) == 4
            && PyDateTime_DATE_GET_HOUR(moment) == 5
            && PyDateTime_DATE_GET_MINUTE(moment) == 6
            && PyDateTime_DATE_GET_SECOND(moment) == 7
            && PyDateTime_DATE_GET_MICROSECOND(moment) == 0x10203
            && PyDateTime_DATE_GET_FOLD(moment) == 1
            && PyDateTime_DATE_GET_TZINFO(moment) == TimeZone_UTC
            && PyDateTime_TIME_GET_HOUR(time) == 8
            && PyDateTime_TIME_GET_MICROSECOND(time) == 0x10203
            && PyDateTime_TIME_GET_FOLD(time) == 1
            && PyDateTime_TIME_GET_TZINFO(time) == ObjectApi._Py_NoneStruct
            && PyDateTime_DELTA_GET_DAYS(delta) == -1
            && PyDateTime_DELTA_GET_MICROSECONDS(delta) == 999_999;
    ObjectApi.Py_DecRef(moment);
    ObjectApi.Py_DecRef(time);
    ObjectApi.Py_DecRef(delta);
    return agrees;
  }

  /// `PyObject *Date_FromDate(int year, int month, int day, PyTypeObject *)`: new reference, or 0
  /// with an exception set. Needs the GIL.
  public static long Date_FromDate(int year, int month, int day) {
    try {
      return (long) DATE.invokeExact((long) year, (long) month, (long) day, DateType);
    } catch (Throwable failure) {
      throw Binding.failed(failure);
    }
  }

  /// `PyObject *DateTime_FromDateAndTimeAndFold(int year, int month, int day, int hour, int minute,
  /// int second, int microsecond, PyObject *tzinfo, int fold, PyTypeObject *)`: new reference, or 0
  /// with an exception set. Needs the GIL.
  @SuppressWarnings("TooManyParameters") // C's.
  public static long DateTime_FromDateAndTimeAndFold(
      int year,
      int month,
      int day,
      int hour,
      int minute,
      int second,
      int microsecond,
      long tzinfo,
      int fold) {
    try {
      return (long)
          DATE_TIME.invokeExact(
              (long) year,
              (long) month,
              (long) day,
              (long) hour,
              (long) minute,
              (long) second,
              (long) microsecond,
              tzinfo,
              (long) fold,
              DateTimeType);
    } catch (Throwable failure) {
      throw Binding.failed(failure);
    }
  }

  /// `PyObject *Time_FromTimeAndFold(int hour, int minute, int second, int microsecond, PyObject
  /// *tzinfo, int fold, PyTypeObject *)`: new reference, or 0 with an exception set. Needs the GIL.
  public static long Time_FromTimeAndFold(
      int hour, int minute, int second, int microsecond, long tzinfo, int fold) {
    try {
      return (long)
          TIME.invokeExact(
              (long) hour,
              (long) minute,
              (long) second,
              (long) microsecond,
              tzinfo,
              (long) fold,
              TimeType);
    } catch (Throwable failure) {
      throw Binding.failed(failure);
    }
  }

  /// `PyObject *Delta_FromDelta(int days, int seconds, int microseconds, int normalize,
  /// PyTypeObject *)`, normalised: new reference, or 0 with an exception set. Needs the GIL.
  public static long Delta_FromDelta(int days, int seconds, int microseconds) {
    try {
      return (long)
          DELTA.invokeExact((long) days, (long) seconds, (long) microseconds, 1L, DeltaType);
    } catch (Throwable failure) {
      throw Binding.failed(failure);
    }
  }

  /// `PyObject *TimeZone_FromTimeZone(PyObject *offset, PyObject *name)`, without a name: new
  /// reference, or 0 with an exception set. Needs the GIL.
  public static long TimeZone_FromTimeZone(long offset) {
    try {
      return (long) TIME_ZONE.invokeExact(offset, 0L, 0L, 0L);
    } catch (Throwable failure) {
      throw Binding.failed(failure);
    }
  }

  /// The year of a date or datetime; this and what follows only where [#READS].
  public static int PyDateTime_GET_YEAR(long date) {
    return at(date, Layout.DATE_DATA) << 8 | at(date, Layout.DATE_DATA + 1);
  }

  public static int PyDateTime_GET_MONTH(long date) {
    return at(date, Layout.DATE_DATA + 2);
  }

  public static int PyDateTime_GET_DAY(long date) {
    return at(date, Layout.DATE_DATA + 3);
  }

  public static int PyDateTime_DATE_GET_HOUR(long moment) {
    return at(moment, Layout.DATE_DATA + 4);
  }

  public static int PyDateTime_DATE_GET_MINUTE(long moment) {
    return at(moment, Layout.DATE_DATA + 5);
  }

  public static int PyDateTime_DATE_GET_SECOND(long moment) {
    return at(moment, Layout.DATE_DATA + 6);
  }

  public static int PyDateTime_DATE_GET_MICROSECOND(long moment) {
    return microsecond(moment, Layout.DATE_DATA + 7);
  }

  public static int PyDateTime_DATE_GET_FOLD(long moment) {
    return at(moment, Layout.DATETIME_FOLD);
  }

  /// Borrowed; None where there is none.
  public static long PyDateTime_DATE_GET_TZINFO(long moment) {
    return tzinfo(moment, Layout.DATETIME_TZINFO);
  }

  public static int PyDateTime_TIME_GET_HOUR(long time) {
    return at(time, Layout.DATE_DATA);
  }

  public static int PyDateTime_TIME_GET_MINUTE(long time) {
    return at(time, Layout.DATE_DATA + 1);
  }

  public static int PyDateTime_TIME_GET_SECOND(long time) {
    return at(time, Layout.DATE_DATA + 2);
  }

  public static int PyDateTime_TIME_GET_MICROSECOND(long time) {
    return microsecond(time, Layout.DATE_DATA + 3);
  }

  public static int PyDateTime_TIME_GET_FOLD(long time) {
    return at(time, Layout.TIME_FOLD);
  }

  /// Borrowed; None where there is none.
  public static long PyDateTime_TIME_GET_TZINFO(long time) {
    return tzinfo(time, Layout.TIME_TZINFO);
  }

  public static int PyDateTime_DELTA_GET_DAYS(long delta) {
    return Memory.getInt(delta + Layout.DELTA_DAYS);
  }

  public static int PyDateTime_DELTA_GET_SECONDS(long delta) {
    return Memory.getInt(delta + Layout.DELTA_DAYS + 4);
  }

  public static int PyDateTime_DELTA_GET_MICROSECONDS(long delta) {
    return Memory.getInt(delta + Layout.DELTA_DAYS + 8);
  }

  private static int at(long object, long offset) {
    return Memory.getByte(object + offset) & 0xff;
  }

  private static int microsecond(long object, long offset) {
    return at(object, offset) << 16 | at(object, offset + 1) << 8 | at(object, offset + 2);
  }

  private static long tzinfo(long object, long offset) {
    return Memory.getByte(object + Layout.DATE_HAS_TZINFO) == 0
        ? ObjectApi._Py_NoneStruct
        : Memory.getLong(object + offset);
  }
}
