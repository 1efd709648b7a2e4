package dev.terrarium.worker.process;

import dev.terrarium.message.ConversionFault;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What the functions of `terrarium._wire` make, in Java.
final class Rebuilt {
  private static final int NANOS_PER_MICRO = 1000;
  private static final Pattern DTYPE = Pattern.compile("[<>|=][biuf][1248]");
  private static final int MOST_AXES = 64;

  private final List<@Nullable Object> arguments;

  private final List<Slot> slots;

  private Rebuilt(List<@Nullable Object> arguments, List<Slot> slots) {
    this.arguments = arguments;
    this.slots = slots;
  }

  /// Returns what a function makes.
  ///
  /// @throws ConversionFault if Java cannot have it
  /// @throws ClassCastException if its arguments are none
  static @Nullable Object of(String function, List<@Nullable Object> arguments, List<Slot> slots) {
    var made = new Rebuilt(arguments, slots);
    try {
      return switch (function) {
        case "unknown" -> new Opaque(made.text(0));
        case "both" -> arguments.getFirst();
        case "array" -> made.array();
        case "shared" -> made.shared();
        case "date" -> made.date();
        case "time" -> made.time();
        case "moment" -> made.moment();
        case "span" -> made.span();
        case "offset" -> ZoneOffset.ofTotalSeconds(made.whole(0));
        case "zone" -> ZoneId.of(made.text(0));
        case "decimal" -> made.decimal();
        case "uuid" -> UUID.fromString(made.text(0));
        case "path" -> Path.of(made.text(0));
        default -> throw new IllegalArgumentException("there is no " + function);
      };
    } catch (DateTimeException e) {
      throw new ConversionFault("$", "Java has no such time: " + e.getMessage());
    }
  }

  private int whole(int index) {
    return Math.toIntExact((Long) there(index));
  }

  private String text(int index) {
    return (String) there(index);
  }

  private Object there(int index) {
    var argument = arguments.get(index);
    if (argument == null) {
      throw new IllegalArgumentException("an argument is missing");
    }
    return argument;
  }

  private WireArray array() {
    return new WireArray(dtype(), shape(), (ByteBuffer) there(2));
  }

  private WireArray shared() {
    int number = whole(2);
    var slot =
        slots.stream()
            .filter(each -> each.number() == number)
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("there is no memory " + number));
    long size = WireArray.size(dtype(), extents());
    if (size > Integer.MAX_VALUE) {
      throw new ConversionFault(
          "$",
          "the array has %d bytes, more than the %d that Java can read of one"
              .formatted(size, Integer.MAX_VALUE));
    }
    return new WireArray(dtype(), shape(), slot.part((Long) there(3), (int) size));
  }

  private String dtype() {
    if (!DTYPE.matcher(text(0)).matches()) {
      throw new IllegalArgumentException("there is no dtype " + text(0));
    }
    return text(0);
  }

  private List<Integer> shape() {
    return extents().stream().map(Math::toIntExact).toList();
  }

  private List<Long> extents() {
    var extents = (List<?>) there(1);
    if (extents.size() > MOST_AXES) {
      throw new IllegalArgumentException("an array has " + extents.size() + " axes");
    }
    return extents.stream().map(Long.class::cast).toList();
  }

  private LocalDate date() {
    return LocalDate.of(whole(0), whole(1), whole(2));
  }

  private LocalTime clock(int from) {
    return LocalTime.of(
        whole(from), whole(from + 1), whole(from + 2), whole(from + 3) * NANOS_PER_MICRO);
  }

  private Object time() {
    var clock = clock(0);
    requireNoFold(whole(4));
    return switch (arguments.get(5)) {
      case null -> clock;
      case ZoneOffset offset -> OffsetTime.of(clock, offset);
      default -> throw new ConversionFault("$", "Java has no time of day in a zone");
    };
  }

  private Object moment() {
    var moment = LocalDateTime.of(date(), clock(3));
    int fold = whole(7);
    return switch (arguments.get(8)) {
      case null -> {
        requireNoFold(fold);
        yield moment;
      }
      case ZoneOffset offset -> OffsetDateTime.of(moment, offset);
      case ZoneId zone -> {
        var earlier = moment.atZone(zone);
        if (!earlier.toLocalDateTime().equals(moment)) {
          throw new ConversionFault("$", "the clocks of " + zone + " skip " + moment);
        }
        yield fold == 0 ? earlier : earlier.withLaterOffsetAtOverlap();
      }
      default -> throw new ConversionFault("$", "Java does not know the zone of " + moment);
    };
  }

  private static void requireNoFold(int fold) {
    if (fold != 0) {
      throw new ConversionFault("$", "Java has no later of two equal hours without a zone");
    }
  }

  private Duration span() {
    return Duration.ofDays(whole(0))
        .plusSeconds(whole(1))
        .plusNanos((long) whole(2) * NANOS_PER_MICRO);
  }

  private BigDecimal decimal() {
    try {
      var number = new BigDecimal(text(0));
      if (number.signum() == 0 && text(0).startsWith("-")) {
        throw new ConversionFault("$", "Java has no Decimal " + text(0));
      }
      return number;
    } catch (NumberFormatException e) {
      throw new ConversionFault("$", "Java has no Decimal " + text(0));
    }
  }
}
