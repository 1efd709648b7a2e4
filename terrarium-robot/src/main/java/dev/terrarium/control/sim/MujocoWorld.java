package dev.terrarium.control.sim;

import static dev.terrarium.control.sim.MujocoLibrary.call;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.terrarium.control.robot.ArmException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.ref.Cleaner;

/// A model that MuJoCo has loaded, with the data of one simulation of it.
///
/// One thread uses it. What it holds in MuJoCo's memory is freed by [#close], or after nobody has
/// it any more; so whoever uses it keeps it reachable until a call is back. The addresses that it
/// passes are MuJoCo's, or in its own segment. After it is made it allocates nothing.
final class MujocoWorld implements AutoCloseable {
  private static final Cleaner CLEANER = Cleaner.create();

  /// Positions and velocities, by the bits of `mjtState`.
  private static final int MOTION = 1 << 1 | 1 << 2;

  /// Where 2.2.2 has the pointers to positions, velocities and applied forces in its `mjData`.
  private static final long[] OLD_OFFSETS = {40376, 40384, 40416};

  private final MujocoLibrary library;
  private final int joints;
  private final long model;
  private final long data;
  private final Cleaner.Cleanable cleanable;

  /// Room for `q`, `dq`, then whatever else is passed.
  private final MemorySegment numbers;

  private final long motion;
  private final long room;

  /// The bit of `mjtState` that applied forces have, or 0 where [#pointers] are used.
  private final int forceBit;

  private final long[] pointers = new long[3];
  private final MethodHandle copy;
  private final MethodHandle state;
  private final MethodHandle readState;
  private final MethodHandle first;
  private final MethodHandle second;
  private final MethodHandle bias;
  private final MethodHandle multiply;
  private final MethodHandle jacobian;
  private final MethodHandle place;

  MujocoWorld(MujocoLibrary library, String mjcf, int joints) {
    this.library = library;
    this.joints = joints;
    copy = library.function("mju_copy", 3);
    boolean old = library.version == MujocoLibrary.OLD;
    state = old ? copy : library.function("mj_setState", 4);
    readState = old ? copy : library.function("mj_getState", 4);
    first = library.function("mj_step1", 2);
    second = library.function("mj_step2", 2);
    bias = library.function("mj_rne", 4);
    multiply = library.function("mj_mulM", 4);
    jacobian = library.function("mj_jac", 6);
    place = library.function("mj_local2Global", 7);
    numbers = Arena.ofAuto().allocate(JAVA_DOUBLE, 2L * joints + 128);
    motion = numbers.address();
    room = motion + 16L * joints;
    model = library.load(mjcf);
    data = library.make(model);
    cleanable = CLEANER.register(this, new Freeing(library, model, data));
    forceBit = old ? 0 : forceBit();
    for (int which = 0; old && which < 3; which++) {
      call(copy, room, data + OLD_OFFSETS[which], 1, 0);
      pointers[which] = numbers.get(JAVA_LONG, room - motion);
    }
  }

  private record Freeing(MujocoLibrary library, long model, long data) implements Runnable {
    @Override
    public void run() {
      library.free(model, data);
    }
  }

  /// Finds which bit stands for applied forces, as versions differ: of the parts after the velocity
  /// that are one number for each joint, the second, after what the solver begins from.
  private int forceBit() {
    MethodHandle size = library.function("mj_stateSize", 2);
    int seen = 0;
    for (int bit = 1 << 3; bit <= 1 << 8; bit <<= 1) {
      if ((int) call(size, model, bit, 0, 0) == joints && ++seen == 2) {
        return bit;
      }
    }
    cleanable.clean();
    throw new ArmException(
        "MuJoCo %d has no state of applied forces where it is expected. %s"
            .formatted(library.version, MujocoFranka.TO_HAVE_IT));
  }

  /// Sets positions and velocities, and computes what follows from them.
  void set(double[] q, double[] dq) {
    MemorySegment.copy(q, 0, numbers, JAVA_DOUBLE, 0, joints);
    MemorySegment.copy(dq, 0, numbers, JAVA_DOUBLE, 8L * joints, joints);
    if (forceBit == 0) {
      call(copy, pointers[0], motion, joints, 0);
      call(copy, pointers[1], motion + 8L * joints, joints, 0);
    } else {
      call(state, model, data, motion, MOTION);
    }
    call(first, model, data, 0, 0);
  }

  /// Moves on by a step under these torques, and reads where that is.
  void step(double[] torques, double[] q, double[] dq) {
    MemorySegment.copy(torques, 0, numbers, JAVA_DOUBLE, room - motion, joints);
    if (forceBit == 0) {
      call(copy, pointers[2], room, joints, 0);
      call(second, model, data, 0, 0);
      call(copy, motion, pointers[0], joints, 0);
      call(copy, motion + 8L * joints, pointers[1], joints, 0);
    } else {
      call(state, model, data, room, forceBit);
      call(second, model, data, 0, 0);
      call(readState, model, data, motion, MOTION);
    }
    MemorySegment.copy(numbers, JAVA_DOUBLE, 0, q, 0, joints);
    MemorySegment.copy(numbers, JAVA_DOUBLE, 8L * joints, dq, 0, joints);
  }

  /// Reads the torques that hold it against its velocity and its gravity.
  void bias(double[] into) {
    call(bias, model, data, 0, room);
    MemorySegment.copy(numbers, JAVA_DOUBLE, room - motion, into, 0, joints);
  }

  /// Reads the mass matrix, a column for each unit vector.
  void mass(double[] into) {
    long unit = room + 8L * joints;
    for (int column = 0; column < joints; column++) {
      for (int row = 0; row < joints; row++) {
        numbers.set(JAVA_DOUBLE, unit - motion + 8L * row, row == column ? 1 : 0);
      }
      call(multiply, model, data, room, unit);
      for (int row = 0; row < joints; row++) {
        into[row * joints + column] = numbers.get(JAVA_DOUBLE, room - motion + 8L * row);
      }
    }
  }

  /// Reads the pose, 4×4, and the Jacobian of a point on the last body's z axis.
  void flange(double ahead, double[] pose, double[] columns) {
    long matrix = room + 24;
    long at = room + 128;
    long turned = at + 24;
    long linear = turned + 32;
    numbers.set(JAVA_DOUBLE, at - motion + 16, ahead);
    numbers.set(JAVA_DOUBLE, turned - motion, 1);
    try {
      long _ = (long) place.invokeExact(data, room, matrix, at, turned, (long) joints, 0L);
      long _ =
          (long)
              jacobian.invokeExact(model, data, linear, linear + 24L * joints, room, (long) joints);
    } catch (Throwable impossible) {
      throw new AssertionError(impossible);
    }
    for (int row = 0; row < 3; row++) {
      MemorySegment.copy(numbers, JAVA_DOUBLE, matrix - motion + 24L * row, pose, 4 * row, 3);
      pose[4 * row + 3] = numbers.get(JAVA_DOUBLE, room - motion + 8L * row);
      pose[12 + row] = 0;
    }
    pose[15] = 1;
    MemorySegment.copy(numbers, JAVA_DOUBLE, linear - motion, columns, 0, 6 * joints);
  }

  @Override
  public void close() {
    cleanable.clean();
  }
}
