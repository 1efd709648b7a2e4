package dev.terrarium.broker;

import dev.terrarium.bus.actuator.ActuatorDriver;
import dev.terrarium.bus.command.CommandHandler;
import dev.terrarium.bus.parameter.ParameterStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What a robot is opened with beside its declaration: what Java has to do with it.
///
/// @param folder what the declaration's folders are relative to
/// @param handlers those of the commands that are declared as `java`, by the commands' names
/// @param drivers those of the actuators, by their names; a simulated robot's may be left out, and
///   then do nothing
/// @param parameters values that go before those that were kept and declared, by dotted path
/// @param store where parameters are kept
/// @param listeners who is told what the broker does
public record RobotOptions(
    Path folder,
    Map<String, CommandHandler> handlers,
    Map<String, ActuatorDriver> drivers,
    Map<String, Object> parameters,
    ParameterStore store,
    List<BrokerListener> listeners) {
  public RobotOptions {
    handlers = Map.copyOf(handlers);
    drivers = Map.copyOf(drivers);
    parameters = Map.copyOf(parameters);
    listeners = List.copyOf(listeners);
  }

  /// Returns options without any Java; folders are relative to the working directory.
  public static RobotOptions none() {
    return new RobotOptions(
        Path.of(""), Map.of(), Map.of(), Map.of(), ParameterStore.none(), List.of());
  }

  /// Returns these options with another folder that the declaration's are relative to.
  public RobotOptions in(Path other) {
    return new RobotOptions(other, handlers, drivers, parameters, store, listeners);
  }

  /// Returns these options with what does a command.
  public RobotOptions handling(String command, CommandHandler handler) {
    return new RobotOptions(
        folder, with(handlers, command, handler), drivers, parameters, store, listeners);
  }

  /// Returns these options with what makes an actuator move.
  public RobotOptions driving(String actuator, ActuatorDriver driver) {
    return new RobotOptions(
        folder, handlers, with(drivers, actuator, driver), parameters, store, listeners);
  }

  /// Returns these options with a parameter's value.
  public RobotOptions setting(String parameter, Object value) {
    return new RobotOptions(
        folder, handlers, drivers, with(parameters, parameter, value), store, listeners);
  }

  /// Returns these options with a place where parameters are kept.
  public RobotOptions keeping(ParameterStore other) {
    return new RobotOptions(folder, handlers, drivers, parameters, other, listeners);
  }

  /// Returns these options with one more listener.
  public RobotOptions telling(BrokerListener listener) {
    List<BrokerListener> more = new ArrayList<>(listeners);
    more.add(listener);
    return new RobotOptions(folder, handlers, drivers, parameters, store, more);
  }

  private static <V> Map<String, V> with(Map<String, V> map, String name, V value) {
    var more = new HashMap<>(map);
    more.put(name, value);
    return more;
  }
}
