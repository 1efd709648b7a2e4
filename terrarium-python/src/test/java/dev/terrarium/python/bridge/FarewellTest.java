package dev.terrarium.python.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class FarewellTest {
  private static class Recorder implements Farewell.Host {
    final List<String> done = Collections.synchronizedList(new ArrayList<>());
    final CountDownLatch mayEnd;

    Recorder(int waitsFor) {
      mayEnd = new CountDownLatch(waitsFor);
    }

    @Override
    public void stepAside() {
      done.add("aside on " + Thread.currentThread().getName());
    }

    @Override
    public void sayFarewell() {
      try {
        mayEnd.await();
        done.add("farewell");
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public void close(boolean ended) {
      done.add("closed, " + ended);
    }
  }

  @Test
  void waitsForTheWork() {
    Recorder host = new Recorder(0);
    Farewell farewell = Farewell.atExit(host, Duration.ofMinutes(1));

    boolean ended = farewell.say();

    assertThat(ended).isTrue();
    assertThat(host.done).containsExactly("farewell", "closed, true");
  }

  @Test
  void givesUpOnWorkThatDoesNotEnd() {
    Recorder host = new Recorder(1);
    Farewell farewell = Farewell.atExit(host, Duration.ofMillis(20));

    boolean ended = farewell.say();
    List<String> done = List.copyOf(host.done);
    host.mayEnd.countDown();

    assertThat(ended).isFalse();
    assertThat(done).containsExactly("closed, false");
  }

  @Test
  void stepsAsideOnTheThreadThatStartsTheHooks() throws Exception {
    Recorder host = new Recorder(0);
    Thread hook = Farewell.atExit(host, Duration.ofMinutes(1)).hook();

    hook.start();
    hook.join();

    assertThat(host.done)
        .containsExactly(
            "aside on " + Thread.currentThread().getName(), "farewell", "closed, true");
  }

  @Test
  void saysFarewellAndTellsWhyWhenItCannotStepAside() throws Exception {
    IllegalStateException failed = new IllegalStateException("in the way");
    List<Throwable> told = Collections.synchronizedList(new ArrayList<>());
    Recorder host =
        new Recorder(0) {
          @Override
          public void stepAside() {
            throw failed;
          }
        };
    Thread hook = new Farewell(host, Duration.ofMinutes(1)).hook();
    hook.setUncaughtExceptionHandler((_, thrown) -> told.add(thrown));

    hook.start();
    hook.join();

    assertThat(host.done).containsExactly("farewell", "closed, true");
    assertThat(told).singleElement().extracting(Throwable::getCause).isSameAs(failed);
  }
}
