package dev.terrarium.broker;

import dev.terrarium.bus.Bus;
import dev.terrarium.bus.command.CommandDefinition;
import dev.terrarium.bus.command.CommandSet;
import dev.terrarium.bus.command.Commands;
import dev.terrarium.safety.Gate;
import dev.terrarium.safety.Permit;
import dev.terrarium.safety.Registration;
import dev.terrarium.safety.SafetyListener;
import dev.terrarium.safety.SafetyState;
import dev.terrarium.safety.Transition;
import dev.terrarium.worker.script.ScriptHosts;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The front door to Python for one robot: one queue, one operation at a time.
///
/// Every call has a deadline, which counts from the moment of the call; most need an armed robot.
/// Whoever waits is freed at the deadline, and at once when safety leaves armed, whatever Python
/// does: the broker's own threads interrupt the Python code, every 10 ms until it ends. Code that
/// has not ended after 250 ms makes the interpreter refuse calls until it does; a process is killed
/// after a second, and another one serves. Nothing is tried twice.
///
/// A broker is safe to use from any thread, virtual ones among them. A thread that runs a part of
/// an operation, such as a decoder, must not wait for another one, and is told so.
public final class Broker implements AutoCloseable {
  private final Lanes lanes;
  private final Gate gate;
  private final BrokerOptions options;
  private final Seat seat;
  private final Desk desk;
  private final List<Registration> registrations = new ArrayList<>();

  private Broker(BrokerOptions options, Gate gate, Parts parts) {
    this.lanes = parts.lanes();
    this.gate = gate;
    this.options = options;
    List<BrokerListener> listeners = new ArrayList<>();
    listeners.add(new Recorded(gate.robot().name()));
    listeners.addAll(options.listeners());
    var teller = new Teller(lanes, List.copyOf(listeners));
    var outlook =
        new Outlook(options.exposure(), gate, parts.bus(), parts.commands(), parts.parameters());
    this.seat =
        new Seat(
            parts.opener(),
            () -> new Side(outlook, options.limits(), lanes, teller, desk()),
            gate,
            lanes,
            options);
    this.desk =
        new Desk(
            lanes, teller, seat, options.limits(), text -> outlook.report(List.of("broker"), text));
  }

  /// Opens an interpreter and imports the modules of the options.
  ///
  /// @throws BrokerException if there is no interpreter, or an import fails
  /// @throws InterruptedException if the thread is interrupted meanwhile; nothing is open then
  public static Broker open(BrokerOptions options, Gate gate, Bus bus) throws InterruptedException {
    return open(options, gate, parts(options, gate, bus, Optional.empty()));
  }

  /// Opens an interpreter for a robot that has commands, and imports the modules of the options.
  ///
  /// @throws IllegalArgumentException if a command is exposed that there is not, or that arms or
  ///   disarms
  /// @throws BrokerException if there is no interpreter, or an import fails
  /// @throws InterruptedException if the thread is interrupted meanwhile; nothing is open then
  public static Broker open(BrokerOptions options, Gate gate, Bus bus, Commands commands)
      throws InterruptedException {
    options.exposure().commands().forEach(name -> requireForScripts(name, commands.set()));
    return open(options, gate, parts(options, gate, bus, Optional.of(commands)));
  }

  private static void requireForScripts(String name, CommandSet set) {
    Optional<CommandDefinition> found = set.find(name);
    if (found.isEmpty()) {
      throw new IllegalArgumentException(
          "The command '" + name + "' cannot be exposed: there is none; there are " + set.names());
    }
    if (found.get().role() != CommandDefinition.Role.NONE) {
      throw new IllegalArgumentException(
          "The command '"
              + name
              + "' cannot be exposed: it arms or disarms, which scripts never do");
    }
  }

  private static Parts parts(
      BrokerOptions options, Gate gate, Bus bus, Optional<Commands> commands) {
    return new Parts(
        new ThreadLanes(gate.robot().name()),
        upcalls -> ScriptHosts.open(options.scripts(), upcalls),
        bus,
        commands,
        Optional.empty());
  }

  static Broker open(BrokerOptions options, Gate gate, Parts parts) throws InterruptedException {
    var broker = new Broker(options, gate, parts);
    boolean isOpen = false;
    try {
      broker.registrations.add(gate.listen(broker.new Trips()));
      options.listeners().forEach(listener -> listener.opening(gate, parts.bus()));
      for (Operation<?> first : broker.desk.open()) {
        first.await();
      }
      isOpen = true;
      return broker;
    } finally {
      if (!isOpen) {
        broker.close();
      }
    }
  }

  private Desk desk() {
    return desk;
  }

  /// Hears of trips before those who came earlier, who might keep the thread.
  private final class Trips implements SafetyListener {
    @Override
    public void changed(Transition transition) {
      if (transition.isTrip()) {
        desk.trip(transition.to());
      } else if (transition.to() == SafetyState.ARMED) {
        lanes.guard(desk::wake); // A turn that began unarmed makes room for one that may move.
      }
    }

