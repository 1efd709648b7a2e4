package dev.terrarium.safety;

/// Daemon threads with a name.
final class Threads {
  private Threads() {}

  /// Starts one; where the system has no more of them, the work is done here.
  static void start(String name, Runnable work) {
    try {
      Thread.ofPlatform().daemon().name(name).start(work);
    } catch (OutOfMemoryError e) { // What the JVM throws where the system gives it no thread.
      work.run();
    }
  }
}
