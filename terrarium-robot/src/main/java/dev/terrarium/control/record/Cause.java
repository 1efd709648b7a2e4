package dev.terrarium.control.record;

/// What most likely made a cycle too long.
public enum Cause {
  /// The collector had stopped all threads.
  COLLECTOR("the JVM's garbage collector stopped all threads"),
  /// The JVM had stopped all threads for something else.
  SAFEPOINT("the JVM stopped all threads for something other than garbage"),
  /// The thread was ready, and others ran on its processor.
  SCHEDULING("other threads had the processor"),
  /// The controller took the time itself.
  CONTROLLER("the controller took long"),
  /// Reading the arm, or giving it its torques, took the time.
  ARM("reading or writing the arm took long"),
  /// Nothing that can be seen from here: the thread did not run, and neither the JVM nor the
  /// system's counts tell why, as when the host of a virtual machine has stopped that.
  UNKNOWN(
      "the operating system did not run the loop, for a reason not seen from within the process");

  private final String words;

  Cause(String words) {
    this.words = words;
  }

  /// Returns it for people.
  public String words() {
    return words;
  }
}
