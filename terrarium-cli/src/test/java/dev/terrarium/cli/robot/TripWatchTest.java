package dev.terrarium.cli.robot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrarium.safety.ComponentPath;
import dev.terrarium.safety.Fault;
import dev.terrarium.safety.FaultReport;
import dev.terrarium.safety.RobotId;
import dev.terrarium.safety.SafetyState;
import dev.terrarium.safety.Transition;
import org.junit.jupiter.api.Test;

class TripWatchTest {
  private static final RobotId TOY = new RobotId("toy");

  private final TripWatch watch = new TripWatch();

  @Test
  void seesWhoElseHasDisarmedAndWhy() throws InterruptedException {
    watch.changed(new Transition(TOY, SafetyState.ARMED, SafetyState.DISARMING, 7));
    watch.reported(report("watchdog", "nobody is there"));

    assertThat(watch.tripped()).isDone();
    assertThat(watch.seen())
        .contains(new TripWatch.Trip(7, "watchdog", "Emergency stop by somebody: nobody is there"));
  }

  @Test
  void doesNotTakeWhatWasReportedEarlierForTheReason() throws InterruptedException {
    watch.reported(report("arm.wrist", "it is warm"));
    watch.changed(new Transition(TOY, SafetyState.ARMED, SafetyState.DISARMING, 7));

    assertThat(watch.seen()).map(TripWatch.Trip::source).contains("unknown");
  }

  @Test
  void takesWhatIsSaidInPlaceOfAReport() throws InterruptedException {
    watch.explain("arm", "too early");
    watch.changed(new Transition(TOY, SafetyState.ARMED, SafetyState.ERROR, 7));
    watch.explain("arm", "the arm stopped by a reflex");
    watch.reported(report("arm", "too late"));

    assertThat(watch.seen()).contains(new TripWatch.Trip(7, "arm", "the arm stopped by a reflex"));
  }

  @Test
  void leavesAStopAloneThatIsExpected() throws InterruptedException {
    watch.expect();

    watch.changed(new Transition(TOY, SafetyState.ARMED, SafetyState.DISARMING, 7));

    assertThat(watch.seen()).isEmpty();
  }

  private static FaultReport report(String component, String reason) {
    return new FaultReport(
        TOY, ComponentPath.of(component), new Fault.EmergencyStop("somebody", reason), 8);
  }
}
