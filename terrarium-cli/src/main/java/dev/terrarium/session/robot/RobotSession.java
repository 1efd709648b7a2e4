package dev.terrarium.session.robot;

import dev.terrarium.broker.BrokerListener;
import dev.terrarium.broker.Robot;
import dev.terrarium.broker.RobotOptions;
import dev.terrarium.broker.declaration.CommandHandling;
import dev.terrarium.broker.declaration.PythonDeclaration;
import dev.terrarium.broker.declaration.RobotDeclaration;
import dev.terrarium.broker.declaration.SourceDeclaration;
import dev.terrarium.bus.Bus;
import dev.terrarium.environment.Installation;
import dev.terrarium.environment.Project;
import dev.terrarium.safety.Safety;
import dev.terrarium.session.ChosenPython;
import dev.terrarium.session.SessionSettings;
import dev.terrarium.session.arm.ArmWatcher;
import dev.terrarium.session.arm.RobotArm;
import dev.terrarium.worker.PythonSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A declared robot, open, with its operator's [Safety], its simulated cameras and its arm.
///
/// Whoever has this is the operator: it can arm.
public final class RobotSession implements AutoCloseable {
  private final ChosenPython python;
  private final Safety safety;
  private final Robot robot;
  private final Optional<RobotArm> arm;
  private final List<Film> films;
  private final List<ImageSource> cameras = new ArrayList<>();

  private RobotSession(
      ChosenPython python, Safety safety, Robot robot, Optional<RobotArm> arm, List<Film> films) {
    this.python = python;
    this.safety = safety;
    this.robot = robot;
    this.arm = arm;
    this.films = films;
  }

  /// Opens a robot; its cameras show nothing yet, and its arm stands still.
  ///
  /// @param parameters values to begin with, by dotted path
  /// @param watchers are told what happens
  /// @throws UnfitException if a camera has no pictures, or the robot needs Java of its own
  /// @throws dev.terrarium.environment.EnvironmentException if there is no Python for it
  /// @throws dev.terrarium.broker.BrokerException if a script or a policy cannot be imported, or a
  ///   policy has no target to give
  /// @throws dev.terrarium.control.robot.ArmException if what computes the arm is not there
  /// @throws InterruptedException if the thread is interrupted meanwhile; nothing is open then
  public static RobotSession open(
      RobotFile file, SessionSettings settings, Map<String, ?> parameters, Watchers watchers)
      throws InterruptedException {
    requireNoJava(file.declaration());
    var films = films(file);
    var python = python(file, settings);
    var options = RobotOptions.none().in(file.folder()).telling(watchers.broker());
    for (var parameter : parameters.entrySet()) {
      options = options.setting(parameter.getKey(), parameter.getValue());
    }
    var safety = Safety.open();
    try {
      var forScripts =
          new PythonSettings(
              python,
              settings.pythonPath(),
              settings.pythonOutput(),
              settings.pythonOutput(),
              Optional.of(_ -> python.get())); // It was chosen as the declaration asks.
      var robot = Robot.open(safety, file.declaration(), forScripts, options);
      var arm = arm(safety, robot, file, watchers.arm());
      return new RobotSession(python, safety, robot, arm, films);
    } catch (RuntimeException | InterruptedException failure) {
      safety.close();
      throw failure;
    }
  }

  /// Who is told what happens to a robot.
  ///
  /// @param broker what the broker of its scripts does
  /// @param arm what moves its arm
  public record Watchers(BrokerListener broker, ArmWatcher arm) {}

  private static Optional<RobotArm> arm(
      Safety safety, Robot robot, RobotFile file, ArmWatcher watcher) throws InterruptedException {
    if (file.declaration().equipment().arm().isEmpty()) {
      return Optional.empty();
    }
    boolean isOpen = false;
    try {
      var arm = RobotArm.open(safety, robot, file.folder(), watcher);
      isOpen = true;
      return Optional.of(arm);
    } finally {
      if (!isOpen) {
        robot.close();
      }
    }
  }

  private static List<Film> films(RobotFile file) {
    return file.declaration().equipment().sources().entrySet().stream()
        .map(source ->
            new Film(
                source.getKey(),
                source.getValue(),
                ImageFolder.open(file.folder().resolve(source.getValue().images()))))
        .toList();
  }

  private static void requireNoJava(RobotDeclaration declaration) {
    declaration
        .surface()
        .commands()
        .forEach((name, command) -> {
          if (command.handling() instanceof CommandHandling.Java) {
            throw new UnfitException(
                ("The command '%s' of the robot %s is done in Java: open the robot in a program,"
                        + " which gives it a handler.")
                    .formatted(name, declaration.robot().name()));
          }
        });
    if (!declaration.operation().simulated() && !declaration.surface().actuators().isEmpty()) {
      throw new UnfitException(
          ("The robot %s is real, and its actuators need drivers: open it in a program, which gives"
                  + " it some, or declare simulated = true.")
              .formatted(declaration.robot().name()));
    }
  }

  private static ChosenPython python(RobotFile file, SessionSettings settings) {
    var python = new ChosenPython(settings);
    PythonDeclaration declared = file.declaration().python();
    declared
        .pyproject()
        .ifPresent(pyproject -> python.want(Project.at(file.folder().resolve(pyproject))));
    // Chosen here, where a fault of the machine is told as one, and not as one of a script.
    var _ = python.get();
    return python;
  }

  /// Has the cameras show their pictures, each on a thread of its own.
  public void showPictures() {
    films.forEach(film -> cameras.add(film.show(robot.bus())));
  }

  /// A camera, and what it will show.
  private record Film(String name, SourceDeclaration source, ImageFolder pictures) {
    ImageSource show(Bus bus) {
      return ImageSource.start(
          name,
          pictures,
          source.rate(),
          image -> bus.publish(source.topic(), bus.envelope(source.frame(), image)),
          Ticker.SYSTEM);
    }
  }

  /// Returns the operator's handle.
  public Safety safety() {
    return safety;
  }

  public Robot robot() {
    return robot;
  }

  /// Returns its arm, if it has one.
  public Optional<RobotArm> arm() {
    return arm;
  }

  /// Returns the Python that was chosen.
  public Optional<Installation> python() {
    return python.soFar();
  }

  /// Stops the cameras and the arm, disarms the robot, and closes it.
  @Override
  public void close() {
    cameras.forEach(ImageSource::close);
    arm.ifPresent(RobotArm::close);
    robot.close();
    safety.close();
  }
}
