package dev.terrarium.python;

import dev.terrarium.capi.CEval;
import dev.terrarium.capi.Macros;
import dev.terrarium.capi.PyState;
import dev.terrarium.python.convert.FromPython;
import dev.terrarium.python.convert.ToPython;
import dev.terrarium.python.convert.Workspace;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// One thread's standing with the interpreter: its Python thread state and what its regions own.
///
/// Used by its thread alone. The thread state is made once and kept, because making one costs a
/// hundred times what taking the GIL does; when the thread has died, the state is cleared by
/// whichever thread takes the GIL next.
///
/// References are a stack: a region owns what lies above its base, and everything made on the
/// thread belongs to the innermost open region.
final class Attachment {
  final Interpreter interpreter;
  final Thread thread;
  final Workspace workspace = new Workspace();
  final Border border;
  final ToPython toPython;
  final FromPython fromPython;

  /// The innermost open region; null while this thread does not hold the GIL.
  @Nullable Gil innermost;

  /// The state to come back with while the GIL is not held.
  private long threadState;

  private long[] owned = new long[64];
  private int top;

  private Attachment(Interpreter interpreter, Thread thread) {
    this.interpreter = interpreter;
    this.thread = thread;
    this.border = new Border(this);
    this.toPython = new ToPython(border, interpreter.records);
    this.fromPython = new FromPython(border, workspace);
  }

  /// Attaches the current thread, which has no thread state yet and does not get the GIL.
  static Attachment create(Interpreter interpreter) {
    Attachment attachment = new Attachment(interpreter, Thread.currentThread());
    int _ = PyState.PyGILState_Ensure();
    attachment.threadState = CEval.PyEval_SaveThread();
    interpreter.attachments.watch(attachment.thread, attachment.threadState, attachment.workspace);
    return attachment;
  }

  /// Attaches the current thread, which holds the GIL with a state of Python's own making.
  static Attachment adopt(Interpreter interpreter) {
    Attachment attachment = new Attachment(interpreter, Thread.currentThread());
    interpreter.attachments.watch(attachment.thread, 0, attachment.workspace);
    return attachment;
  }

  /// Opens a region, taking the GIL if this thread does not hold it.
  Gil enter() {
    return enterFor(thread, null);
  }

  /// Opens a region on this thread in which an owner works, through a relay where that is another
  /// thread.
  Gil enterFor(Thread owner, @Nullable Relay relay) {
    if (innermost == null) {
      interpreter.admit();
      CEval.PyEval_RestoreThread(threadState);
      interpreter.releases.drain();
    }
    return open(owner, relay);
  }

  /// Opens a region for a call from Python, which holds the GIL and keeps it.
  Gil enterFromPython() {
    return open(thread, null);
  }

  private Gil open(Thread owner, @Nullable Relay relay) {
    Gil gil = new Gil(this, innermost, owner, relay, top);
    innermost = gil;
    return gil;
  }

  /// Closes the innermost region, and lets the GIL go if it was the outermost.
  void leave(Gil gil) {
    leaveToPython(gil);
    if (innermost == null) {
      threadState = CEval.PyEval_SaveThread();
    }
  }

  /// Closes the region of a call from Python, which goes on with the GIL.
  void leaveToPython(Gil gil) {
    if (innermost != gil) {
      throw new IllegalStateException("close the regions of the GIL in reverse order of opening");
    }
    for (int slot = top; slot-- > gil.base; ) {
      long object = owned[slot];
      top = slot;
      if (object != 0) {
        owned[slot] = 0;
        Macros.Py_DECREF(object);
      }
    }
    innermost = gil.outer;
  }

  /// Runs Java work without the GIL, which this thread holds.
  <R extends @Nullable Object> R released(java.util.function.Supplier<R> work) {
    Gil suspended = innermost;
    innermost = null;
    threadState = CEval.PyEval_SaveThread();
    try {
      return work.get();
    } finally {
      CEval.PyEval_RestoreThread(threadState);
      innermost = suspended;
    }
  }

  /// Hands a new reference to the innermost region; gives its slot.
  int own(long object) {
    if (top == owned.length) {
      owned = Arrays.copyOf(owned, top * 2);
    }
    owned[top] = object;
    return top++;
  }

  /// Takes a reference back from its region, to be released by the caller.
  void disown(int slot) {
    owned[slot] = 0;
    while (top > region().base && owned[top - 1] == 0) {
      top--;
    }
  }

  /// How many references the open regions own.
  int owned() {
    int count = 0;
    for (int slot = 0; slot < top; slot++) {
      count += owned[slot] == 0 ? 0 : 1;
    }
    return count;
  }

  /// The region that new objects belong to.
  Gil region() {
    Gil region = innermost;
    if (region == null) {
      throw new IllegalStateException("this thread does not hold the GIL");
    }
    return region;
  }
}
