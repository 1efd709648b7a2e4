package dev.terrarium.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/// What the system says of a thread, after it was asked for something.
@EnabledOnOs(OS.LINUX)
class SchedulingTest {
  /// The places in `/proc/self/task/<thread>/stat`, counted from the third, after the name.
  private static final int NICENESS = 19 - 3;

  private static final int PRIORITY = 40 - 3;
  private static final int POLICY = 41 - 3;

  @Test
  void hasTheThreadRunFirstInFirstOutWhereThatIsGranted() {
    String[] seen =
        inThread(() -> {
          Attempt attempt = Scheduling.fifo(3);
          assumeTrue(attempt.isGranted(), attempt.words());
          return stat(Scheduling.threadId());
        });

    assertThat(seen[POLICY]).isEqualTo("1");
    assertThat(seen[PRIORITY]).isEqualTo("3");
  }

  @Test
  void startsNoThreadOfThatPriority() {
    String[] child =
        inThread(() -> {
          Attempt attempt = Scheduling.fifo(3);
          assumeTrue(attempt.isGranted(), attempt.words());
          return inThread(() -> stat(Scheduling.threadId()));
        });

    assertThat(child[POLICY]).isEqualTo("0");
  }

  @Test
  void givesAPriorityBack() {
    String[] seen =
        inThread(() -> {
          Attempt attempt = Scheduling.fifo(3);
          assumeTrue(attempt.isGranted(), attempt.words());
          assertThat(Scheduling.usual().isGranted()).isTrue();
          return stat(Scheduling.threadId());
        });

    assertThat(seen[POLICY]).isEqualTo("0");
  }

  @Test
  void refusesAPriorityThatThereIsNot() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Scheduling.fifo(0))
        .withMessageContaining("1 to 99, not 0");
    assertThatIllegalArgumentException().isThrownBy(() -> Scheduling.fifo(100));
  }

  @Test
  void pinsTheThreadToOneProcessor() throws IOException {
    try (var _ = AffinityLock.take()) {
      BitSet before = Scheduling.processors();
      var last = new BitSet();
      last.set(before.length() - 1);

      BitSet after =
          inThread(() -> {
            assertThat(Scheduling.affinity(last).isGranted()).isTrue();
            return Scheduling.processors();
          });

      assertThat(before.isEmpty()).isFalse();
      assertThat(after).isEqualTo(last);
      assertThat(Scheduling.processors()).isEqualTo(before);
    }
  }

  @Test
  void saysWhyItCannotBePinnedToAProcessorThatThereIsNot() {
    var none = new BitSet();
    none.set(1023);

    Attempt attempt = inThread(() -> Scheduling.affinity(none));

    assertThat(attempt.isGranted()).isFalse();
    assertThat(attempt.errno()).isEqualTo(22);
    assertThat(attempt.words())
        .startsWith("running on processors {1023} was refused: Invalid argument (errno 22).");
    assertThatIllegalArgumentException().isThrownBy(() -> Scheduling.affinity(new BitSet()));
  }

  @Test
  void hasAnotherThreadGiveWay() throws InterruptedException {
    var number = new CompletableFuture<Long>();
    var end = new CountDownLatch(1);
    var other =
        Thread.ofPlatform()
            .daemon()
            .start(() -> {
              number.complete(Scheduling.threadId());
              try {
                end.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    long thread = number.join();

    Attempt batch = Scheduling.batch(thread);
    Attempt nice = Scheduling.niceness(thread, 5);

    String[] seen = stat(thread);
    assertThat(batch.words()).isEqualTo("SCHED_BATCH for thread " + thread);
    assertThat(nice.isGranted()).isTrue();
    assertThat(seen[POLICY]).isEqualTo("3");
    assertThat(seen[NICENESS]).isEqualTo("5");
    end.countDown();
    other.join();
  }

  @Test
  void saysThatAThreadIsGone() {
    Attempt attempt = Scheduling.niceness(Integer.MAX_VALUE, 5);

    assertThat(attempt.isGranted()).isFalse();
    assertThat(attempt.words()).contains("No such process (errno 3)");
    assertThat(Scheduling.batch(Integer.MAX_VALUE).errno()).isEqualTo(3);
  }

  @Test
  void setsTimerSlack() {
    assertThat(inThread(() -> TimerSlack.set(1))).isEqualTo(Attempt.granted("timer slack of 1 ns"));
    assertThatIllegalArgumentException().isThrownBy(() -> TimerSlack.set(0));
  }

  private static String[] stat(long thread) {
    try {
      String line = Files.readString(Path.of("/proc/self/task/" + thread + "/stat"));
      return line.substring(line.lastIndexOf(')') + 2).split(" ");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static <T> T inThread(Supplier<T> work) {
    var result = new CompletableFuture<T>();
    Thread.ofPlatform()
        .daemon()
        .start(() -> {
          try {
            result.complete(work.get());
          } catch (Throwable e) {
            result.completeExceptionally(e);
          }
        });
    try {
      return result.join();
    } catch (java.util.concurrent.CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) { // An assumption among them.
        throw cause;
      }
      throw e;
    }
  }
}
