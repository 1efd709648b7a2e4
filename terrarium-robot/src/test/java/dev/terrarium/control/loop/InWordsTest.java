package dev.terrarium.control.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrarium.safety.SafetyState;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What is printed of a loop.
class InWordsTest {
  @Test
  void aCycleAndAStateTellWhereTheArmIs() {
    var row = new CycleRow(2, 0);
    row.cycle = 7;
    row.q[1] = 0.5;
    row.flags = 5;

    assertThat(row)
        .hasToString(
            "cycle 7, q [0.0, 0.5] rad, dq [0.0, 0.0] rad/s, torque [0.0, 0.0] N m, flags [LATE, SLOW]");
    assertThat(new BoardState(2, 0))
        .hasToString(
            "cycle 0, q [0.0, 0.0] rad, dq [0.0, 0.0] rad/s, torque [0.0, 0.0] N m, flags []");
  }

  @Test
  void anEndIsItsSentence() {
    var rows = List.of(new CycleRow(2, 0));

    assertThat(new LoopEnd.Stopped(rows)).hasToString("the loop was stopped");
    assertThat(new LoopEnd.SafetyLeft(SafetyState.DISARMED, rows))
        .hasToString("the permit to move is over, and the robot is disarmed");
    assertThat(new LoopEnd.NotANumber(2, Double.NaN, rows))
        .hasToString("the controller gave NaN for joint 2: expected a finite torque");
  }
}
