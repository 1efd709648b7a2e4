package dev.terrarium.broker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrarium.message.geometry.Vec3;
import dev.terrarium.message.payload.Geometry;
import dev.terrarium.message.payload.StateMachine;
import dev.terrarium.message.topic.Delivery;
import dev.terrarium.message.topic.TopicPath;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// How often a handler gets messages.
class PaceTest {
  private static final Duration EVERY = Duration.ofMillis(50);

  private final SteppedLanes lanes = new SteppedLanes();
  private final List<Delivery> let = new ArrayList<>();

  @Test
  void letsTheFirstMessageThroughAndDropsTheRest() {
    Pace pace = pace(false);

    pace.take(point(1));
    pace.take(point(2));
    lanes.pass(EVERY);
    pace.take(point(3));

    assertThat(let).containsExactly(point(1), point(3));
  }

  @Test
  void bringsTheLastOfTheRestLateWhereThatIsWanted() {
    Pace pace = pace(true);

    pace.take(point(1));
    pace.take(point(2));
    pace.take(point(3));
    assertThat(let).containsExactly(point(1));
    lanes.pass(EVERY);

    assertThat(let).containsExactly(point(1), point(3));
  }

  @Test
  void neverHoldsAChangeOfTheStateBack() {
    Pace pace = pace(false);
    var trip = Rig.delivery("state_machine", new StateMachine.Transition("armed", "disarming"));

    pace.take(trip);
    pace.take(trip);

    assertThat(let).hasSize(2);
  }

  @Test
  void neverGivesAScriptMoreThanItMayHave() throws Exception {
    var allowed = new Exposure.Seen(TopicPath.of("sensor"), EVERY, false);

    assertThat(throttle(allowed, 0.001).every()).isEqualTo(EVERY);
    assertThat(throttle(allowed, 1.5).every()).isEqualTo(Duration.ofMillis(1500));
  }

  private static Exposure.Seen throttle(Exposure.Seen allowed, double every) throws Exception {
    var ask =
        new dev.terrarium.worker.script.Ask(
            "on",
            List.of(1L, "sensor.point", java.util.Map.of("every", every)),
            java.util.OptionalLong.empty());
    return new Given(ask).throttle(2, allowed);
  }

  private Pace pace(boolean trailing) {
    return new Pace(new Exposure.Seen(TopicPath.of("sensor"), EVERY, trailing), lanes, let::add);
  }

  private static Delivery point(double x) {
    return Rig.delivery("sensor.point", new Geometry.Point3D(new Vec3(x, 0, 0)));
  }
}
