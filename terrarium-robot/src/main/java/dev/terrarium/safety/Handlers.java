package dev.terrarium.safety;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The handlers of a robot, by the component that each makes safe.
final class Handlers {
  private final Map<ComponentPath, Handler<?>> byPath = new LinkedHashMap<>();
  private boolean forgotten;

  /// Adds one.
  ///
  /// @throws IllegalStateException if the component has one, or the robot was unregistered
  synchronized Registration add(RobotId robot, Handler<?> handler) {
    if (forgotten) {
      throw new IllegalStateException(
          "The robot '%s' was unregistered, so %s cannot be given a disarm handler; register the robot first"
              .formatted(robot, handler.path()));
    }
    if (byPath.putIfAbsent(handler.path(), handler) != null) {
      throw new IllegalStateException(
          "The component %s of the robot '%s' has a disarm handler; close its registration before another is registered"
              .formatted(handler.path(), robot));
    }
    return () -> remove(handler);
  }

  private synchronized void remove(Handler<?> handler) {
    byPath.remove(handler.path(), handler);
  }

  /// Returns them in the order of registration.
  synchronized List<Handler<?>> all() {
    return new ArrayList<>(byPath.values());
  }

  /// Returns those of these components that have none.
  synchronized Set<ComponentPath> missing(Set<ComponentPath> declared) {
    Set<ComponentPath> missing = new LinkedHashSet<>(declared);
    missing.removeAll(byPath.keySet());
    return missing;
  }

  /// Takes no more of them: the robot is leaving.
  synchronized void forget() {
    forgotten = true;
  }
}
