package dev.terrarium.python.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class FarewellTest {
  @Test
  void waitsForTheWork() {
    List<String> done = Collections.synchronizedList(new ArrayList<>());
    Farewell farewell =
        Farewell.atExit(() -> done.add("work"), Duration.ofMinutes(1), () -> done.add("after"));

    boolean ended = farewell.say();

    assertThat(ended).isTrue();
    assertThat(done).startsWith("work", "after");
  }

  @Test
  void givesUpOnWorkThatDoesNotEnd() {
    CountDownLatch never = new CountDownLatch(1);
    AtomicBoolean after = new AtomicBoolean();
    Farewell farewell =
        Farewell.atExit(
            () -> {
              try {
                never.await();
              } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
              }
            },
            Duration.ofMillis(20),
            () -> after.set(true));

    boolean ended = farewell.say();
    never.countDown();

    assertThat(ended).isFalse();
    assertThat(after).isTrue();
  }
}
