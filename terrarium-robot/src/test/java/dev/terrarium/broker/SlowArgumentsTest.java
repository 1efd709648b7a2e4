package dev.terrarium.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.AbstractList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Callers whose arguments take long to copy are freed in time all the same.
class SlowArgumentsTest {
  private final CountDownLatch reading = new CountDownLatch(1);
  private final CountDownLatch goOn = new CountDownLatch(1);
  private final AtomicInteger read = new AtomicInteger();
  private Rig robot;

  @BeforeEach
  void open() throws InterruptedException {
    robot = new Rig().armed();
  }

  @AfterEach
  void close() {
    goOn.countDown();
    robot.close();
  }

  /// Two numbers, of which the first is read when the test says so.
  private final class Slow extends AbstractList<Integer> {
    @Override
    public Integer get(int index) {
      read.incrementAndGet();
      reading.countDown();
      try {
        goOn.await();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
      return index;
    }

    @Override
    public int size() {
      return 2;
    }
  }

  private interface Asking {
    Object ask() throws InterruptedException;
  }

  private CompletableFuture<Object> asked(Asking asking) throws InterruptedException {
    var result = new CompletableFuture<Object>();
    Thread.ofVirtual()
        .start(() -> {
          try {
            result.complete(asking.ask());
          } catch (Throwable e) {
            result.completeExceptionally(e);
          }
        });
    Thread.ofVirtual().start(() -> copyUntil(result));
    reading.await();
    return result;
  }

  /// Copies on a thread of its own, as the real lanes do.
  private void copyUntil(CompletableFuture<?> result) {
    while (!result.isDone() && reading.getCount() > 0) {
      robot.lanes.runCallers();
      Thread.onSpinWait();
    }
  }

  private CompletableFuture<Object> called() throws InterruptedException {
    return asked(() ->
        robot.broker.call(
            PythonCall.of("m", "look", new Slow()),
            CallOptions.usual().within(Duration.ofMillis(50))));
  }

  @Test
  void freesACallerAtATripWhileItsArgumentsAreCopied() throws InterruptedException {
    var call = called();

    robot.trip();

    assertThat(call.handle((_, thrown) -> thrown).join())
        .isInstanceOfSatisfying(
            BrokerException.SafetyDisarmed.class, freed -> assertThat(freed.hadBegun()).isFalse());
  }

  @Test
  void freesACallerAtItsDeadlineWhileItsArgumentsAreCopied() throws InterruptedException {
    var call = called();

    robot.lanes.pass(Duration.ofMillis(50));

    assertThat(call.handle((_, thrown) -> thrown).join())
        .isInstanceOf(BrokerException.Timeout.class)
        .hasMessage("m.look did not begin within 50 ms: its arguments were still being copied");
  }

  @Test
  void freesWhoEvaluatesAtATripWhileTheNamesAreCopied() throws InterruptedException {
    var call = asked(() -> robot.broker.eval("a", Map.of("a", new Slow()), CallOptions.usual()));

    robot.trip();

    assertThat(call.handle((_, thrown) -> thrown).join())
        .isInstanceOf(BrokerException.SafetyDisarmed.class);
  }

  @Test
  void readsNothingMoreOfTheArgumentsOfACallerThatWasFreed() throws InterruptedException {
    var copied = new CompletableFuture<Object>();
    var later =
        Thread.ofVirtual()
            .start(() ->
                copied.complete(
                    robot.broker.callAsync(
                        PythonCall.of("m", "look", new Slow()), CallOptions.usual())));
    reading.await();

    robot.trip();
    goOn.countDown();
    later.join();
    robot.lanes.run();

    assertThat(((CompletableFuture<?>) copied.join()).exceptionNow())
        .isInstanceOf(BrokerException.SafetyDisarmed.class);
    assertThat(read).hasValue(1);
    assertThat(robot.host().operations).isEmpty();
  }

  @Test
  void endsCallsWhoseArgumentsAreCopiedWhenItCloses() throws InterruptedException {
    var call = called();

    robot.broker.close();

    assertThat(call.handle((_, thrown) -> thrown).join())
        .isInstanceOf(CancellationException.class)
        .hasStackTraceContaining("The broker was closed while m.look was under way");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void servesOthersWhileArgumentsAreCopied(boolean isFirst) throws InterruptedException {
    var call = called();
    var other = robot.call("other");

    robot.running().returns(1L);
    robot.lanes.run();

    assertThat(other.resultNow()).isEqualTo(1L);
    goOn.countDown();
    robot.awaitOperation(2).returns(isFirst);
    robot.lanes.run();
    assertThat(call.join()).isEqualTo(isFirst);
  }

  @Test
  void tellsWhatAListOfTheCallersThrowsAsAValueThatDoesNotCross() {
    var thrown = new IllegalArgumentException("no camera");
    var broken =
        new AbstractList<Object>() {
          @Override
          public Object get(int index) {
            throw thrown;
          }

          @Override
          public int size() {
            return 1;
          }
        };

    var call = robot.broker.callAsync(PythonCall.of("m", "look", broken), CallOptions.usual());

    assertThat(call.exceptionNow())
        .isInstanceOf(BrokerException.Marshal.class)
        .hasMessageContaining("no camera")
        .hasCause(thrown);
  }

  @Test
  void copiesFewAndSmallArgumentsOnTheCallersThread() {
    assertThat(Quick.are(PythonCall.of("m", "f", 1, "a", List.of(1.0, 2.0), new double[64])))
        .isTrue();
    assertThat(Quick.are(PythonCall.of("m", "f", new Slow()))).isFalse();
    assertThat(Quick.are(PythonCall.of("m", "f", (Object) new double[1 << 20]))).isFalse();
    assertThat(Quick.are(PythonCall.of("m", "f", new byte[1 << 17], new byte[1 << 18]))).isFalse();
    assertThat(Quick.are(PythonCall.of("m", "f").with("a", new Slow()))).isFalse();
  }
}
