package dev.terrarium.cli.demo;

import dev.terrarium.control.PolicyOptions;
import dev.terrarium.control.record.LoopStats;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// What a page about an arm and its policy tells. Times are nanoseconds since the run began.
///
/// @param shape what the arm is drawn from
/// @param cycles what the loop did
/// @param asking what the policy was asked, and how
/// @param marks what else happened, in any order
/// @param trip when the emergency stop was made, if there was one
public record RunRecord(
    About about, Shape shape, Cycles cycles, Asking asking, List<Mark> marks, OptionalLong trip) {
  public RunRecord {
    marks = List.copyOf(marks);
  }

  /// Returns how long it went on: to the end of the loop, of the last question, or to the stop.
  long length() {
    long loop = cycles.count() == 0 ? 0 : cycles.at(cycles.count() - 1);
    long end = Math.max(loop, trip.orElse(0));
    return asking.questions().stream().mapToLong(Question::ended).reduce(end, Math::max);
  }

  /// Returns the page's numbers, by their names; times in ms.
  public Map<String, Object> figures() {
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("questions", asking.questions.size());
    Blocked.of(this).ifPresent(it -> figures.put("blocked", it.figures()));
    Stopped.of(this).ifPresent(it -> figures.put("stopped", it.figures()));
    return figures;
  }

  /// Which run it is.
  ///
  /// @param title what the page is called
  /// @param facts what else is known of the run, by its names
  /// @param loop what the loop came to, the cycles before the record included
  /// @param error what went wrong, if something did
  public record About(
      String title, Map<String, String> facts, LoopStats loop, Optional<String> error) {
    public About {
      facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
    }
  }

  /// What the policy was asked.
  ///
  /// @param options how
  /// @param questions in their order
  public record Asking(PolicyOptions options, List<Question> questions) {
    public Asking {
      questions = List.copyOf(questions);
    }
  }

  /// A moment that is named on the page.
  ///
  /// @param words a few, such as `the policy begins`
  public record Mark(long at, String words) {}
}
