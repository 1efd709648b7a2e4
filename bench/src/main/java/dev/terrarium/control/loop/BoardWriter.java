package dev.terrarium.control.loop;

import dev.terrarium.control.robot.ArmState;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/// A JVM of its own that writes a board 1,000, 10,000 and 100,000 times in a second, for equal
/// times; each state has one number everywhere.
///
/// It lies in this package since only a loop writes boards, and none is so fast.
public final class BoardWriter {
  private static final int JOINTS = 7;
  private static final int EXTRAS = 27;
  private static final int[] RATES = {1_000, 10_000, 100_000};

  private final StateBoard board;
  private final CycleRow row = new CycleRow(JOINTS, EXTRAS);
  private final ArmState arm = new ArmState(JOINTS);
  private final Tally tally = new Tally();

  private BoardWriter(StateBoard board) {
    this.board = board;
  }

  /// Writes, and prints how often.
  ///
  /// @param arguments the board's file, and for how many seconds
  public static void main(String[] arguments) {
    StateBoard board = StateBoard.create(JOINTS, EXTRAS, Optional.of(Path.of(arguments[0])));
    var writer = new BoardWriter(board);
    writer.write(0);
    System.out.println("ready");
    System.out.flush();
    long each = (long) (Double.parseDouble(arguments[1]) * 1e9 / RATES.length);
    long number = 1;
    for (int rate : RATES) {
      long before = number;
      number = writer.write(number, 1_000_000_000L / rate, each);
      System.out.println("at_" + rate + "=" + (number - before) * 1_000_000_000L / each);
    }
  }

  /// Writes states until a time is over, and returns the next number.
  private long write(long first, long period, long nanos) {
    long end = System.nanoTime() + nanos;
    long number = first;
    for (long due = System.nanoTime(); due < end; due += period) {
      while (System.nanoTime() < due) {
        Thread.onSpinWait();
      }
      write(number++);
    }
    return number;
  }

  private void write(long number) {
    row.cycle = number;
    for (double[] each :
        new double[][] {
          row.torque,
          row.extras,
          arm.q,
          arm.dq,
          arm.lastTorque,
          arm.ee,
          arm.jacobian,
          arm.mass,
          arm.gravity,
          arm.coriolis
        }) {
      Arrays.fill(each, (double) number);
    }
    arm.successRate = (double) number;
    board.publish(row, arm, tally);
  }
}