    @Override
    public boolean goesFirst() {
      return true;
    }
  }

  /// Calls a Python function with the usual options: on an armed robot, within 30 seconds.
  ///
  /// @param arguments null, Boolean, numbers, String, bytes, geometry, quantities, messages,
  ///   records, arrays, [Opaque], and lists and maps of them
  /// @return what [ReturnType#auto()] makes of the result
  /// @throws BrokerException if it comes to no result
  /// @throws InterruptedException if the waiting thread is interrupted, which gives the call up
  public @Nullable Object call(String module, String function, @Nullable Object... arguments)
      throws InterruptedException {
    return call(PythonCall.of(module, function, arguments), CallOptions.usual());
  }

  /// Calls a Python function and waits for the result.
  ///
  /// Arguments that are large, or made by code of the caller's own, are copied by another thread,
  /// so that the caller is freed in time all the same. Whoever is freed early may change them: what
  /// is made of them is dropped.
  ///
  /// @throws BrokerException if it comes to no result
  /// @throws InterruptedException if the waiting thread is interrupted, which gives the call up
  /// @throws IllegalStateException if the broker is closed, or the thread runs a part of an
  ///   operation
  public <R extends @Nullable Object> R call(PythonCall call, CallOptions<R> how)
      throws InterruptedException {
    return await(called(call, how), Quick.are(call));
  }

  /// Calls a Python function without waiting.
  ///
  /// The arguments are copied before this returns, and may be changed then; a trip and the deadline
  /// end the copying. Arrays that are given as [dev.terrarium.message.ArrayView] are not copied,
  /// and stay as they are until the call has ended.
  ///
  /// Whoever waits for the future is freed as by [#call]; what is hung on it runs on threads that
  /// do only that. To cancel it is to give the call up. It fails with a [BrokerException], or with
  /// a `CancellationException` when the broker is closed.
  public <R extends @Nullable Object> CompletableFuture<R> callAsync(
      PythonCall call, CallOptions<R> how) {
    return later(() -> called(call, how));
  }

  /// Evaluates source text.
  ///
  /// @param code statements, and an expression at the end if there is to be a result
  /// @param globals names that it finds; `bb_robot` is there beside them
  /// @throws BrokerException if it comes to no result
  /// @throws InterruptedException if the waiting thread is interrupted, which gives the call up
  public <R extends @Nullable Object> Evaluation<R> eval(
      String code, Map<String, ? extends @Nullable Object> globals, CallOptions<R> how)
      throws InterruptedException {
    return await(evaluated(code, globals, how), Quick.are(globals));
  }

  /// Evaluates source text without waiting; see [#callAsync].
  public <R extends @Nullable Object> CompletableFuture<Evaluation<R>> evalAsync(
      String code, Map<String, ? extends @Nullable Object> globals, CallOptions<R> how) {
    return later(() -> evaluated(code, globals, how));
  }

  /// Imports a module, in every later process as well.
  ///
  /// @throws BrokerException if that fails
  /// @throws InterruptedException if the waiting thread is interrupted, which gives the import up
  public void importModule(String name, CallOptions<?> how) throws InterruptedException {
    await(imported(name, how), true);
  }

  /// Imports a module without waiting; see [#callAsync].
  public CompletableFuture<?> importModuleAsync(String name, CallOptions<?> how) {
    return later(() -> imported(name, how));
  }

  /// Returns a Python function of one argument as a Java function, which waits.
  ///
  /// A thread that is interrupted while it waits gets a `CancellationException`, and is interrupted
  /// still.
  ///
  /// @param call what is called; its argument takes the place of those that it has by position
  public <I extends @Nullable Object, R extends @Nullable Object> Function<I, R> function(
      PythonCall call, CallOptions<R> how) {
    return argument -> uninterrupted(call.taking(Arrays.asList(argument)), how);
  }

  /// Returns a Python call as something that an executor can run.
  public <R extends @Nullable Object> Callable<R> callable(PythonCall call, CallOptions<R> how) {
    return () -> call(call, how);
  }

  /// Returns a Python call as something that begins it each time, and does not wait.
  public <R extends @Nullable Object> Supplier<CompletionStage<R>> supplier(
      PythonCall call, CallOptions<R> how) {
    return () -> callAsync(call, how);
  }

  /// Returns a Python function of one argument as a Java function that does not wait.
  public <I extends @Nullable Object, R extends @Nullable Object>
      Function<I, CompletionStage<R>> stage(PythonCall call, CallOptions<R> how) {
    return argument -> callAsync(call.taking(Arrays.asList(argument)), how);
  }

  private <R extends @Nullable Object> R uninterrupted(PythonCall call, CallOptions<R> how) {
    try {
      return call(call, how);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      var cancelled =
          new CancellationException(
              "The thread that waited for " + call.name() + " was interrupted");
      cancelled.initCause(e);
      throw cancelled;
    }
  }

