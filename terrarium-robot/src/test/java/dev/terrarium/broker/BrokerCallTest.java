package dev.terrarium.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.terrarium.message.ConversionFault;
import dev.terrarium.safety.Severity;
import dev.terrarium.worker.script.ScriptException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// One queue, one operation at a time, a deadline on each.
class BrokerCallTest {
  private Rig robot;

  @BeforeEach
  void open() throws InterruptedException {
    robot = new Rig().armed();
  }

  @AfterEach
  void close() {
    robot.close();
  }

  @Test
  void callsTheFunctionWithItsArguments() {
    var _ =
        robot.broker.callAsync(
            PythonCall.of("vision", "Detector.find", 3, "cup").with("scale", 0.5),
            CallOptions.usual());

    var begun = robot.running();

    assertThat(begun.function).isEqualTo("call");
    assertThat(begun.arguments)
        .isEqualTo(List.of("vision", "Detector.find", List.of(3L, "cup"), Map.of("scale", 0.5)));
  }

  @Test
  void neverRunsTwoOperationsAtOnce() {
    var first = robot.call("first");
    var second = robot.call("second");
    var running = robot.running();

    assertThat(robot.host().operations).hasSize(1);
    running.returns(1L);
    robot.running().returns(2L);
    robot.lanes.run();

    assertThat(first.resultNow()).isEqualTo(1L);
    assertThat(second.resultNow()).isEqualTo(2L);
  }

  @Test
  void hasADeadlineOf30SecondsUnlessSaid() {
    var call = robot.callInAnyState("crunch");
    robot.running();

    robot.lanes.pass(Duration.ofSeconds(30).minusNanos(1));
    assertThat(call).isNotDone();
    robot.lanes.pass(Duration.ofNanos(1));

    var late = (BrokerException.Timeout) robot.fault(call);
    assertThat(late.millis()).isEqualTo(30_000);
    assertThat(late.hadBegun()).isTrue();
    assertThat(late).hasMessage("m.crunch did not end within 30000 ms");
  }

  @Test
  void countsTheWaitInTheQueueAsPartOfTheDeadline() {
    var _ = robot.call("crunch");
    robot.running();
    var call =
        robot.broker.callAsync(
            PythonCall.of("m", "wait"), CallOptions.usual().within(Duration.ofMillis(20)));

    robot.lanes.pass(Duration.ofMillis(20));

    assertThat(robot.fault(call))
        .hasMessage("m.wait did not begin within 20 ms: m.crunch kept the interpreter");
    assertThat(robot.host().operations).hasSize(1);
  }

  @Test
  void blamesNobodyWhereNothingKeptTheInterpreter() {
    var call =
        robot.broker.callAsync(
            PythonCall.of("m", "look"), CallOptions.usual().within(Duration.ofNanos(1)));

    robot.lanes.jump(Duration.ofNanos(1));
    robot.lanes.runDue();

    assertThat(robot.fault(call))
        .hasMessage("m.look did not begin within 1 ns: nothing kept the interpreter");
  }

  @Test
  void takesADeadlineLongerThanAnyClockTells() {
    var call =
        robot.broker.callAsync(
            PythonCall.of("m", "look"),
            CallOptions.usual().within(Duration.ofSeconds(Long.MAX_VALUE)));

    robot.running().returns(7L);
    robot.lanes.run();

    assertThat(call.resultNow()).isEqualTo(7L);
  }

  @ParameterizedTest
  @MethodSource("errors")
  void tellsAnErrorOfADecoderAsAValueThatDoesNotCross(Error thrown) {
    var call =
        robot.broker.callAsync(
            PythonCall.of("m", "look"),
            CallOptions.returning(
                ReturnType.custom(_ -> {
                  throw thrown;
                })));

    robot.running().returns(7L);

    assertThat(robot.fault(call))
        .isInstanceOf(BrokerException.Marshal.class)
        .hasMessageContaining("no cup")
        .hasCause(thrown);
  }

  static Stream<Error> errors() {
    return Stream.of(new AssertionError("no cup"), new StackOverflowError("no cup"));
  }

