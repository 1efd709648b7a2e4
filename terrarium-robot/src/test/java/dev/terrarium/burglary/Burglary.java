package dev.terrarium.burglary;

import dev.terrarium.safety.Gate;
import dev.terrarium.safety.GateOptions;
import dev.terrarium.safety.Permit;
import dev.terrarium.safety.RobotId;
import dev.terrarium.safety.Safety;
import dev.terrarium.safety.Watchdog;
import java.time.Duration;

/// Tries everything, one after the other, and prints a line about each.
public final class Burglary {
  private Burglary() {}

  public static void main(String[] arguments) {
    System.out.println(Gate.class.getModule() + " " + Burglary.class.getModule());
    for (Attempt attempt : Attempt.values()) {
      System.out.println(attempt + " " + tried(attempt));
    }
  }

  /// Tries one on a robot that was armed and is not any more.
  public static String tried(Attempt attempt) {
    RobotId robot = new RobotId("arm");
    try (Safety safety = Safety.open()) {
      Gate gate = safety.register(robot, GateOptions.defaults());
      try (Watchdog _ = Watchdog.start(safety, robot, Duration.ofDays(1))) {
        safety.arm(robot);
        Permit over = gate.permit().orElseThrow();
        safety.disarm(robot);
        return attempt.on(gate, over);
      }
    }
  }
}
