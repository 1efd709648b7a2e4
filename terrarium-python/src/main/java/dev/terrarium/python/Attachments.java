package dev.terrarium.python;

import dev.terrarium.capi.PyState;
import dev.terrarium.python.convert.Workspace;
import java.lang.ref.Cleaner;
import java.util.concurrent.atomic.AtomicInteger;

/// The thread states that live, and the end of those whose thread has died.
final class Attachments {
  private final Cleaner cleaner;
  private final Releases releases;
  private final AtomicInteger live = new AtomicInteger();

  Attachments(Cleaner cleaner, Releases releases) {
    this.cleaner = cleaner;
    this.releases = releases;
  }

  /// Clears a thread's state and frees its workspace once the thread is gone; 0 is a state that
  /// Python owns.
  void watch(Thread thread, long threadState, Workspace workspace) {
    live.incrementAndGet();
    cleaner.register(thread, () -> releases.run(() -> end(threadState, workspace)));
  }

  private void end(long threadState, Workspace workspace) {
    if (threadState != 0) {
      PyState.PyThreadState_Clear(threadState);
      PyState.PyThreadState_Delete(threadState);
    }
    workspace.free();
    live.decrementAndGet();
  }

  int live() {
    return live.get();
  }
}