  @Test
  void namesTheArgumentThatIsNull() {
    var usual = CallOptions.usual();
    var broker = robot.broker;

    refusesNull("the name of the Python module", () -> PythonCall.of(null, "f"));
    refusesNull("the name of the Python function", () -> PythonCall.of("m", null));
    refusesNull("the array of arguments", () -> PythonCall.of("m", "f", (Object[]) null));
    refusesNull("the call", () -> broker.call(null, usual));
    refusesNull("the deadline of a call", () -> usual.within(null));
    refusesNull("the options of m.f", () -> broker.call(PythonCall.of("m", "f"), null));
    refusesNull("the text to evaluate", () -> broker.eval(null, Map.of(), usual));
    refusesNull("the map of global names", () -> broker.eval("1", null, usual));
    refusesNull("the name of the Python module", () -> broker.importModule(null, usual));
  }

  private static void refusesNull(String argument, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(argument)
        .hasMessageContaining("is null");
  }

  @Test
  void interruptsWhatRunsOverItsDeadlineByTheSameLadder() {
    var call =
        robot.broker.callAsync(
            PythonCall.of("m", "crunch"), CallOptions.usual().within(Duration.ofMillis(20)));
    var crunch = robot.running();

    robot.lanes.pass(Duration.ofMillis(20 + 250));

    assertThat(robot.fault(call)).isInstanceOf(BrokerException.Timeout.class);
    assertThat(crunch.interrupts).isEqualTo(1);
    assertThat(robot.told(BrokerEvent.Marked.class)).hasSize(1);
  }

  @Test
  void failsNothingWhenTheClockJumps() {
    var call = robot.call("look");
    var look = robot.running();

    robot.lanes.jump(Duration.ofHours(-1));
    look.returns(1L);
    robot.lanes.run();

    assertThat(call.resultNow()).isEqualTo(1L);
    assertThat(robot.told(BrokerEvent.Ended.class).getFirst().report().queued())
        .isGreaterThanOrEqualTo(Duration.ZERO);
  }

  @Test
  void triesNothingTwice() {
    var call = robot.call("fail");
    robot.running().raises("ValueError", "no");
    robot.lanes.pass(Duration.ofMinutes(1));

    assertThat(robot.fault(call)).isInstanceOf(BrokerException.PythonError.class);
    assertThat(robot.host().operations).hasSize(1);
  }

  @Test
  void givesWhatPythonRaisedWithItsTraceback() {
    var call = robot.call("fail");
    robot.running().raises("ValueError", "no");

    var error = (BrokerException.PythonError) robot.fault(call);
    assertThat(error).hasMessage("m.fail raised ValueError: no");
    assertThat(error.type()).isEqualTo("ValueError");
    assertThat(error.traceback()).isEqualTo("Traceback: ValueError");
    assertThat(error.code()).isEqualTo("python_error");
    assertThat(error.severity()).isEqualTo(Severity.ERROR);
  }

  @Test
  void namesAModuleThatIsNotThere() {
    var call = robot.call("find");
    robot.running().fails(new ScriptException.UnknownModule("m", null));

    var error = (BrokerException.UnknownModule) robot.fault(call);
    assertThat(error.module()).isEqualTo("m");
    assertThat(error.code()).isEqualTo("unknown_module");
  }

  @Test
  void saysWhereAResultCannotCross() {
    var call = robot.call("find");
    robot.running().fails(new ConversionFault("$[2].name", "a set has no counterpart"));

    var error = (BrokerException.Marshal) robot.fault(call);
    assertThat(error.path()).isEqualTo("$[2].name");
    assertThat(error.reason()).isEqualTo("a set has no counterpart");
  }

  @Test
  void saysWhereAnArgumentCannotCross() {
    var call =
        robot.broker.callAsync(
            PythonCall.of("m", "find", 1, List.of(Thread.currentThread())), CallOptions.usual());

    assertThat(robot.fault(call))
        .isInstanceOf(BrokerException.Marshal.class)
        .hasMessageContaining("An argument of m.find cannot cross, at $[1][0]");
    assertThat(robot.host().operations).isEmpty();
  }

  @Test
  void givesACallUpWhoseCallerIsInterrupted() throws InterruptedException {
    var begun = new CountDownLatch(1);
    var thrown = new AtomicReference<Throwable>();
    var caller =
        Thread.ofVirtual()
            .start(() -> {
              begun.countDown();
              try {
                robot.broker.call("m", "look");
              } catch (InterruptedException | RuntimeException e) {
                thrown.set(e);
              }
            });
    begun.await();
    while (robot.host().operations.isEmpty()) {
      robot.lanes.run();
      Thread.onSpinWait();
    }

    caller.interrupt();
    caller.join();
    robot.lanes.run();

    assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
    assertThat(robot.host().last().interrupts).isEqualTo(1);
    robot.host().last().returns(null);
    assertThat(robot.told(BrokerEvent.Ended.class).getFirst().report().outcome())
        .isEqualTo("cancelled");
  }

