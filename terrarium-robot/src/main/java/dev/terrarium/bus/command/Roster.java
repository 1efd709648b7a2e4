package dev.terrarium.bus.command;

import dev.terrarium.bus.command.CommandDefinition.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The executions whose threads have not left, the oldest first, and the places that they hold.
///
/// An execution that was ended holds its place until its thread has left: two handlers of a
/// category with one place never run at once, however the first was ended. Only what disarms does
/// not wait, and neither needs a place nor holds one. Guarded by the engine's lock.
final class Roster {
  private final CommandSet set;
  private final List<Course> courses = new ArrayList<>();

  Roster(CommandSet set) {
    this.set = set;
  }

  void add(Course course) {
    courses.add(course);
  }

  void remove(Course course) {
    courses.remove(course);
  }

  List<Course> all() {
    return List.copyOf(courses);
  }

  @Nullable Course find(ExecutionId id) {
    for (Course course : courses) {
      if (course.order().id().equals(id)) {
        return course;
      }
    }
    return null;
  }

  List<Course> undecided() {
    return courses.stream().filter(Course::isUndecided).toList();
  }

  /// Finds the youngest that can be cancelled without being named; what disarms is not.
  @Nullable Course latest() {
    for (Course course : courses.reversed()) {
      if (course.isUndecided() && course.command().role() != Role.DISARMS) {
        return course;
      }
    }
    return null;
  }

  /// Finds what ends when a command begins. What disarms is preempted by nothing.
  List<Course> preemptedBy(CommandDefinition command) {
    return undecided().stream()
        .filter(course -> course.command().role() != Role.DISARMS)
        .filter(course -> command.cancels(course.command().category()))
        .toList();
  }

  /// Finds why there is no place for a command, not even soon.
  Optional<Refusal> full(CommandDefinition command) {
    if (command.role() == Role.DISARMS) {
      return Optional.empty();
    }
    String category = command.category();
    List<Course> holding =
        courses.stream()
            .filter(course -> course.isIn(category))
            .filter(course -> course.isUndecided() || course.isOverdue)
            .toList();
    int limit = set.limit(category);
    if (holding.size() < limit) {
      return Optional.empty();
    }
    List<String> stuck =
        holding.stream()
            .filter(course -> !course.isUndecided())
            .map(course -> course.order().named())
            .toList();
    return Optional.of(
        new Refusal.CategoryFull(command.name(), category, limit, holding.size(), stuck));
  }

  /// Finds what was ended and has to leave before a command's handler may be called: what holds a
  /// place that the command needs, and whatever is in a category that it cancels.
  List<Course> blockers(CommandDefinition command) {
    if (command.role() == Role.DISARMS) {
      return List.of();
    }
    long holding = courses.stream().filter(course -> course.isIn(command.category())).count();
    boolean needsPlace = holding >= set.limit(command.category());
    return courses.stream()
        .filter(course -> !course.isUndecided())
        .filter(course ->
            command.cancels(course.command().category())
                || (needsPlace && course.isIn(command.category())))
        .toList();
  }

  List<Course> overdue() {
    return courses.stream().filter(course -> course.isOverdue).toList();
  }
}
