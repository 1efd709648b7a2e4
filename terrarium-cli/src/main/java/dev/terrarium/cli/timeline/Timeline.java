package dev.terrarium.cli.timeline;

import dev.terrarium.bus.SubscriptionCounters;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/// What a page about a robot tells.
///
/// @param length how long the robot ran, in nanoseconds
/// @param moments what happened, in any order
/// @param stop the emergency stop, if there was one
/// @param sighting what was seen last, if anything was
/// @param counters what each subscription has seen
public record Timeline(
    About about,
    long length,
    List<Moment> moments,
    Optional<Stop> stop,
    Optional<Sighting> sighting,
    List<Counters> counters) {
  public Timeline {
    moments = List.copyOf(moments);
    counters = List.copyOf(counters);
  }

  /// Which robot it is.
  ///
  /// @param title its name
  /// @param facts what else is known of the run, by its names
  /// @param error what went wrong, if something did
  public record About(String title, Map<String, String> facts, Optional<String> error) {
    public About {
      facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
    }
  }

  /// An emergency stop.
  ///
  /// @param at when it was asked for
  /// @param freed how many nanoseconds later whoever waited for a command was free, if somebody did
  /// @param ended how many nanoseconds later the interrupted Python code had ended, if some ran
  /// @param unheeding says of Python code that did not heed its interrupts that it runs on, or was
  ///   killed
  public record Stop(long at, OptionalLong freed, OptionalLong ended, Optional<String> unheeding) {}

  /// A picture, and what was found in it.
  ///
  /// @param png the picture, a file in base64
  /// @param boxes upright rectangles, in pixels
  public record Sighting(String png, int width, int height, List<Box> boxes) {
    public Sighting {
      boxes = List.copyOf(boxes);
    }
  }

  /// An upright rectangle in a picture, in pixels from the top left.
  public record Box(double x, double y, double width, double height) {}

  /// What one subscription has seen.
  public record Counters(String subscription, String topic, SubscriptionCounters seen) {}

  /// Returns the moments of one kind, in their order.
  <T extends Moment> Stream<T> all(Class<T> kind) {
    return moments.stream().filter(kind::isInstance).map(kind::cast);
  }
}
