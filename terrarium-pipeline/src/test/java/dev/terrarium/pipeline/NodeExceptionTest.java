package dev.terrarium.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrarium.message.NodeId;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class NodeExceptionTest {
  private static final Place PLACE =
      new Place(new NodeId("a"), Place.Phase.PROCESS, OptionalLong.of(2), OptionalLong.empty());

  /// An exception of ours.
  private static final class DoorLockedException extends Exception {
    private static final long serialVersionUID = 1L;

    DoorLockedException(String message) {
      super(message);
    }
  }

  @Test
  void saysInWordsWhatExceptionsOfTerrariumsOwnSay() {
    var told = NodeException.of(PLACE, new DoorLockedException("the door is locked"));

    assertThat(told).hasMessage("Node a failed on item 2: the door is locked");
    assertThat(told.type()).isEqualTo("DoorLocked");
    assertThat(told.traceback()).isEmpty();
  }

  @Test
  void saysHowTheJavaHeapIsGivenMoreWhereItIsFull() {
    var told = NodeException.of(PLACE, new OutOfMemoryError("Java heap space"));

    assertThat(told)
        .hasMessage(
            "Node a failed on item 2: The Java heap is full: give it more by -Xmx…, or less input at"
                + " a time");
    assertThat(told.type()).isEqualTo("OutOfMemoryError");
  }

  @Test
  void saysTheTypeOfAnyOtherException() {
    var told = NodeException.of(PLACE, new IllegalStateException("no"));

    assertThat(told).hasMessage("Node a failed on item 2: IllegalStateException: no");
    assertThat(told.traceback()).contains("NodeExceptionTest");
  }
}
