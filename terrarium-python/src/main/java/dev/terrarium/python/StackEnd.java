package dev.terrarium.python;

import dev.terrarium.capi.PyErrors;
import dev.terrarium.capi.PyState;
import dev.terrarium.os.StackPointer;
import dev.terrarium.os.ThreadStack;

/// Where one thread's stack counts as used up, well before it is.
///
/// What calls between Java and Python must never meet is the end itself: a StackOverflowError in
/// the first frame of a call from C ends the JVM, and so does C code that runs into the guard
/// pages. So whoever is about to cross looks how much is left, and what is kept free is enough for
/// all that the other side may do until the next look: for Python that is its deepest recursion.
///
/// @param floor the stack pointer below which nobody crosses
record StackEnd(ThreadStack.Extent stack, long floor) {
  /// What is kept from Python itself, where it looks at its stack: the JVM's guard pages, and what
  /// Java code needs to say that it goes no deeper.
  private static final long JAVAS = 256L << 10;

  /// What handing work over to another thread needs, far more than it usually takes.
  private static final long HAND_OVER = 16L << 10;

  static StackEnd of(ThreadStack.Extent stack) {
    long kept = Math.min(Interpreter.LEAST_STACK, stack.size() / 4);
    return new StackEnd(stack, stack.lowest() + kept);
  }

  /// Whether the current thread, whose stack this is, has come near its end.
  boolean isNear() {
    return StackPointer.get() < floor;
  }

  /// Tells Python how far it may go on the current thread; with the GIL.
  void tell(long threadState) {
    long free = stack.size() - JAVAS;
    if (PyState.PROTECTS_STACKS
        && free >= Interpreter.LEAST_STACK / 2
        && PyState.PyUnstable_ThreadState_SetStackProtection(
                threadState, stack.lowest() + JAVAS, free)
            != 0) {
      PyErrors.PyErr_Clear(); // It finds out by itself, as it does before 3.14.2.
    }
  }

  /// Sees to it that the current thread, of any kind, can hand work over and wait for it. What is
  /// shared between threads must not be left halfway.
  static void checkHandOver() {
    long now = StackPointer.get();
    if (now == StackPointer.UNKNOWN) {
      return;
    }
    if (Thread.currentThread().isVirtual()) { // On the stack of whichever thread carries it now.
      int _ = reach(now - HAND_OVER);
      return;
    }
    ThreadStack.Extent stack = Interpreter.stackHere();
    if (now < stack.lowest() + Math.min(JAVAS, stack.size() / 2)) {
      throw new StackOverflowError(
          "the stack of %s, of %d kB, is nearly used up: recurse less deeply before calling Python, or on a thread with a larger stack"
              .formatted(Thread.currentThread().getName(), stack.size() >> 10));
    }
  }

  /// Uses the stack as far as an address; the JVM throws where it ends before.
  private static int reach(long address) {
    return StackPointer.get() > address ? reach(address) + 1 : 0;
  }

  StackOverflowError error(Thread thread) {
    return new StackOverflowError(
        "the thread %s has used %d of the %d MB of its stack, and Python may need the rest: recurse less deeply, or on a thread with a larger stack"
            .formatted(
                thread.getName(),
                (stack.lowest() + stack.size() - StackPointer.get()) >> 20,
                stack.size() >> 20));
  }
}
