package dev.terrarium.bench;

import com.sun.management.ThreadMXBean;
import dev.terrarium.control.ArmOptions;
import dev.terrarium.control.ControlledArm;
import dev.terrarium.control.loop.LoopOptions;
import dev.terrarium.control.loop.WarmUp;
import dev.terrarium.control.robot.Arm;
import dev.terrarium.control.robot.ArmLimits;
import dev.terrarium.control.robot.ArmState;
import dev.terrarium.control.sim.SimulatedFranka;
import dev.terrarium.safety.GateOptions;
import dev.terrarium.safety.RobotId;
import dev.terrarium.safety.Safety;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Arrays;
import java.util.logging.Level;
import java.util.logging.Logger;

/// A JVM of its own that runs the cycles of a loop as fast as they go, and times each.
///
/// They are those of a rehearsal, which are live ones but for the clock: the arm's dynamics, the
/// law, the limits, the board and the ring. From one reading of the arm to the next is a cycle. The
/// first ones, before everything is compiled, are left out, and so is every other arm in memory,
/// which practises what a live one may be told.
final class CycleCost {
  private static final Logger LOG = Logger.getLogger("dev.terrarium");
  private static final int CYCLES = 400_000;
  private static final int LEFT_OUT = 200_000;

  private CycleCost() {}

  /// Measures, and prints properties.
  public static void main(String[] arguments) {
    LOG.setLevel(Level.SEVERE);
    var times = new Times();
    var robot = new RobotId("arm");
    Safety safety = Safety.open();
    var gate = safety.register(robot, GateOptions.defaults());
    LoopOptions options =
        LoopOptions.standard()
            .withoutRealTime()
            .withWarmUp(new WarmUp(2 * CYCLES, Duration.ofSeconds(60)));
    ControlledArm arm =
        ControlledArm.of(
            new TimedArm(SimulatedFranka.fr3(), times, false),
            gate,
            ArmOptions.standard().withLoop(options));
    arm.switchTo("osc");
    safety.arm(robot);
    System.out.println(DisturbedLoop.READY);
    System.out.flush();
    arm.start();
    var _ = arm.stop().toCompletableFuture().join();
    times.tell();
    System.out.flush();
    Runtime.getRuntime().halt(0);
  }

  /// The times of all cycles, and what they have allocated.
  private static final class Times {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final long[] nanos = new long[2 * CYCLES];
    private int count;
    private long bytes;

    /// Takes those of a round.
    void add(long[] round, int cycles, long allocated) {
      if (count + cycles <= nanos.length) {
        System.arraycopy(round, 0, nanos, count, cycles);
        bytes += count >= LEFT_OUT ? allocated : 0;
        count += cycles;
      }
    }

    long allocated() {
      return THREADS.getCurrentThreadAllocatedBytes();
    }

    void tell() {
      long[] warm = Arrays.copyOfRange(nanos, Math.min(LEFT_OUT, count), count);
      Arrays.sort(warm);
      System.out.println("cycles=" + warm.length);
      System.out.println("bytes=" + bytes);
      for (double share : new double[] {0.5, 0.99, 0.999, 1}) {
        int index = (int) Math.ceil(share * warm.length) - 1;
        System.out.println("at_" + share + "=" + warm[index]);
      }
    }
  }

  /// An arm whose rehearsals tell how long it is from one reading to the next.
  private static final class TimedArm implements Arm {
    /// The controller begins between the first readings of a rehearsal, and the arm is brought to
    /// rest after the last: neither is a cycle. A shorter round keeps to the clock.
    private static final int BEGINNING = 3;

    private static final int END = 3_000;

    private final Arm arm;
    private final Times times;
    private final boolean isTimed;
    private final long[] nanos = new long[END];
    private int reads;
    private long before;
    private long bytesBefore;
    private long bytes;
    private boolean hasPractised;

    TimedArm(Arm arm, Times times, boolean isTimed) {
      this.arm = arm;
      this.times = times;
      this.isTimed = isTimed;
    }

    @Override
    public String name() {
      return arm.name();
    }

    @Override
    public ArmLimits limits() {
      return arm.limits();
    }

    @Override
    public boolean isSimulated() {
      return true;
    }

    @Override
    public Arm rehearsal() {
      var rehearsed = new TimedArm(arm.rehearsal(), times, hasPractised);
      hasPractised = !hasPractised;
      return rehearsed;
    }

    @Override
    public void begin(long nanoTime) {
      arm.begin(nanoTime);
    }

    @Override
    public void read(ArmState into, long nanoTime) {
      long now = System.nanoTime();
      long allocated = times.allocated();
      reads++;
      if (isTimed && reads > BEGINNING && reads < END) {
        nanos[reads] = now - before;
        bytes += allocated - bytesBefore;
      }
      before = now;
      bytesBefore = allocated;
      arm.read(into, nanoTime);
    }

    @Override
    public void write(double[] torques, long nanoTime) {
      arm.write(torques, nanoTime);
    }

    @Override
    public void end() {
      arm.end();
      if (isTimed && reads >= END) {
        int cycles = END - BEGINNING - 1;
        System.arraycopy(nanos, BEGINNING + 1, nanos, 0, cycles);
        times.add(nanos, cycles, bytes);
      }
    }
  }
}
