package dev.terrarium.worker.process;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;

/// What a node in a worker process has told of its state.
final class ToldState {
  private static final Logger LOGGER = System.getLogger(ToldState.class.getPackageName());

  private boolean isTold;
  private boolean isCut;
  private boolean isCutSaid;
  private byte @Nullable [] last;

  /// Another node comes.
  void forget() {
    isTold = false;
    last = null;
  }

  void tell(byte[] state) {
    isTold = true;
    isCutSaid = false;
    last = state;
  }

  /// The node could not tell it, so that what it told before holds no more.
  void cannotTell(Owner owner, byte[] failure) throws WireException {
    isTold = true;
    last = null;
    var raised = Told.failure(failure);
    if (raised.isInterruption()) {
      isCut = true;
      return;
    }
    LOGGER.log(
        Level.WARNING,
        () ->
            "%s could not tell its state, as its snapshot() failed; if it ends, another begins anew: %s"
                .formatted(owner.subject(), words(raised)));
  }

  /// Whether it was interrupted while it told its state, as time was up; says so, if it has not
  /// since it told one.
  boolean wasCut(Owner owner) {
    boolean was = isCut;
    if (was && !isCutSaid) {
      LOGGER.log(
          Level.WARNING,
          () ->
              "%s could not tell its state, as its snapshot() had not ended when the item's time was up (timeout_ms); if it ends, another begins anew"
                  .formatted(owner.subject()));
      isCutSaid = true;
    }
    isCut = false;
    return was;
  }

  private static String words(Told.Failure raised) {
    var type = raised.kinds().getFirst();
    var unfit = raised.unfit();
    return unfit == null
        ? "%s: %s\n%s".formatted(type, raised.message(), raised.traceback().stripTrailing())
        : "the value at %s: %s".formatted(unfit.path(), raised.message());
  }

  /// Returns what was told last; null if there is nothing to go on with.
  ///
  /// @param before what was told before the process had the node
  byte @Nullable [] or(byte @Nullable [] before) {
    return isTold ? last : before;
  }
}
