package dev.terrarium.broker.declaration;

import dev.terrarium.broker.declaration.ArmDeclaration.StartingLaw;
import java.time.Duration;
import java.util.Optional;

/// What an arm and its policies have to do with each other and with the rest.
final class ArmChecks {
  private final Draft draft;
  private Optional<String> first = Optional.empty();

  private ArmChecks(Draft draft) {
    this.draft = draft;
  }

  static void check(Draft draft) {
    var checks = new ArmChecks(draft);
    draft.arm().ifPresent(checks::checkArm);
    draft.under(PolicySection.SECTION).forEach(checks::checkPolicy);
  }

  private void checkArm(Entry arm) {
    if (draft.robot().find(RobotSection.SIMULATED).filter(simulated -> !simulated).isPresent()) {
      arm.place()
          .fault(
              "must be of a robot that is declared as simulated = true, as there is no driver of a real"
                  + " arm");
    }
    draft
        .under(ActuatorSection.SECTION)
        .values()
        .forEach(actuator -> {
          boolean isArm =
              actuator
                  .find(ActuatorSection.PATH)
                  .filter(path -> path.text().equals("actuator." + ArmDeclaration.COMPONENT))
                  .isPresent();
          if (isArm) {
            actuator
                .place(ActuatorSection.PATH)
                .fault("must be another path, as the robot's arm is the component arm");
          }
        });
  }

  private void checkPolicy(String name, Entry policy) {
    if (draft.arm().isEmpty()) {
      policy.place().fault("must be left out where there is no arm: declare one as [arm]");
    }
    draft.arm().ifPresent(arm -> checkFit(arm, policy));
    if (policy.find(PolicySection.AUTOSTART).orElse(false)) {
      first.ifPresentOrElse(
          other ->
              policy
                  .place(PolicySection.AUTOSTART)
                  .fault(
                      "must be false, as "
                          + other
                          + " starts with the arm already, and one policy has it at a time"),
          () -> first = Optional.of(name));
    }
  }

  private static void checkFit(Entry arm, Entry policy) {
    if (arm.find(ArmSection.LAW).filter(StartingLaw.GRAVITY::equals).isPresent()
        && policy.find(PolicySection.AUTOSTART).orElse(false)) {
      policy
          .place(PolicySection.AUTOSTART)
          .fault("must be false, as the law gravity, which the arm begins with, takes no targets");
    }
    var rate = policy.find(PolicySection.RATE_HZ);
    var hold = arm.find(ArmSection.HOLD_MS);
    if (rate.isPresent() && hold.isPresent() && isPastHold(rate.get(), hold.get())) {
      policy
          .place(PolicySection.RATE_HZ)
          .fault(
              "must be so that targets come before they get too old: every %s ms is no less than arm.hold_ms, which is %d"
                  .formatted(words(1e3 / rate.get()), hold.get().toMillis()));
    }
  }

  private static boolean isPastHold(double rate, Duration hold) {
    return 1e9 / rate >= hold.toNanos();
  }

  private static String words(double millis) {
    return millis == Math.rint(millis)
        ? String.valueOf(Math.round(millis))
        : String.valueOf(Math.round(millis * 10) / 10.0);
  }
}
