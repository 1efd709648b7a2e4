package dev.terrarium.python;

import dev.terrarium.capi.CEval;
import dev.terrarium.capi.GilHolder;
import dev.terrarium.capi.Macros;
import dev.terrarium.capi.PyState;
import dev.terrarium.capi.PyThread;
import dev.terrarium.python.convert.FromPython;
import dev.terrarium.python.convert.ToPython;
import dev.terrarium.python.convert.Workspace;
import dev.terrarium.python.events.Crossing;
import dev.terrarium.python.events.Crossings;
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

  /// The innermost open region, or null.
  private @Nullable Gil innermost;

  /// Whether this thread holds the GIL; a region may have let it go for a while.
  private boolean held;

  /// Python's number for the thread.
  private final long ident = PyThread.PyThread_get_thread_ident();

  /// An interrupt that was asked for here, or null. Guarded by the GIL.
  private @Nullable Interruption interruption;

  /// Whether interrupts are kept away. Guarded by the GIL.
  private boolean shielded;

  private volatile @Nullable PythonCall<?> call;

  /// The state to come back with while the GIL is not held.
  private long threadState;

  private final StackEnd stackEnd;

  /// Whether a debugger knows this thread.
  private boolean shown;

  private long[] owned = new long[64];
  private int top;

  private Attachment(Interpreter interpreter, Thread thread) {
    this.interpreter = interpreter;
    this.thread = thread;
    this.stackEnd = StackEnd.of(Interpreter.stackHere());
    this.border = new Border(this);
    this.toPython = new ToPython(border, interpreter.conversions);
    this.fromPython = new FromPython(border, workspace, interpreter.conversions);
  }

  /// Attaches the current thread, which has no thread state yet and does not get the GIL.
  static Attachment create(Interpreter interpreter) {
    Attachment attachment = new Attachment(interpreter, Thread.currentThread());
    int _ = PyState.PyGILState_Ensure();
    attachment.stackEnd.tell(PyState.PyThreadState_Get());
    attachment.threadState = CEval.PyEval_SaveThread();
    interpreter.attachments.watch(attachment.thread, attachment.threadState, attachment.workspace);
    interpreter.attachments.add(attachment);
    return attachment;
  }

  /// Attaches the current thread, which holds the GIL with a state of Python's own making.
  static Attachment adopt(Interpreter interpreter) {
    Attachment attachment = new Attachment(interpreter, Thread.currentThread());
    attachment.threadState = PyState.PyThreadState_Get();
    attachment.stackEnd.tell(attachment.threadState);
    interpreter.attachments.watch(attachment.thread, 0, attachment.workspace);
    interpreter.attachments.add(attachment);
    return attachment;
  }

  /// Opens a region, taking the GIL if this thread does not hold it.
  Gil enter() {
    return enterFor(thread, null);
  }

  /// Opens a region on this thread in which an owner works, through a relay where that is another
  /// thread.
  Gil enterFor(Thread owner, @Nullable Relay relay) {
    checkStack();
    boolean before = held;
    if (!before) {
      interpreter.admit();
      resume();
      interpreter.releases.drain();
      interpreter.handles.pressure.relieve(this);
    }
    Gil gil = open(owner, relay, before);
    if (interpreter.debugger.showsThreads() && !shown) {
      shown = true;
      interpreter.debugger.show(gil);
    }
    return gil;
  }

  /// Whether so little is left of this thread's stack that it must not go on into Python, or from
  /// there into Java.
  boolean isAtStackEnd() {
    return stackEnd.isNear();
  }

  /// Sees to it that there is stack enough for what Python may do.
  void checkStack() {
    if (stackEnd.isNear()) {
      throw stackEnd.error(thread);
    }
  }

  /// Opens a region that runs nothing of the user's: not even what was left to be released.
  Gil enterQuietly() {
    interpreter.admit();
    resume();
    return open(thread, null, false);
  }

  /// Opens a region for a call from Python, which holds the GIL and keeps it.
  Gil enterFromPython() {
    boolean before = held;
    held = true;
    return open(thread, null, before);
  }

  private Gil open(Thread owner, @Nullable Relay relay, boolean heldBefore) {
    Gil gil = new Gil(this, innermost, owner, relay, new Gil.Mark(top, heldBefore));
    innermost = gil;
    return gil;
  }

  /// Asks for an interrupt in the Python code that this thread runs. Called by another thread,
  /// which holds the GIL.
  void raise(Interruption by) {
    interruption = by;
    if (shielded) { // The next one will find it.
      return;
    }
    if (!interpreter.carriers.signalMain(this)) {
      int _ = PyState.PyThreadState_SetAsyncExc(ident, interpreter.interrupted());
    }
  }

  /// Takes back an interrupt that was not raised, so that it does not hit what comes next. Called
  /// by any thread, which holds the GIL.
  void takeBack(Interruption by) {
    if (interruption == by) {
      int _ = PyState.PyThreadState_SetAsyncExc(ident, 0);
    }
  }

  /// Keeps interrupts from Python code that runs for us, until [#unshield] with what this returns;
  /// on this thread.
  boolean shield() {
    boolean before = shielded;
    shielded = true;
    if (interruption != null) {
      takeBack(interruption);
    }
    return before;
  }

  void unshield(boolean before) {
    shielded = before;
  }

  /// Whether interrupts wait; on this thread.
  boolean isShielded() {
    return shielded;
  }

  /// Ends an interrupt, since what it was meant for ends.
  void endInterruption() {
    Interruption ended = interruption;
    if (ended != null) {
      takeBack(ended);
      interruption = null;
      ended.ended();
    }
  }

  /// Whether it was interrupted, and has not ended in the time that it had for that; with the GIL.
  boolean isGivenUp() {
    Interruption asked = interruption;
    return asked != null && asked.isDue();
  }

  /// The interrupt that is under way in what this thread runs, or null; on this thread.
  @Nullable Interruption interruption() {
    PythonCall<?> running = call;
    return running == null || interruption != null ? interruption : running.interruption();
  }

  /// The call that this thread, a carrier, runs; or null.
  @Nullable PythonCall<?> call() {
    return call;
  }

  /// Begins or, with null, ends a call.
  void setCall(@Nullable PythonCall<?> begun) {
    call = begun;
  }

  /// The outermost region that is open, or null; another thread may be told what was so just now.
  @Nullable Gil outermost() {
    Gil region = innermost;
    while (region != null && region.outer != null) {
      region = region.outer;
    }
    return region;
  }

  /// Python's number for the thread.
  long ident() {
    return ident;
  }

  /// Closes the innermost region, and lets the GIL go if that had taken it.
  void leave(Gil gil) {
    drop(gil);
    if (!gil.mark.heldBefore()) {
      release();
    }
  }

  /// Closes the region of a call from Python, which goes on with the GIL.
  void leaveToPython(Gil gil) {
    drop(gil);
    held = gil.mark.heldBefore();
  }

  private void drop(Gil gil) {
    if (innermost != gil) {
      throw new IllegalStateException("close the regions of the GIL in reverse order of opening");
    }
    for (int slot = top; slot-- > gil.mark.base(); ) {
      long object = owned[slot];
      top = slot;
      if (object != 0) {
        owned[slot] = 0;
        Macros.Py_DECREF(object);
      }
    }
    innermost = gil.outer;
  }

  /// Lets the GIL go, with regions open.
  void release() {
    held = false;
    threadState = CEval.PyEval_SaveThread();
  }

  /// Takes the GIL, waiting for it.
  void resume() {
    interpreter.stayOut();
    Crossing wait = Crossings.gilWait();
    CEval.PyEval_RestoreThread(threadState);
    held = true;
    Crossings.end(wait);
  }

  /// Notes whether the GIL is held, where C code has let it go or will have taken it again; what
  /// was noted before.
  boolean believe(boolean holding) {
    boolean before = held;
    held = holding;
    return before;
  }

  /// The thread's state in the interpreter, which never changes.
  long threadState() {
    return threadState;
  }

  /// Whether this thread holds the GIL.
  boolean holdsGil() {
    return held;
  }

  /// Whether it does as another thread sees it, which does not hold the GIL itself.
  boolean seemsToHoldGil() {
    return GilHolder.IS_KNOWN ? GilHolder.holder() == threadState : held;
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
    while (top > region().mark.base() && owned[top - 1] == 0) {
      top--;
    }
  }

  /// Whether the innermost region owns a reference.
  boolean ownsObjects() {
    return top > region().mark.base();
  }

  /// Whose region is the innermost, or null where none is open.
  @Nullable Thread owner() {
    Gil region = innermost;
    return region == null ? null : region.owner();
  }

  /// The region that new objects belong to.
  Gil region() {
    Gil region = innermost;
    if (region == null) {
      throw new IllegalStateException("no region of the GIL is open on this thread");
    }
    return region;
  }
}
