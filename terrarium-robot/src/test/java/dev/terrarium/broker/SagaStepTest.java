package dev.terrarium.broker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrarium.safety.SafetyState;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/// Python calls for frameworks that know nothing of brokers.
class SagaStepTest {
  @Test
  void takesAStepBackWithWhatItGaveWhenTheNextFails() throws InterruptedException {
    try (var robot = new Rig().armed()) {
      SagaStep<Integer, Object> grasp =
          SagaStep.of(
              robot.broker,
              PythonCall.of("m", "grasp"),
              CallOptions.returning(ReturnType.custom(String::valueOf)),
              PythonCall.of("m", "release"),
              Duration.ofSeconds(1));

      var ended =
          grasp
              .run(7, _ -> CompletableFuture.failedFuture(new IllegalStateException("dropped")))
              .toCompletableFuture();
      var grasping = robot.running();
      assertThat(grasping.arguments.get(2)).isEqualTo(List.of(7L));
      grasping.returns("cup");
      var release = robot.running();
      robot.trip();
      release.returns(null);
      robot.lanes.run();

      assertThat(release.arguments.get(2)).isEqualTo(List.of("cup"));
      assertThat(ended.exceptionNow()).hasMessage("dropped");
    }
  }

  @Test
  void saysThatNothingIsTriedAgainAfterAStop() {
    var disarmed = new BrokerException.SafetyDisarmed("m.f", SafetyState.DISARMING, true);
    var late = new BrokerException.Timeout("m.f", Duration.ofSeconds(1), Optional.empty());

    assertThat(SagaStep.mayTryAgain(disarmed)).isFalse();
    assertThat(SagaStep.mayTryAgain(late)).isTrue();
  }
}
