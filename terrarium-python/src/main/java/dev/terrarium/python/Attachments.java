package dev.terrarium.python;

import dev.terrarium.capi.CEval;
import dev.terrarium.capi.PyState;
import dev.terrarium.capi.Version;
import dev.terrarium.python.convert.Workspace;
import java.lang.ref.Cleaner;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// The thread states that live, and the end of those whose thread has died.
final class Attachments {
  private final Cleaner cleaner;
  private final Releases releases;
  private final Map<Thread, WeakReference<Attachment>> byThread = new WeakHashMap<>();
  private final AtomicInteger live = new AtomicInteger();

  Attachments(Cleaner cleaner, Releases releases) {
    this.cleaner = cleaner;
    this.releases = releases;
  }

  /// Remembers which thread an attachment belongs to.
  void add(Attachment attachment) {
    synchronized (byThread) {
      byThread.put(attachment.thread, new WeakReference<>(attachment));
    }
  }

  /// The attachment of a thread, or null where it has none.
  @Nullable Attachment of(Thread thread) {
    synchronized (byThread) {
      WeakReference<Attachment> attachment = byThread.get(thread);
      return attachment == null ? null : attachment.get();
    }
  }

  /// The attachment that works for a thread: its own, or that of the carrier whose region belongs
  /// to it; null where it has none.
  @Nullable Attachment workingFor(Thread thread) {
    Attachment own = of(thread);
    if (own != null) {
      return own;
    }
    for (Attachment attachment : all()) {
      Gil region = attachment.outermost();
      if (region != null && region.owner().equals(thread)) {
        return attachment;
      }
    }
    return null;
  }

  /// Those of all threads that live.
  List<Attachment> all() {
    List<Attachment> all = new ArrayList<>();
    synchronized (byThread) {
      for (WeakReference<Attachment> reference : byThread.values()) {
        Attachment attachment = reference.get();
        if (attachment != null) {
          all.add(attachment);
        }
      }
    }
    return all;
  }

  /// Clears a thread's state and frees its workspace once the thread is gone; 0 is a state that
  /// Python owns.
  void watch(Thread thread, long threadState, Workspace workspace) {
    live.incrementAndGet();
    cleaner.register(thread, new Ended(this, threadState, workspace));
  }

  /// What is done when a thread is gone.
  private record Ended(Attachments attachments, long threadState, Workspace workspace)
      implements Runnable {
    @Override
    public void run() {
      attachments.releases.run(() -> attachments.end(threadState, workspace));
    }
  }

  private void end(long threadState, Workspace workspace) {
    if (threadState != 0) {
      PyState.PyThreadState_Clear(threadState);
      if (Version.atLeast(12)) {
        deleteInInterim(threadState);
      } else {
        PyState.PyThreadState_Delete(threadState);
      }
    }
    workspace.free();
    live.decrementAndGet();
  }

  /// Deletes the state of another thread, which since 3.12 makes CPython forget the state of the
  /// thread that does it: native code that ensures the GIL, as callbacks of ctypes do, would then
  /// wait for the GIL that its own thread holds. An interim state is the one to be forgotten, and
  /// coming back to ours makes it known again.
  private static void deleteInInterim(long dead) {
    long interim = PyState.PyThreadState_New(PyState.PyInterpreterState_Get());
    long mine = PyState.PyThreadState_Swap(interim);
    PyState.PyThreadState_Delete(dead);
    PyState.PyThreadState_Clear(interim);
    PyState.PyThreadState_DeleteCurrent();
    CEval.PyEval_RestoreThread(mine);
  }

  int live() {
    return live.get();
  }
}