  /// Ends the process of the scripts, whatever it does, and has another one serve, which imports
  /// the same modules: for a process that answers, and is of no use any more.
  ///
  /// A call that runs has [BrokerException.WorkerCrashed]; those that wait, and new ones, wait for
  /// the new process.
  ///
  /// @return whether there was a process to end; there is none where scripts run inline, and
  ///   between two processes
  public boolean restart() {
    return desk.end(() -> true, () -> {});
  }

  /// Has the threads that run its Python give way to all others, from its next operation on, by
  /// SCHED_BATCH and niceness 19, which nobody can take back without a privilege.
  ///
  /// Inline these are threads of the interpreter, with those that scripts start from then on, and
  /// whatever else they run later gives way as well. A process gives way whole, and so does every
  /// one after it.
  ///
  /// @return whether this system, Linux, lets threads give way
  public boolean giveWay() {
    return seat.giveWay();
  }

  /// Returns what each handler of the scripts has seen so far, in the order of registering; the
  /// first of a topic counts on from those of processes that have ended.
  public List<HandlerCounters> handlers() {
    return seat.counters();
  }

  private <R extends @Nullable Object> Operation<R> called(PythonCall call, CallOptions<R> how) {
    Names.require("the call", call);
    return new Operation<>(
        new Work<>(
            OperationKind.CALL,
            call.name(),
            "call",
            isUnwanted -> {
              var outbound = outbound(call.name(), isUnwanted);
              return List.of(
                  call.module(),
                  call.function(),
                  outbound.list(call.arguments()),
                  outbound.map(call.named()));
            },
            value -> Inside.of(desk, () -> how.returns().decode(value))),
        terms(call.name(), how));
  }

  private <R extends @Nullable Object> Operation<Evaluation<R>> evaluated(
      String code, Map<String, ? extends @Nullable Object> globals, CallOptions<R> how) {
    Names.require("the text to evaluate", code);
    Names.require("the map of global names", globals);
    return new Operation<>(
        new Work<>(
            OperationKind.EVAL,
            "eval",
            "evaluate",
            isUnwanted -> {
              var outbound = outbound("eval", isUnwanted);
              return Arrays.asList(outbound.value(code), outbound.map(globals));
            },
            value -> Inside.of(desk, () -> Evaluation.decode(value, how.returns()))),
        terms("eval", how));
  }

  private Outbound outbound(String call, BooleanSupplier isUnwanted) {
    return new Outbound(call, options.exposure().types(), "An argument", isUnwanted);
  }

  private Operation<Boolean> imported(String name, CallOptions<?> how) {
    Names.requireDotted("module", name);
    var terms = terms("import " + name, how);
    return seat.importing(name, terms.limit(), terms.permit());
  }

  private Operation.Terms terms(String name, CallOptions<?> how) {
    Names.require("the options of " + name, how);
    Optional<Permit> permit = gate.permit();
    boolean needsArmed = how.policy() != SafetyPolicy.ANY;
    if (needsArmed && permit.isEmpty()) {
      var refusal = new BrokerException.SafetyNotArmed(name, gate.state());
      throw how.policy() == SafetyPolicy.WHILE_ARMED ? refusal : desk.refused(name, refusal);
    }
    return new Operation.Terms(
        lanes.nanos(), how.deadline(), needsArmed ? permit : Optional.empty());
  }

  /// @param isQuick whether what it takes is made in no time; if not, another thread does that, so
  ///   that this one is freed whatever it takes
  private <R extends @Nullable Object> R await(Operation<R> operation, boolean isQuick)
      throws InterruptedException {
    Inside.requireOutside(desk, operation.name());
    desk.admit(operation);
    if (isQuick) {
      desk.submit(operation);
    } else {
      lanes.callers().execute(() -> desk.submit(operation));
    }
    try {
      return operation.await();
    } catch (InterruptedException e) {
      desk.cancel(operation);
      throw e;
    }
  }

  /// What keeps a call from being made fails its future; a closed broker is the caller's mistake.
  private <R extends @Nullable Object> CompletableFuture<R> later(
      Supplier<Operation<R>> operation) {
    Operation<R> made;
    try {
      made = operation.get();
    } catch (BrokerException e) {
      return CompletableFuture.failedFuture(e);
    }
    desk.admit(made);
    desk.submit(made);
    return new Call<>(made, desk, lanes.callers());
  }

  /// Refuses calls from now on, ends those that wait, interrupts what runs, and closes the
  /// interpreter.
  ///
  /// It waits for Python code that runs on, as long as [BrokerOptions.Limits#closing()] says.
  /// Callers that wait get a `CancellationException`. A second time does nothing.
  @Override
  public void close() {
    registrations.forEach(Registration::close);
    desk.close(options.limits().closing());
    lanes.close();
  }
}
