package dev.terrarium.broker;

import dev.terrarium.broker.events.Recording;
import dev.terrarium.safety.Durations;
import java.lang.System.Logger.Level;

/// Records what a broker does in the Flight Recorder, and logs what people should know.
final class Recorded implements BrokerListener {
  private static final System.Logger LOG = System.getLogger(Broker.class.getPackageName());

  private final String robot;

  /// Whether the end of the process is known already; events come one after the other.
  private boolean isKilled;

  Recorded(String robot) {
    this.robot = robot;
  }

  @Override
  public void happened(BrokerEvent event) {
    switch (event) {
      case BrokerEvent.Began _,
          BrokerEvent.Ended _,
          BrokerEvent.Spawned _,
          BrokerEvent.SpawnEnded _ -> {}
      case BrokerEvent.TakesLong(_, var name, var sofar) ->
          tell("long", name, sofar, "has run for " + Durations.words(sofar) + ", and runs on");
      case BrokerEvent.Interrupted(var name) -> record("interrupted", name, "");
      case BrokerEvent.Reached(var name, var traceback) -> record("reached", name, traceback);
      case BrokerEvent.Marked(var name, var poisoned, var stack) ->
          record(poisoned ? "poisoned" : "busy", name, stack);
      case BrokerEvent.Healed(var name) -> {
        record("healed", name, "");
        LOG.log(Level.INFO, "{0}: {1} has ended; calls are served again", robot, name);
      }
      case BrokerEvent.Killed(var name) -> {
        isKilled = true;
        tell("killed", name, "", "did not end, so its process was killed");
      }
      case BrokerEvent.Died(var how, var dropped) -> died(how, dropped);
      case BrokerEvent.Restarted(var took) -> {
        record("restarted", robot, took.toString());
        LOG.log(Level.INFO, "{0}: a new process serves after {1} ms", robot, took.toMillis());
      }
      case BrokerEvent.NotRestarted(var reason, var pause) -> {
        record("not restarted", robot, reason);
        warn("{0}: {1}; again in {2} ms", robot, reason, pause.toMillis());
      }
      case BrokerEvent.Refused(var name, var code) -> record("refused", name, code);
      case BrokerEvent.ScriptRefused refused -> refused(refused);
      case BrokerEvent.OverBudget(var name, var budget) ->
          record("over budget", name, budget.toString());
      case BrokerEvent.ScriptFailed(var name, var traceback) ->
          tell("failed", name, traceback, "failed: " + traceback);
    }
  }

  private void died(String how, long dropped) {
    if (!isKilled) {
      record("died", robot, how);
      warn("{0}: the process of its scripts has ended: {1}", robot, how);
    }
    if (dropped > 0) {
      warn(
          "{0}: {1} messages that waited for handlers of that process are dropped", robot, dropped);
    }
    isKilled = false;
  }

  private void refused(BrokerEvent.ScriptRefused refused) {
    record("refused", refused.what(), refused.code());
    String words = refused.code() + ": " + refused.why();
    if (refused.times() == 1) {
      warn("{0}: a script was refused to {1}: {2}", robot, refused.what(), words);
    } else {
      warn(
          "{0}: a script was refused to {1} {2} more times: {3}",
          robot, refused.what(), refused.times(), words);
    }
  }

  private void tell(String what, String name, Object detail, String words) {
    record(what, name, detail.toString());
    warn("{0}: {1} {2}", robot, name, words);
  }

  private static void warn(String form, Object... parts) {
    LOG.log(Level.WARNING, form, parts);
  }

  private static void record(String what, String name, String detail) {
    var action = Recording.action();
    if (action != null) {
      action.record(what, name, detail);
    }
  }
}
