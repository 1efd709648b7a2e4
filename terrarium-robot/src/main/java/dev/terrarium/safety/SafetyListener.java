package dev.terrarium.safety;

/// Is told of what happens to a robot's safety, in the order in which it happens.
///
/// It is called on the thread that changes the state, at once, so it must be quick; where another
/// thread is in the middle of telling it an earlier change, that thread goes on with the next. What
/// it throws is logged. It may call [Safety]: what comes of that is told to it after it has
/// returned.
@FunctionalInterface
public interface SafetyListener {
  /// The state has changed.
  void changed(Transition transition);

  /// A component has told of a fault; no state has changed by it.
  default void reported(FaultReport report) {}

  /// Whether it is told before those that do not say so, however late it came. Such a one frees
  /// whoever waits, and does nothing else that takes time. Asked once, when it begins to listen.
  default boolean goesFirst() {
    return false;
  }
}
