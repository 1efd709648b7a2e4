package dev.terrarium.broker.declaration;

import java.time.Duration;

/// A function in Python that decides, again and again, where the robot's arm is wanted.
///
/// @param call what is called with each observation
/// @param rate how often in a second, 1 to 100
/// @param place where it runs
/// @param deadline how long an answer may take; then the call is interrupted, and the policy ends
/// @param autostart whether it has the arm as soon as the arm is started; at most one has
/// @param doc what it does
public record PolicyDeclaration(
    Call call, double rate, Place place, Duration deadline, boolean autostart, String doc) {
  static final double USUAL_RATE = 50;
  static final Duration USUAL_DEADLINE = Duration.ofSeconds(1);

  public PolicyDeclaration {
    Required.components(PolicyDeclaration.class, call, rate, place, deadline, autostart, doc);
  }

  /// Where a policy runs.
  public enum Place {
    /// Where the robot's scripts run, in turn with them.
    INLINE,
    /// In this process, with a queue and a thread of its own, so that scripts do not keep it
    /// waiting.
    THREAD,
    /// In a process of its own.
    PROCESS
  }

  /// A function of a module.
  public record Call(String module, String function) {
    public Call {
      Required.components(Call.class, module, function);
    }

    /// Reads one as TOML has it, `module:function`.
    ///
    /// @throws IllegalArgumentException if it is none
    static Call of(String text) {
      if (!(CommandHandling.of(CommandHandling.PYTHON + text)
          instanceof CommandHandling.Python(var module, var function))) {
        throw new AssertionError("a bug of ours: " + text + " is no function");
      }
      return new Call(module, function);
    }

    @Override
    public String toString() {
      return module + ":" + function;
    }
  }

  /// Returns a policy of which nothing more is said: 50 times in a second, in turn with the robot's
  /// scripts, within a second, when it is asked for.
  public static PolicyDeclaration of(String module, String function) {
    return new PolicyDeclaration(
        new Call(module, function), USUAL_RATE, Place.INLINE, USUAL_DEADLINE, false, "");
  }

  /// Returns this policy with another rate.
  ///
  /// @param hertz how often in a second
  public PolicyDeclaration asked(double hertz) {
    return new PolicyDeclaration(call, hertz, place, deadline, autostart, doc);
  }

  /// Returns this policy at another place.
  public PolicyDeclaration in(Place other) {
    return new PolicyDeclaration(call, rate, other, deadline, autostart, doc);
  }

  /// Returns this policy with another time for an answer.
  public PolicyDeclaration within(Duration time) {
    return new PolicyDeclaration(call, rate, place, time, autostart, doc);
  }

  /// Returns this policy, which has the arm as soon as the arm is started.
  public PolicyDeclaration startingItself() {
    return new PolicyDeclaration(call, rate, place, deadline, true, doc);
  }

  /// Returns this policy with what it does in words.
  public PolicyDeclaration documented(String words) {
    return new PolicyDeclaration(call, rate, place, deadline, autostart, words);
  }
}