  @Test
  void givesACallUpWhoseFutureIsCancelled() {
    var call = robot.call("look");
    var look = robot.running();

    call.cancel(true);
    robot.lanes.run();

    assertThat(look.interrupts).isEqualTo(1);
    assertThat(call).isCancelled();
  }

  @Test
  void takesACancelledCallOutOfTheQueue() {
    var _ = robot.call("first");
    robot.running();
    var second = robot.call("second");

    second.cancel(false);
    robot.host().last().returns(null);
    robot.lanes.run();

    assertThat(robot.host().operations).hasSize(1);
  }

  @Test
  void refusesToWaitForACallFromWithinAnOperation() {
    var refused = new AtomicReference<Throwable>();
    var _ =
        robot.broker.callAsync(
            PythonCall.of("m", "look"),
            CallOptions.returning(
                ReturnType.custom(value -> {
                  try {
                    robot.broker.call("m", "more");
                  } catch (InterruptedException | RuntimeException e) {
                    refused.set(e);
                  }
                  return 1;
                })));

    robot.running().returns(null);

    assertThat(refused.get())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(
            "m.more was called from within a Python operation of the same broker");
  }

  @Test
  void endsCallsUnderWayWhenItCloses() {
    var running = robot.call("first");
    var queued = robot.call("second");
    var first = robot.running();
    first.onInterrupt = () -> first.raises("terrarium.Interrupted", "");

    robot.broker.close();
    robot.lanes.run();

    assertThat(running).isCancelled();
    assertThatThrownBy(queued::join)
        .isInstanceOf(CancellationException.class)
        .hasStackTraceContaining("The broker was closed while m.second was under way");
    assertThat(first.interrupts).isEqualTo(1);
    assertThat(robot.host().isClosed).isTrue();
    assertThatThrownBy(() -> robot.call("third"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("The broker is closed");
  }

  @Test
  void doesNotWarnOfACallThatIsBeingEnded() {
    var _ = robot.call("crunch");
    robot.running();
    robot.lanes.pass(Duration.ofMillis(4_900));
    robot.trip();

    robot.lanes.pass(Duration.ofMillis(200));

    assertThat(robot.told(BrokerEvent.TakesLong.class)).isEmpty();
  }

  @Test
  void warnsOnceOfACallThatTakesLong() {
    var _ = robot.call("crunch");
    robot.running();

    robot.lanes.pass(Duration.ofSeconds(20));

    assertThat(robot.told(BrokerEvent.TakesLong.class))
        .containsExactly(
            new BrokerEvent.TakesLong(OperationKind.CALL, "m.crunch", Duration.ofSeconds(5)));
  }

  @Test
  void reportsTheWaitAndTheRunOfACall() {
    var _ = robot.call("first");
    var _ = robot.call("second");
    robot.running();
    robot.lanes.pass(Duration.ofMillis(30));
    robot.host().last().returns(null);
    robot.running();
    robot.lanes.pass(Duration.ofMillis(12));
    robot.host().last().returns(null);

    var second = robot.told(BrokerEvent.Ended.class).getLast().report();
    assertThat(second.name()).isEqualTo("m.second");
    assertThat(second.outcome()).isEqualTo("ok");
    assertThat(second.queued()).isEqualTo(Duration.ofMillis(30));
    assertThat(second.spent().inPython()).isEqualTo(Duration.ofMillis(12));
    assertThat(second.spent().untilFreed()).isEqualTo(Duration.ofMillis(42));
  }

  @Test
  void importsTheModulesOfItsOptionsInTheirOrder() throws InterruptedException {
    var scripts = new ArrayList<ScriptedHost>();
    var options = BrokerOptions.of(Rig.settings()).importing("b", "a");

    var broker =
        Broker.open(
            options,
            robot.gate,
            new Parts(
                new ThreadLanes("test"),
                upcalls -> {
                  scripts.add(new ScriptedHost(upcalls, false).prompt());
                  return scripts.getFirst();
                },
                robot.bus,
                Optional.empty(),
                Optional.empty()));
    broker.close();

    assertThat(scripts.getFirst().operations)
        .extracting(operation -> (Object) operation.arguments.getFirst())
        .containsExactly("b", "a");
  }
}
