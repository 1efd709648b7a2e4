package dev.terrarium.cli;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/// Signals such as that of Ctrl-C, heard before the JVM begins to end.
///
/// Shutdown hooks would hear of them too late: they all run at once, and one of them closes Python,
/// which nodes still need to clean up. `sun.misc.Signal` is what the JDK offers for this; it is
/// called by reflection because the compiler's warning about it cannot be turned off.
final class Signals {
  private Signals() {}

  /// Does `action` on each signal of that name, such as `INT`, in place of ending the JVM; does
  /// nothing where the signal is ignored or cannot be heard.
  static void on(String name, Runnable action) {
    try {
      var signalType = Class.forName("sun.misc.Signal");
      var handlerType = Class.forName("sun.misc.SignalHandler");
      var signal = signalType.getConstructor(String.class).newInstance(name);
      var handler =
          Proxy.newProxyInstance(
              handlerType.getClassLoader(),
              new Class<?>[] {handlerType},
              (self, method, arguments) -> answer(self, method, arguments, action));
      var handle = signalType.getMethod("handle", signalType, handlerType);
      var before = handle.invoke(null, signal, handler);
      if (before != null && before.equals(handlerType.getField("SIG_IGN").get(null))) {
        handle.invoke(null, signal, before);
      }
    } catch (ClassNotFoundException
        | NoSuchMethodException
        | NoSuchFieldException
        | InstantiationException
        | IllegalAccessException
        | InvocationTargetException notToBeHeard) {
      // The JVM then ends as it does by itself, with the same exit code.
    }
  }

  @SuppressWarnings("ReferenceEquality") // A handler is equal to itself alone.
  private static Object answer(Object self, Method method, Object[] arguments, Runnable action) {
    return switch (method.getName()) {
      case "equals" -> self == arguments[0];
      case "hashCode" -> System.identityHashCode(self);
      case "toString" -> "a handler of Terrarium's";
      default -> {
        action.run();
        yield "";
      }
    };
  }
}
