package dev.terrarium.worker.process;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A message on a line; the kinds are those of `terrarium._worker`.
final class Frame {
  // What a worker is asked for.
  static final int DESCRIBE = 1;
  static final int OPEN = 2;
  static final int PROCESS = 3;
  static final int AHEAD = 4;
  static final int FLUSH = 5;
  static final int NEXT = 6;
  static final int STOP = 7;
  static final int STREAM = 8;
  static final int PRODUCE = 9;
  static final int CLOSE = 10;
  static final int GIVEN = 11;
  static final int NO_MORE = 12;
  static final int EXIT = 13;
  static final int RENAMED = 14;

  // What a process of scripts is sent.
  static final int SCRIPT_RUN = 1;
  static final int SCRIPT_TELL = 2;
  static final int SCRIPT_ANSWER = 3;
  static final int SCRIPT_REFUSED = 4;
  static final int SCRIPT_FAULT = 5;
  static final int SCRIPT_KEEP = 6;
  static final int SCRIPT_LET_GO = 7;
  static final int SCRIPT_FORGET = 8;
  static final int SCRIPT_EXIT = 9;

  /// Stands in all of a worker's for the wish that the worker spins before it sleeps.
  static final int SPIN = 32;

  // What it tells.
  static final int READY = 64;
  static final int DONE = 65;
  static final int LAST = 66;
  static final int VALUE = 67;
  static final int FAILED = 68;
  static final int TAKE = 69;
  static final int PRINTED = 70;
  static final int LOGGED = 71;
  static final int STATE = 72;
  static final int FREED = 73;
  static final int SLOT = 74;
  static final int SHARED = 75;
  static final int IMPORTED = 76;
  static final int STATELESS = 77;

  // What a process of scripts tells beside some of these, as `terrarium._script_worker` has it.
  static final int ASKED = TAKE;
  static final int GAVE_UP = 78;
  static final int STANDS = 79;

  // What it is told on the side.
  static final int INTERRUPT = 1;
  static final int LEVEL = 2;
  static final int ROOM = 3;
  static final int RELEASED = 4;
  static final int STANDING = 5;

  private static final int FIRST_TOLD = READY;
  private static final int LAST_TOLD = STANDS;

  private final int kind;
  private final int request;
  private final byte[] payload;
  private final List<Slot> slots;

  /// @param request the number of the request that it belongs to; 0 for none
  Frame(int kind, int request, byte[] payload) {
    this(kind, request, payload, List.of());
  }

  private Frame(int kind, int request, byte[] payload, List<Slot> slots) {
    this.kind = kind;
    this.request = request;
    this.payload = payload;
    this.slots = slots;
  }

  /// Returns the same, with the shared memory that its value lies in.
  Frame with(List<Slot> shared) {
    return new Frame(kind, request, payload, shared);
  }

  int kind() {
    return kind;
  }

  int request() {
    return request;
  }

  byte[] payload() {
    return payload;
  }

  /// Returns the shared memory that its value lies in; whoever takes the value leaves it.
  List<Slot> slots() {
    return slots;
  }

  /// Lets its memory go: nobody takes the value.
  void drop() {
    slots.forEach(Slot::leave);
  }

  /// Does so for one that there may be.
  static void letGo(@Nullable Frame frame) {
    if (frame != null) {
      frame.drop();
    }
  }

  /// Whether a worker says things of this kind.
  static boolean isTold(int kind) {
    return kind >= FIRST_TOLD && kind <= LAST_TOLD;
  }

  /// Whether it answers a request, rather than tell something on the way.
  boolean isAnswer() {
    return kind <= TAKE;
  }
}
