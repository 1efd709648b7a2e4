package dev.terrarium.bus.command;

import dev.terrarium.bus.command.Alarms.Alarm;
import dev.terrarium.bus.command.SafetyAwareHandler.Conduct;
import dev.terrarium.safety.FaultReport;
import dev.terrarium.safety.SafetyListener;
import dev.terrarium.safety.Transition;
import java.lang.System.Logger.Level;
import java.time.Duration;

/// Brings changes of safety to executions, on the thread that changes it, and waits for nobody.
final class SafetyWatch implements SafetyListener {
  private static final System.Logger LOG = System.getLogger(SafetyWatch.class.getPackageName());

  private final Engine engine;
  private final Alarms alarms;
  private final Duration grace;

  SafetyWatch(Engine engine, Alarms alarms, Duration grace) {
    this.engine = engine;
    this.alarms = alarms;
    this.grace = grace;
  }

  @Override
  public void changed(Transition transition) {
    for (Course course : engine.safetyChanged(transition)) {
      ask(course, transition);
    }
  }

  @Override
  public void reported(FaultReport report) {}

  /// Asks a handler after it has answered for earlier changes, on another thread. No answer in time
  /// ends the execution.
  private void ask(Course course, Transition transition) {
    Alarm alarm = alarms.after(grace, () -> engine.endBySafety(course, transition.to()));
    String name = "terrarium-command-" + course.command().name() + "-safety";
    course.hooks =
        course.hooks.thenRunAsync(
            () -> {
              Conduct conduct = answer(course, transition);
              alarm.cancel();
              if (conduct == Conduct.END) {
                engine.endBySafety(course, transition.to());
              }
            },
            task -> Thread.ofPlatform().daemon().name(name).start(task));
  }

  private static Conduct answer(Course course, Transition transition) {
    try {
      return ((SafetyAwareHandler) course.command().handler())
          .handleSafetyChange(course.context(), transition);
    } catch (Throwable thrown) {
      LOG.log(
          Level.WARNING,
          "command " + course.order().named() + " was ended, as its handleSafetyChange threw",
          thrown);
      return Conduct.END;
    }
  }
}
