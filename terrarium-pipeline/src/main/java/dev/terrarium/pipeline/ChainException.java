package dev.terrarium.pipeline;

/// A link of a chain that failed; its cause is what a node alone would have thrown.
public final class ChainException extends Exception {
  private static final long serialVersionUID = 1L;

  private final int link;
  private final int item;

  /// @param link which link failed
  /// @param item which item of the batch was at work; 0 when flushing
  /// @param cause what a node alone would have thrown
  public ChainException(int link, int item, Throwable cause) {
    super("link " + link + " failed on item " + item + " of the batch", cause);
    this.link = link;
    this.item = item;
  }

  /// Returns which link failed. The number of the item at its input is one less than
  /// [ChainNode#itemsIn].
  public int link() {
    return link;
  }

  /// Returns which item of the batch was at work.
  public int item() {
    return item;
  }
}
