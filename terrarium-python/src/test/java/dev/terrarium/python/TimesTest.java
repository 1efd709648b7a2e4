package dev.terrarium.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.terrarium.testing.OnePython;
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
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("native")
class TimesTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final LocalDateTime TWICE = LocalDateTime.of(2024, 10, 27, 2, 30);

  private static final String CLASSES =
      """
      import datetime
      class Wobbly(datetime.tzinfo):
          def utcoffset(self, at): return datetime.timedelta(minutes=90)
          def dst(self, at): return None
      class Broken(datetime.tzinfo):
          def utcoffset(self, at): raise ValueError("no idea")
      class Lost(datetime.tzinfo):
          def utcoffset(self, at): return None
      class Fine(datetime.datetime):
          nanosecond = 789
      class Long(datetime.timedelta):
          nanoseconds = 21
      class Endless(datetime.timedelta):
          days = 2 ** 40
      class Eternal(datetime.timedelta):
          days = 2 ** 62
      class Never(datetime.datetime):
          year = float("nan")
      wobbly = datetime.datetime(2024, 5, 6, 7, tzinfo=Wobbly())
      broken = datetime.datetime(2024, 5, 6, 7, tzinfo=Broken())
      lost = datetime.datetime(2024, 5, 6, 7, tzinfo=Lost())
      fine = Fine(2024, 5, 6, 7, 8, 9, 123456)
      long = Long(seconds=1)
      never = Never(1970, 1, 1)
      """;

  private static final Map<String, Class<?>> TYPES =
      Map.of(
          "LocalDateTime", LocalDateTime.class,
          "OffsetDateTime", OffsetDateTime.class,
          "ZonedDateTime", ZonedDateTime.class,
          "LocalDate", LocalDate.class,
          "LocalTime", LocalTime.class,
          "OffsetTime", OffsetTime.class,
          "Duration", Duration.class);

  @RegisterExtension static final OnePython PYTHON = new OnePython();

  private static <T> T read(String expression, Class<T> type) {
    return PYTHON.call(gil -> evaluated(gil, expression).as(type));
  }

  private static Object value(String expression) {
    return PYTHON.call(gil -> evaluated(gil, expression).toJava());
  }

  private static PyObject evaluated(Gil gil, String expression) {
    PyObject module = gil.run("times", CLASSES + "import zoneinfo\nresult = " + expression);
    return module.attr("result");
  }

  static Stream<Object> values() {
    return Stream.of(
        LocalDateTime.of(1, 1, 1, 0, 0),
        LocalDateTime.of(9999, 12, 31, 23, 59, 59, 999_999_000),
        LocalDateTime.of(2024, 2, 29, 12, 0, 0, 1000),
        LocalDate.of(1, 1, 1),
        LocalDate.of(9999, 12, 31),
        LocalTime.MIDNIGHT,
        LocalTime.of(23, 59, 59, 999_999_000),
        OffsetTime.of(1, 2, 3, 4000, ZoneOffset.ofHoursMinutesSeconds(5, 6, 7)),
        OffsetTime.of(1, 2, 3, 4000, ZoneOffset.UTC),
        OffsetDateTime.of(TWICE, ZoneOffset.UTC),
        OffsetDateTime.of(TWICE, ZoneOffset.MAX),
        OffsetDateTime.of(TWICE, ZoneOffset.ofHoursMinutes(-3, -30)),
        ZonedDateTime.of(TWICE, ZoneId.of("UTC")),
        ZonedDateTime.of(TWICE, BERLIN).withEarlierOffsetAtOverlap(),
        ZonedDateTime.of(TWICE, BERLIN).withLaterOffsetAtOverlap(),
        ZonedDateTime.of(2024, 7, 1, 12, 0, 0, 0, ZoneId.of("America/New_York")),
        ZonedDateTime.of(2024, 7, 1, 12, 0, 0, 0, ZoneId.of("Australia/Lord_Howe")),
        Duration.ZERO,
        Duration.ofNanos(-1000),
        Duration.ofDays(-999_999_999),
        Duration.ofDays(1_000_000_000).minusNanos(1000),
        List.of(Map.of("at", LocalDate.of(2024, 1, 2), "for", Duration.ofMillis(1500))));
  }

  @Test
  void whatGoesToPythonComesBackEqual() {
    PYTHON.run(
        gil -> values().forEach(value -> assertThat(gil.of(value).toJava()).isEqualTo(value)));
  }

  @Test
  void theFoldSaysWhichOfTheTwoHoursIsMeant() {
    PYTHON.run(gil -> {
      ZonedDateTime earlier = ZonedDateTime.of(TWICE, BERLIN).withEarlierOffsetAtOverlap();
      PyObject first = gil.of(earlier);
      PyObject second = gil.of(earlier.withLaterOffsetAtOverlap());

      assertThat(first.attr("fold").as(int.class)).isZero();
      assertThat(second.attr("fold").as(int.class)).isEqualTo(1);
      assertThat(second.callMethod("utcoffset").as(Duration.class)).isEqualTo(Duration.ofHours(1));
      assertThat(first.repr()).contains("zoneinfo.ZoneInfo(key='Europe/Berlin')");
    });
  }

  @Test
  void anInstantIsAnAwareMomentInUtc() {
    Instant instant = Instant.parse("2024-05-06T07:08:09.000001Z");

    PYTHON.run(gil -> {
      assertThat(gil.of(instant).repr())
          .isEqualTo("datetime.datetime(2024, 5, 6, 7, 8, 9, 1, tzinfo=datetime.timezone.utc)");
      assertThat(gil.of(instant).as(Instant.class)).isEqualTo(instant);
      assertThat(gil.of(instant).toJava()).isEqualTo(instant.atOffset(ZoneOffset.UTC));
    });
  }

  @Test
  void anAwareMomentIsReadAsWhatIsAskedFor() {
    String berlin = "datetime.datetime(2024, 7, 1, tzinfo=zoneinfo.ZoneInfo('Europe/Berlin'))";
    String fixed = "datetime.datetime(2024, 7, 1, tzinfo=datetime.timezone.utc)";

    assertThat(read(berlin, OffsetDateTime.class))
        .isEqualTo(OffsetDateTime.parse("2024-07-01T00:00+02:00"));
    assertThat(read(berlin, Instant.class)).isEqualTo(Instant.parse("2024-06-30T22:00:00Z"));
    assertThat(read(fixed, ZonedDateTime.class))
        .isEqualTo(ZonedDateTime.of(2024, 7, 1, 0, 0, 0, 0, ZoneOffset.UTC));
  }

  @Test
  void aZoneOfAnotherLibraryIsAskedForItsOffset() {
    assertThat(read("wobbly", OffsetDateTime.class))
        .isEqualTo(OffsetDateTime.parse("2024-05-06T07:00+01:30"));
    assertThat(read("wobbly", Instant.class)).isEqualTo(Instant.parse("2024-05-06T05:30:00Z"));
    assertThatThrownBy(() -> value("[wobbly]"))
        .isInstanceOf(ConversionException.class)
        .hasMessageStartingWith("$[0]: the tzinfo Wobbly ")
        .hasMessageContaining("ask for an OffsetDateTime");
  }

  @Test
  void whatTheZoneRaisesIsTheCause() {
    assertThatThrownBy(() -> read("broken", OffsetDateTime.class))
        .isInstanceOf(ConversionException.class)
        .hasMessage("$: its method utcoffset fails: ValueError: no idea")
        .hasCauseInstanceOf(PythonException.class);
  }

  @Test
  void nanosecondsOfASubclassAreNotLost() {
    assertThat(read("fine", LocalDateTime.class))
        .isEqualTo(LocalDateTime.of(2024, 5, 6, 7, 8, 9, 123_456_789));
    assertThat(read("long", Duration.class)).isEqualTo(Duration.ofSeconds(1, 21));
    assertThat(read("Endless()", Duration.class)).isEqualTo(Duration.ofDays(1L << 40));
    assertThatThrownBy(() -> read("Eternal()", Duration.class))
        .isInstanceOf(ConversionException.class)
        .hasMessageEndingWith("is longer than a Duration holds");
    assertThat(PYTHON.<Boolean>call(gil -> evaluated(gil, "fine").toJava() instanceof PyObject))
        .isTrue();
  }

  @Test
  void timesOfNumpyAreReadExactlyOrNotAtAll() {
    PYTHON.run(gil -> {
      assumeTrue(gil.importModule("importlib.util").callMethod("find_spec", "numpy").isTrue());
      PyObject numpy = gil.importModule("numpy");
      PyObject moment = numpy.attr("datetime64");
      PyObject delta = numpy.attr("timedelta64");

      PyObject fine = moment.call("1969-12-31T23:59:59.123456789");
      assertThat(fine.as(LocalDateTime.class))
          .isEqualTo(LocalDateTime.of(1969, 12, 31, 23, 59, 59, 123_456_789));
      assertThat(fine.toJava()).isInstanceOf(PyObject.class);
      assertThat(moment.call("2024-05-06T07:08").toJava())
          .isEqualTo(LocalDateTime.of(2024, 5, 6, 7, 8));
      assertThat(moment.call("2024-05-06").as(LocalDate.class)).isEqualTo(LocalDate.of(2024, 5, 6));
      assertThat(delta.call(-1, "ns").as(Duration.class)).isEqualTo(Duration.ofNanos(-1));
      assertThat(delta.call(2, "h").toJava()).isEqualTo(Duration.ofHours(2));
      for (PyObject odd :
          List.of(moment.call("NaT", "ns"), moment.call("NaT"), delta.call(1, "ps"))) {
        assertThat(odd.toJava()).isInstanceOf(PyObject.class);
        assertThatThrownBy(() -> odd.as(LocalDateTime.class))
            .isInstanceOf(ConversionException.class);
      }
    });
  }

  @Test
  void refusesWhatJavaDoesNotHold() {
    String[][] cases = {
      {
        "datetime.datetime(2024, 3, 31, 2, 30, tzinfo=zoneinfo.ZoneInfo('Europe/Berlin'))",
        "$: 2024-03-31T02:30 does not exist in Europe/Berlin: the clocks skip it"
      },
      {
        "datetime.datetime(2024, 3, 31, fold=1)",
        "$: datetime.datetime datetime.datetime(2024, 3, 31, 0, 0, fold=1) has fold=1, which a LocalDateTime does not hold: give it a zone"
      },
      {
        "datetime.time(1, fold=1)",
        "$: datetime.time datetime.time(1, 0, fold=1) has fold=1, which a Java time of day does not hold"
      },
      {
        "datetime.datetime(2024, 3, 31, tzinfo=datetime.timezone(datetime.timedelta(hours=19)))",
        "$: an offset from UTC of PT19H does not fit in Java, which has whole seconds up to 18 hours"
      },
      {
        "datetime.datetime(2024, 3, 31, tzinfo=datetime.timezone(datetime.timedelta(microseconds=1)))",
        "$: an offset from UTC of PT0.000001S does not fit in Java, which has whole seconds up to 18 hours"
      },
      {
        "datetime.time(1, tzinfo=zoneinfo.ZoneInfo('Europe/Berlin'))",
        "$: expected time with an offset, got datetime.time datetime.time(1, 0, tzinfo=zoneinfo.ZoneInfo(key='Europe/..."
      }
    };
    PYTHON.run(gil -> {
      for (String[] each : cases) {
        assertThatThrownBy(() -> evaluated(gil, each[0]).toJava())
            .isInstanceOf(ConversionException.class)
            .hasMessage(each[1]);
      }
    });
  }

  @Test
  void refusesAnotherKindThanWasAskedFor() {
    String[][] cases = {
      {
        "datetime.datetime(2024, 1, 2)", "OffsetDateTime", "expected datetime with a zone or offset"
      },
      {"datetime.datetime(2024, 1, 2)", "ZonedDateTime", "expected datetime with a zone or offset"},
      {"datetime.datetime(2024, 1, 2)", "LocalDate", "expected date without a time"},
      {"wobbly", "LocalDateTime", "expected datetime without a zone"},
      {
        "wobbly",
        "ZonedDateTime",
        "expected datetime with a zoneinfo.ZoneInfo or a datetime.timezone"
      },
      {"lost", "OffsetDateTime", "expected datetime with a zone or offset"},
      {"never", "LocalDateTime", "expected int, got float nan"},
      {"datetime.date(2024, 1, 2)", "LocalDateTime", "expected datetime without a zone"},
      {"datetime.time(1)", "OffsetTime", "expected time with an offset"},
      {
        "datetime.time(1, tzinfo=datetime.timezone.utc)",
        "LocalTime",
        "expected time without a zone"
      },
      {"1.5", "Duration", "expected timedelta, got float 1.5"},
      {"'2024-01-02'", "LocalDate", "expected date, got str '2024-01-02'"}
    };
    PYTHON.run(gil -> {
      for (String[] each : cases) {
        Class<?> type = TYPES.get(each[1]);
        assertThatThrownBy(() -> evaluated(gil, each[0]).as(type))
            .isInstanceOf(ConversionException.class)
            .hasMessageContaining(each[2]);
      }
    });
  }

  static Stream<Object> tooMuchForPython() {
    return Stream.of(
        LocalDateTime.of(0, 1, 1, 0, 0),
        LocalDate.of(10_000, 1, 1),
        LocalDate.MIN,
        Instant.MAX,
        Instant.MIN,
        Instant.parse("0000-12-31T23:59:59Z"),
        LocalTime.MAX,
        Instant.ofEpochSecond(1, 1),
        Duration.ofNanos(1),
        Duration.ofDays(1_000_000_000),
        Duration.ofSeconds(Long.MIN_VALUE));
  }

  @Test
  void refusesWhatPythonDoesNotHold() {
    PYTHON.run(gil ->
        tooMuchForPython()
            .forEach(value ->
                assertThatThrownBy(() -> gil.of(List.of(value)))
                    .as(value.toString())
                    .isInstanceOf(ConversionException.class)
                    .hasMessageStartingWith("$[0]: ")
                    .hasMessageMatching(
                        ".*(years 1 to 9999|microseconds|at most 999999999 days).*")));
  }

  @Test
  void refusesAZoneThatPythonDoesNotKnow() {
    ZonedDateTime at = ZonedDateTime.of(TWICE, ZoneId.of("UTC+2"));

    assertThatThrownBy(() -> PYTHON.call(gil -> gil.of(at).isNone()))
        .isInstanceOf(ConversionException.class)
        .hasMessageStartingWith("$: Python's zone data has no " + at.getZone());
  }
}
