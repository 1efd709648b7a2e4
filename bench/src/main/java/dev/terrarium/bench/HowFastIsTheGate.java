package dev.terrarium.bench;

import dev.terrarium.safety.ArmResult;
import dev.terrarium.safety.Gate;
import dev.terrarium.safety.GateOptions;
import dev.terrarium.safety.Permit;
import dev.terrarium.safety.RobotId;
import dev.terrarium.safety.Safety;
import java.util.concurrent.Callable;

/// How long does it take to ask whether a robot may move?
///
/// A volatile read is neither hoisted out of a loop nor left out, so that a loop around the
/// question measures the question, and the loop.
final class HowFastIsTheGate {
  private static final int QUESTIONS = 100_000;
  private static final RobotId ROBOT = new RobotId("arm");

  private final Scores scores;

  private HowFastIsTheGate(Scores scores) {
    this.scores = scores;
  }

  static void measure(Scores scores) {
    HowFastIsTheGate rows = new HowFastIsTheGate(scores);
    try (Safety safety = Safety.open()) {
      Gate gate = safety.register(ROBOT, GateOptions.defaults());
      if (!(safety.arm(ROBOT) instanceof ArmResult.Armed(Permit permit))) {
        throw new IllegalStateException("the robot was not armed");
      }
      rows.add("gate-armed", "the gate: is it armed?", () -> armed(gate));
      rows.add("gate-permit", "the permit: is it valid?", () -> valid(permit));
      rows.add("gate-admits", "the gate: is it this permit?", () -> admitted(gate, permit));
    }
  }

  private void add(String id, String title, Callable<Integer> questions) {
    scores.add(
        Contest.ofItems(id, title, QUESTIONS, Contender.of(questions, QUESTIONS))
            .promising(new Promise.AtMost(5)));
  }

  // A loop for each, so that none is compiled for what another has asked.

  private static int armed(Gate gate) {
    int yes = 0;
    for (int i = 0; i < QUESTIONS; i++) {
      yes += gate.isArmed() ? 1 : 0;
    }
    return yes;
  }

  private static int valid(Permit permit) {
    int yes = 0;
    for (int i = 0; i < QUESTIONS; i++) {
      yes += permit.isValid() ? 1 : 0;
    }
    return yes;
  }

  private static int admitted(Gate gate, Permit permit) {
    int yes = 0;
    for (int i = 0; i < QUESTIONS; i++) {
      yes += gate.admits(permit) ? 1 : 0;
    }
    return yes;
  }
}
