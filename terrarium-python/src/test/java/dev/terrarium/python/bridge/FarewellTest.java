package dev.terrarium.python.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class FarewellTest {
  @Test
  void waitsForTheWork() {
    AtomicBoolean done = new AtomicBoolean();
    Farewell farewell = Farewell.atExit(() -> done.set(true), Duration.ofMinutes(1));

    boolean ended = farewell.say();

    assertThat(ended).isTrue();
    assertThat(done).isTrue();
  }

  @Test
  void givesUpOnWorkThatDoesNotEnd() {
    CountDownLatch never = new CountDownLatch(1);
    Farewell farewell =
        Farewell.atExit(
            () -> {
              try {
                never.await();
              } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
              }
            },
            Duration.ofMillis(20));

    boolean ended = farewell.say();
    never.countDown();

    assertThat(ended).isFalse();
  }
}
