package dev.terrarium.safety;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ListeningTest {
  private static final RobotId ARM = new RobotId("arm");

  private final LoggedLines log = new LoggedLines();
  private final AtomicLong clock = new AtomicLong(100);
  private final Safety safety = Safety.open(SafetyOptions.defaults().withClock(clock::get));
  private final Gate gate = safety.register(ARM, GateOptions.defaults());
  private final CountDownLatch never = new CountDownLatch(1);

  @AfterEach
  void close() {
    never.countDown();
    safety.close();
    log.close();
  }

  @Test
  void hearsOfEveryChangeOnceAndInOrder() {
    List<Transition> heard = new CopyOnWriteArrayList<>();
    gate.listen(heard::add);

    safety.arm(ARM);
    clock.set(200);
    safety.disarm(ARM);
    safety.arm(ARM);
    safety.transitionToError(ARM, "a test");
    safety.forceDisarm(ARM);

    assertThat(heard)
        .containsExactly(
            new Transition(ARM, SafetyState.DISARMED, SafetyState.ARMED, 100),
            new Transition(ARM, SafetyState.ARMED, SafetyState.DISARMING, 200),
            new Transition(ARM, SafetyState.DISARMING, SafetyState.DISARMED, 200),
            new Transition(ARM, SafetyState.DISARMED, SafetyState.ARMED, 200),
            new Transition(ARM, SafetyState.ARMED, SafetyState.ERROR, 200),
            new Transition(ARM, SafetyState.ERROR, SafetyState.DISARMED, 200));
  }

  @Test
  void hearsOfATripOnTheThreadThatCausesIt() {
    List<Thread> threads = new CopyOnWriteArrayList<>();
    safety.arm(ARM);
    gate.listen(transition -> {
      if (transition.isTrip()) {
        threads.add(Thread.currentThread());
      }
    });

    safety.disarm(ARM);

    assertThat(threads).containsExactly(Thread.currentThread());
  }

  @Test
  void hearsFirstIfItSaysSoHoweverLateItCame() {
    List<String> heard = new CopyOnWriteArrayList<>();
    gate.listen(_ -> heard.add("first come"));
    gate.listen(first(heard, "urgent"));
    gate.listen(_ -> heard.add("last come"));
    gate.listen(first(heard, "urgent, too")).close();
    gate.listen(first(heard, "as urgent"));

    safety.arm(ARM);

    assertThat(heard).containsExactly("urgent", "as urgent", "first come", "last come");
  }

  private static SafetyListener first(List<String> heard, String name) {
    return new SafetyListener() {
      @Override
      public void changed(Transition transition) {
        heard.add(name);
      }

      @Override
      public boolean goesFirst() {
        return true;
      }
    };
  }

  @Test
  void readsTheStateThatItIsToldOf() {
    List<SafetyState> seen = new CopyOnWriteArrayList<>();
    gate.listen(_ -> seen.add(gate.state()));

    safety.arm(ARM);

    assertThat(seen).containsExactly(SafetyState.ARMED);
  }

  @Test
  void changesOfSeveralThreadsAreHeardInTheirOrder() {
    List<Transition> heard = new CopyOnWriteArrayList<>();
    gate.listen(heard::add);
    Runnable work =
        () -> {
          for (int i = 0; i < 200; i++) {
            safety.arm(ARM);
            safety.disarm(ARM);
            safety.transitionToError(ARM, "a test");
            safety.forceDisarm(ARM);
          }
        };

    CompletableFuture.allOf(
            CompletableFuture.runAsync(work),
            CompletableFuture.runAsync(work),
            CompletableFuture.runAsync(work))
        .join();
    safety.close();

    assertThat(heard).isNotEmpty();
    for (int i = 1; i < heard.size(); i++) {
      assertThat(heard.get(i).from()).isEqualTo(heard.get(i - 1).to());
    }
  }

  @Test
  void whatAListenerThrowsIsLoggedAndTheOthersHear() {
    List<Transition> heard = new CopyOnWriteArrayList<>();
    gate.listen(_ -> {
      throw new AssertionError("a test");
    });
    gate.listen(heard::add);

    ArmResult result = safety.arm(ARM);

    assertThat(result).isInstanceOf(ArmResult.Armed.class);
    assertThat(heard).hasSize(1);
    assertThat(log.lines())
        .anyMatch(
            line -> line.startsWith("SEVERE A listener of safety, ") && line.endsWith("thrown"));
  }

  @Test
  void whateverTheLogDoesTheHandlersRunAndTheOthersHear() {
    var handled = new AtomicLong();
    List<Transition> heard = new CopyOnWriteArrayList<>();
    gate.listen(_ -> {
      throw new AssertionError("a test");
    });
    gate.listen(heard::add);
    gate.handler(
        ComponentPath.of("motor"),
        handled,
        count -> {
          count.incrementAndGet();
          throw new IllegalStateException("a test");
        });
    log.fail();
    safety.arm(ARM);

    DisarmResult result = safety.disarm(ARM);

    assertThat(result).isInstanceOf(DisarmResult.Failed.class);
    assertThat(gate.state()).isEqualTo(SafetyState.ERROR);
    assertThat(handled).hasValue(1);
    assertThat(heard).hasSize(3);
    assertThat(safety.forceDisarm(ARM)).isEqualTo(new ForceDisarmResult.Disarmed());
    assertThat(safety.unregister(ARM)).hasSize(1);
  }

  @Test
  @SuppressWarnings("NullAway")
  void refusesWhatIsNullAtOnceAndSaysWhatIsExpected() {
    assertThatThrownBy(() -> gate.listen(null))
        .hasMessage("listen is given the listener that is to hear, not null");
    assertThatThrownBy(() -> gate.handler(ComponentPath.of("motor"), "", null))
        .hasMessage("handler is given what makes the component safe, not null");
    assertThatThrownBy(() -> gate.handler(null, "", _ -> HandlerResult.safe()))
        .hasMessage("handler is given the path of the component, not null");
    assertThatThrownBy(() -> safety.routeDisarming(ARM, null))
        .hasMessage("a route is the command that disarms it, not null");
    assertThatThrownBy(() -> SafetyOptions.defaults().withClock(null))
        .hasMessage("nanos is the clock of safety, such as System::nanoTime, not null");
  }

  @Test
  void aListenerThatHangsKeepsNeitherHandlersNorOtherListenersFromATrip() throws Exception {
    var handled = new CountDownLatch(1);
    var heard = new CountDownLatch(2);
    safety.arm(ARM);
    gate.listen(_ -> await(never));
    gate.listen(_ -> heard.countDown());
    gate.handler(
        ComponentPath.of("motor"),
        handled,
        latch -> {
          latch.countDown();
          return HandlerResult.safe();
        });

    CompletableFuture<DisarmResult> disarming =
        CompletableFuture.supplyAsync(() -> safety.disarm(ARM));
    handled.await();
    heard.await();

    assertThat(gate.state()).isEqualTo(SafetyState.DISARMED);
    assertThat(disarming).isNotDone();
    never.countDown();
    assertThat(disarming.join()).isEqualTo(new DisarmResult.Disarmed());
  }

  @Test
  void aListenerThatHangsKeepsNoOtherFromHearingOfAnError() throws Exception {
    var heard = new CountDownLatch(1);
    safety.arm(ARM);
    gate.listen(_ -> await(never));
    gate.listen(_ -> heard.countDown());

    CompletableFuture<ErrorResult> failing =
        CompletableFuture.supplyAsync(() -> safety.transitionToError(ARM, "a test"));
    heard.await();

    never.countDown();
    assertThat(failing.join()).isEqualTo(new ErrorResult.InError());
  }

  @Test
  void aListenerMayDisarmAndHearsOfThatAfterwards() {
    List<SafetyState> heard = new CopyOnWriteArrayList<>();
    List<DisarmResult> results = new CopyOnWriteArrayList<>();
    gate.listen(transition -> {
      heard.add(transition.to());
      if (transition.to() == SafetyState.ARMED) {
        results.add(safety.disarm(ARM));
      }
    });

    safety.arm(ARM);

    assertThat(results).containsExactly(new DisarmResult.Disarmed());
    assertThat(heard)
        .containsExactly(SafetyState.ARMED, SafetyState.DISARMING, SafetyState.DISARMED);
  }

  @Test
  void hearsNothingAfterItsRegistrationIsClosed() {
    List<Transition> heard = new CopyOnWriteArrayList<>();
    Registration registration = gate.listen(heard::add);

    registration.close();
    registration.close();
    safety.arm(ARM);

    assertThat(heard).isEmpty();
  }

  @Test
  void reportErrorTellsListenersAndChangesNoState() {
    List<FaultReport> heard = new CopyOnWriteArrayList<>();
    gate.listen(
        new SafetyListener() {
          @Override
          public void changed(Transition transition) {
            throw new AssertionError(transition);
          }

          @Override
          public void reported(FaultReport report) {
            heard.add(report);
          }
        });

    safety.reportError(ARM, ComponentPath.of("arm.motor"), "too hot");

    Fault fault = new Fault.DeviceError("too hot");
    assertThat(heard)
        .containsExactly(new FaultReport(ARM, ComponentPath.of("arm.motor"), fault, 100));
    assertThat(fault.severity()).isEqualTo(Severity.ERROR);
    assertThat(gate.state()).isEqualTo(SafetyState.DISARMED);
  }

  @Test
  void reportErrorOfARobotThatNobodyKnowsIsHeardByNobody() {
    safety.reportError(new RobotId("stranger"), ComponentPath.of("motor"), "too hot");

    assertThat(safety.state(new RobotId("stranger"))).isEqualTo(SafetyState.DISARMED);
  }

  @Test
  void theStateIsReadWithoutALockWhileAnotherThreadIsStuckInAChange() {
    gate.listen(_ -> await(never));
    var arming = CompletableFuture.runAsync(() -> safety.arm(ARM));

    while (!gate.isArmed()) {
      Thread.onSpinWait();
    }

    assertThat(gate.state()).isEqualTo(SafetyState.ARMED);
    assertThat(gate.permit()).isPresent();
    assertThat(arming).isNotDone();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
