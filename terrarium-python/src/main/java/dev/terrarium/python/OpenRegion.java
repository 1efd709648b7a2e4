package dev.terrarium.python;

import java.util.List;

/// Whatever a thread does in the outermost region that it has open, as an interrupt sees it.
record OpenRegion(Attachment attachment, Gil outermost) implements Interruptible {
  @Override
  public boolean signal() {
    return false;
  }

  @Override
  @SuppressWarnings("ReferenceEquality") // A region is equal to itself alone.
  public boolean raise(Interruption interruption) {
    if (attachment.outermost() != outermost) {
      return false;
    }
    attachment.raise(interruption);
    return true;
  }

  @Override
  public void takeBack(Interruption interruption) {
    attachment.takeBack(interruption);
  }

  /// The thread belongs to the user, who may have reasons not to interrupt it.
  @Override
  public void nudge(Interruption interruption) {}

  @Override
  public List<RunningCall> others() {
    return List.of();
  }
}
