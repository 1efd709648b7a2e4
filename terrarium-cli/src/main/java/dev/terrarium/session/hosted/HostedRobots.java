package dev.terrarium.session.hosted;

import dev.terrarium.python.PyArguments;
import dev.terrarium.session.arm.OwnArm;
import org.jspecify.annotations.Nullable;

/// Opens arms for Python, where this JVM has the modules of robots.
///
/// No class of those modules is looked at where they are not: everything of them is behind
/// [OwnArm].
final class HostedRobots {
  private static final String MISSING =
      "{\"error\": {\"kind\": \"unavailable\", \"message\": \"this process's JVM was started for"
          + " pipelines, without the modules of robots: make the robot before the first pipeline of"
          + " the process, or serve the arm by ./terrarium robot serve and reach it by"
          + " FrankaRemoteController\"}}";

  private static volatile boolean isUsed;

  private HostedRobots() {}

  /// `robot(options)`: opens an arm and serves it; takes and returns JSON, as [OwnArm#open] does.
  static Object open(PyArguments arguments) {
    String options = arguments.as(0, String.class);
    if (!isThere()) {
      return MISSING;
    }
    isUsed = true;
    return arguments.gil().released(() -> OwnArm.open(options));
  }

  /// `close_robot(socket)`: closes the arm that is served there, if there is one.
  static @Nullable Object close(PyArguments arguments) {
    String socket = arguments.as(0, String.class);
    return isUsed ? arguments.gil().released(() -> closed(socket)) : null;
  }

  private static @Nullable Object closed(String socket) {
    OwnArm.close(socket);
    return null;
  }

  /// Closes all arms, before the process ends.
  static void closeAll() {
    if (isUsed) {
      OwnArm.closeAll();
    }
  }

  private static boolean isThere() {
    Module own = HostedRobots.class.getModule();
    return !own.isNamed() || own.getLayer().findModule("dev.terrarium.robot").isPresent();
  }
}
