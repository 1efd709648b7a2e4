package dev.terrarium.broker;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/// A step of a longer undertaking, and what takes it back, for frameworks of sagas.
///
/// It depends on none of them: one takes [#forward] and [#backward] as functions, or drives a step
/// by [#run]. Nothing is tried a second time; whether to do so is for the framework to decide, by
/// [#mayTryAgain].
///
/// @param <I> what the step takes
/// @param <R> what it gives, which the compensation takes
/// @param name for logs
/// @param forward does it
/// @param backward takes it back, given what it gave
public record SagaStep<I, R>(
    String name,
    Function<I, CompletionStage<R>> forward,
    Function<R, CompletionStage<?>> backward) {
  /// Makes a step of two Python functions.
  ///
  /// The compensation runs in any state of safety: what was begun on an armed robot has to be taken
  /// back on a disarmed one, too.
  ///
  /// @param forward is called with what the step takes
  /// @param how how that is
  /// @param backward is called with what `forward` gave
  /// @param within the compensation's deadline
  public static <I, R> SagaStep<I, R> of(
      Broker broker, PythonCall forward, CallOptions<R> how, PythonCall backward, Duration within) {
    CallOptions<?> back = CallOptions.usual().within(within).inAnyState();
    return new SagaStep<>(
        forward.name(),
        broker.stage(forward, how),
        result -> broker.callAsync(backward.taking(java.util.Arrays.asList(result)), back));
  }

  /// Does the step, and then what comes next; takes the step back if that fails.
  ///
  /// @param next what depends on the step
  /// @return what `next` gives; or its failure, with that of the compensation added if it failed,
  ///   too
  public <T> CompletionStage<T> run(I input, Function<R, CompletionStage<T>> next) {
    return forward.apply(input).thenCompose(result -> followed(result, next));
  }

  private <T> CompletionStage<T> followed(R result, Function<R, CompletionStage<T>> next) {
    CompletionStage<T> after;
    try {
      after = next.apply(result);
    } catch (RuntimeException e) {
      after = CompletableFuture.failedFuture(e);
    }
    return after
        .handle((value, fault) ->
            Optional.ofNullable(fault)
                .map(why -> this.<T>takenBack(result, why))
                .orElseGet(() -> CompletableFuture.completedFuture(value)))
        .thenCompose(Function.identity());
  }

  private <T> CompletionStage<T> takenBack(R result, Throwable why) {
    return backward
        .apply(result)
        .handle((_, further) -> {
          if (further != null) {
            why.addSuppressed(further);
          }
          return CompletableFuture.<T>failedFuture(why);
        })
        .thenCompose(Function.identity());
  }

  /// Whether it makes sense to try a step again that failed so: not after a stop.
  public static boolean mayTryAgain(Throwable fault) {
    Throwable cause =
        fault instanceof CompletionException && fault.getCause() != null ? fault.getCause() : fault;
    return cause instanceof BrokerException told
        && switch (told) {
          case BrokerException.Timeout _,
              BrokerException.InterpreterBusy _,
              BrokerException.WorkerCrashed _ ->
              true;
          case BrokerException.PythonError _,
              BrokerException.UnknownModule _,
              BrokerException.SafetyNotArmed _,
              BrokerException.SafetyDisarmed _,
              BrokerException.InterpreterPoisoned _,
              BrokerException.Marshal _ ->
              false;
        };
  }
}
