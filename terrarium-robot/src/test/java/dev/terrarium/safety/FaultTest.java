package dev.terrarium.safety;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Every fault says how bad it is, and what it is.
class FaultTest {
  @Test
  void everyFaultOfSafetyIsCritical() {
    List<Fault> faults =
        List.of(
            new Fault.CollisionRisk("the table"),
            new Fault.EmergencyStop("button", "pressed"),
            new Fault.LimitExceeded(ComponentPath.of("motor"), "torque", 9.5, 9, "N m"));

    assertThat(faults).extracting(Fault::severity).containsOnly(Severity.CRITICAL);
    assertThat(faults)
        .extracting(Fault::message)
        .containsExactly(
            "A collision is close: the table",
            "Emergency stop by button: pressed",
            "The torque of motor is 9.5 N m; the limit is 9.0 N m");
  }

  @Test
  void everyFaultOfHardwareIsAnError() {
    List<Fault> faults =
        List.of(
            new Fault.BusError("can0", "no acknowledgement"),
            new Fault.DeviceError("The winding is hot"),
            new Fault.Disconnected("imu"),
            new Fault.Timeout("reading the imu", Duration.ofMillis(20)));

    assertThat(faults).extracting(Fault::severity).containsOnly(Severity.ERROR);
    assertThat(faults)
        .extracting(Fault::message)
        .containsExactly(
            "The bus can0 does not work: no acknowledgement",
            "The winding is hot",
            "The device imu is not connected any more",
            "reading the imu has not ended within 20 ms");
  }

  @Test
  void timesBelowAMillisecondAreToldInNanoseconds() {
    var brief = Duration.ofNanos(999_999);

    assertThat(new Fault.Timeout("a read", brief).message())
        .isEqualTo("a read has not ended within 999999 ns");
    assertThat(new HandlerFailure.TimedOut(brief)).hasToString("it has not ended within 999999 ns");
  }

  @Test
  void theFaultsAreTheseAndNoOthers() {
    assertThat(Fault.OfSafety.class.getPermittedSubclasses())
        .extracting(Class::getSimpleName)
        .containsExactlyInAnyOrder("CollisionRisk", "EmergencyStop", "LimitExceeded");
    assertThat(Fault.OfHardware.class.getPermittedSubclasses())
        .extracting(Class::getSimpleName)
        .containsExactlyInAnyOrder("BusError", "DeviceError", "Disconnected", "Timeout");
  }

  @Test
  void aDisarmThatFailedIsCritical() {
    var failure =
        new HandlerFailure(ComponentPath.of("motor"), new HandlerFailure.ReturnedError("stuck"));

    assertThat(new DisarmResult.Failed(List.of(failure)).severity()).isEqualTo(Severity.CRITICAL);
  }

  @Test
  void theSeveritiesAreThree() {
    assertThat(Severity.values())
        .extracting(Severity::id)
        .containsExactly("critical", "error", "warning");
  }
}
