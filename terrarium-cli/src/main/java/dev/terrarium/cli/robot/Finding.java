package dev.terrarium.cli.robot;

import dev.terrarium.cli.timeline.Timeline.Box;
import dev.terrarium.cli.timeline.Timeline.Sighting;
import dev.terrarium.message.payload.Sensor;
import dev.terrarium.session.robot.PictureFormat;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What a script has published, and the picture that was there then.
///
/// @param at when, in nanoseconds since the begin
/// @param topic where
/// @param fields of the message; one of a built-in type tells that under `type`, too
/// @param picture the newest one at that time
public record Finding(
    long at,
    String topic,
    Map<String, ? extends @Nullable Object> fields,
    Optional<Sensor.Image> picture) {

  /// Returns of how many things it tells, if its `count` is a whole number that says so.
  public OptionalInt count() {
    return fields.get("count") instanceof Number number && isCount(number)
        ? OptionalInt.of(number.intValue())
        : OptionalInt.empty();
  }

  private static boolean isCount(Number number) {
    return number.intValue() >= 0 && number.doubleValue() == number.intValue();
  }

  /// Returns its fields as JSON can say them.
  public Map<String, @Nullable Object> told() {
    return Telling.of(fields);
  }

  /// Returns what it shows, if it has `boxes`, each a list of x, y, width and height in pixels, and
  /// there is a picture that they are in.
  public Optional<Sighting> sighting() {
    return fields.get("boxes") instanceof List<?> boxes
        ? picture.filter(Finding::isDrawable).map(image -> sighting(image, boxes))
        : Optional.empty();
  }

  private static boolean isDrawable(Sensor.Image image) {
    return PictureFormat.writes(image.encoding()) && image.width() > 0 && image.height() > 0;
  }

  private static Sighting sighting(Sensor.Image image, List<?> boxes) {
    return new Sighting(
        Base64.getEncoder().encodeToString(PictureFormat.png(image)),
        image.width(),
        image.height(),
        boxes.stream().flatMap(Finding::box).toList());
  }

  private static Stream<Box> box(@Nullable Object value) {
    return value instanceof List<?> sides
            && sides.size() == 4
            && sides.get(0) instanceof Number x
            && sides.get(1) instanceof Number y
            && sides.get(2) instanceof Number width
            && sides.get(3) instanceof Number height
        ? Stream.of(
            new Box(x.doubleValue(), y.doubleValue(), width.doubleValue(), height.doubleValue()))
        : Stream.empty();
  }
}
