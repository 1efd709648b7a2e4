package dev.terrarium.cli.timeline;

import java.util.OptionalInt;

/// Something that happened while a robot ran. Times are nanoseconds since its timeline began.
public sealed interface Moment {
  /// Safety is in another state from here on.
  ///
  /// @param state `disarmed`, `armed`, `disarming` or `error`
  record State(long at, String state) implements Moment {}

  /// A camera has published a picture.
  record Picture(long at, String topic) implements Moment {}

  /// An operation of the robot's Python.
  ///
  /// @param kind what it is to the broker, such as `call` or `handler`; `policy` and a name where a
  ///   policy has an interpreter of its own
  /// @param name what was called
  /// @param asked since when it waited for the interpreter
  /// @param began when the interpreter began with it
  /// @param ended when its Python code had really ended
  record Operation(String kind, String name, long asked, long began, long ended, Ending ending)
      implements Moment {
    /// Whether the process that it ran in was killed to end it.
    public boolean isKilled() {
      return ending.level().equals("killed");
    }
  }

  /// How an operation ended.
  ///
  /// @param outcome `ok`, or what went wrong, such as `safety_disarmed`
  /// @param level how far the broker had to go to end it: `none` where it ended by itself
  /// @param stack where it stood when it was interrupted, the innermost frame last; may be empty
  record Ending(String outcome, String level, String stack) {
    /// Whether somebody else ended it.
    public boolean isInterrupted() {
      return !level.equals("none");
    }
  }

  /// An execution of a command.
  ///
  /// @param ended when whoever gave the command had its outcome
  /// @param status `succeeded`, `failed` or `cancelled`; `running` where there was no end
  /// @param reason why it did not succeed; empty if it did
  record Execution(String command, long began, long ended, String status, String reason)
      implements Moment {}

  /// Something that moved the arm.
  ///
  /// @param mover [#LOOP], [#WARM_UP] or the name of a policy
  /// @param status how it ended, in a word; `running` where it had not
  /// @param reason why it ended, in a sentence
  record Motion(String mover, long began, long ended, String status, String reason)
      implements Moment {
    /// What commands the arm, from its start until the arm is at rest.
    public static final String LOOP = "loop";

    /// What has to run before, and does not move the arm; no policy can be called like that.
    public static final String WARM_UP = "warm-up";

    /// Returns the bar that shows it.
    Execution bar() {
      return new Execution(mover, began, ended, status, reason);
    }
  }

  /// A script has published a message.
  ///
  /// @param count of how many things it tells, if it says so
  record Published(long at, String topic, OptionalInt count) implements Moment {}

  /// A handler, other work of a script, or the process of the scripts has failed.
  ///
  /// @param what which
  /// @param brief what is wrong with it, on a line
  /// @param whole all that is known of it, such as what Python prints of an exception; may be empty
  record Failed(long at, String what, String brief, String whole) implements Moment {}

  /// A new process serves the scripts.
  ///
  /// @param took how long none did, in nanoseconds
  record Restarted(long at, long took) implements Moment {}

  /// Something was refused.
  ///
  /// @param what what was to be done
  /// @param code why not, such as `safety_not_armed`
  record Refused(long at, String what, String code) implements Moment {}
}
