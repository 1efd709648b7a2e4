package dev.terrarium.control.sim;

import dev.terrarium.control.robot.Arm;
import dev.terrarium.control.robot.ArmException;
import dev.terrarium.control.robot.ArmLimits;
import dev.terrarium.control.robot.ArmState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A [SimulatedFranka] that MuJoCo moves, where its library is installed: the same numbers, limits
/// and reflexes by another's equations and another's friction.
///
/// The library is MuJoCo 2.2.2 or one from 3.0.0 on; it stays loaded for the life of the process.
public final class MujocoFranka implements Arm, AutoCloseable {
  /// What to do where the library is not.
  static final String TO_HAVE_IT =
      "Install MuJoCo (`apt install libmujoco2.2.2`, or libmujoco.so out of the `mujoco` or"
          + " `mujoco-core` package of PyPI) and say where its library is, or use the simulator"
          + " that needs none";

  private static final Pattern NUMBER = Pattern.compile("\\d{1,6}");

  private static final List<Path> PLACES =
      Stream.of(
              "/usr/local/lib",
              "/usr/lib/x86_64-linux-gnu",
              "/usr/lib/aarch64-linux-gnu",
              "/usr/lib64",
              "/usr/lib",
              "/opt/mujoco/lib",
              "/opt/homebrew/lib")
          .map(Path::of)
          .toList();

  private final MujocoPhysics physics;
  private final SimulatedFranka arm;

  private MujocoFranka(MujocoPhysics physics, SimulatedFranka arm) {
    this.physics = physics;
    this.arm = arm;
  }

  /// Loads the library and makes an arm.
  ///
  /// @param library the file of the library, such as `/opt/mujoco/lib/libmujoco.so.3.3.0`
  /// @param q where its joints stand, rad; within the limits
  /// @throws ArmException if that is no MuJoCo that can be used; says why, and what to do
  public static MujocoFranka open(Path library, FrankaParameters parameters, double[] q) {
    if (!Files.isRegularFile(library)) {
      throw new ArmException(
          "MuJoCo is not at %s: there is no such file. %s".formatted(library, TO_HAVE_IT));
    }
    var physics = new MujocoPhysics(MujocoLibrary.open(library), parameters);
    try {
      return new MujocoFranka(
          physics, new SimulatedFranka("franka-mujoco", parameters, physics, q));
    } catch (RuntimeException refused) {
      physics.close();
      throw refused;
    }
  }

  /// Looks for the library where systems install it, and returns the newest.
  public static Optional<Path> find() {
    return find(PLACES);
  }

  static Optional<Path> find(List<Path> places) {
    return places.stream()
        .flatMap(MujocoFranka::libraries)
        .max(Comparator.comparing(MujocoFranka::age));
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

  /// Returns what pushes it and loses its torques, as for any simulated arm; reading and writing
  /// are this arm's own.
  public SimulatedFranka arm() {
    return arm;
  }

  @Override
  public Arm rehearsal() {
    return arm.rehearsal();
  }

  @Override
  public void begin(long nanoTime) {
    if (physics.isClosed()) {
      throw new ArmException("%s is closed: open another".formatted(name()));
    }
    arm.begin(nanoTime);
  }

  @Override
  public void read(ArmState into, long nanoTime) {
    arm.read(into, nanoTime);
  }

  @Override
  public void write(double[] torques, long nanoTime) {
    arm.write(torques, nanoTime);
  }

  @Override
  public void end() {
    arm.end();
  }

  /// Gives back what it holds in MuJoCo's memory, after whoever controlled it has ended: it stands
  /// still from then on, and is not begun again.
  @Override
  public void close() {
    physics.close();
  }

  private static Stream<Path> libraries(Path folder) {
    if (!Files.isDirectory(folder)) {
      return Stream.empty();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file ->
              file.getFileName().toString().matches("libmujoco\\.(so|dylib|.*\\.dylib|so\\..*)"))
          .toList()
          .stream();
    } catch (IOException unreadable) {
      return Stream.empty();
    }
  }

  /// A text by which versions are in order: each number of the name with leading zeros.
  private static String age(Path library) {
    return NUMBER
        .matcher(library.getFileName().toString())
        .results()
        .map(number -> "%06d".formatted(Integer.parseInt(number.group())))
        .collect(Collectors.joining());
  }
}
