package dev.terrarium.python;

import dev.terrarium.capi.Macros;
import dev.terrarium.python.reflect.InterfaceShape;
import java.lang.invoke.MethodHandle;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What stands behind a Java interface that a Python object implements.
///
/// Called from any thread: within an open region of the GIL it works in that, so that Python
/// objects may be passed and returned; elsewhere it attaches for the call. It holds the object
/// until it is closed, where the interface can be, or until the collector has found it.
final class PythonProxy implements InvocationHandler {
  private static final Object[] NONE = {};

  private final Interpreter interpreter;
  private final InterfaceShape shape;
  private final Map<Method, MethodPlan> plans;
  private final PyRef target;

  /// The address of the Python object, which is never another's while this is open.
  private final long identity;

  private volatile boolean closed;

  /// @param target a new reference that this one owns from now on
  PythonProxy(
      Interpreter interpreter, InterfaceShape shape, Map<Method, MethodPlan> plans, long target) {
    this.interpreter = interpreter;
    this.shape = shape;
    this.plans = plans;
    this.target = new PyRef(interpreter, target);
    this.identity = target;
  }

  /// The proxy behind a Java object, or null where there is none.
  static @Nullable PythonProxy behind(Object value) {
    return Proxy.isProxyClass(value.getClass())
            && Proxy.getInvocationHandler(value) instanceof PythonProxy proxy
        ? proxy
        : null;
  }

  /// A new reference to the Python object. Needs the GIL.
  long newReference() {
    if (closed) {
      throw new IllegalStateException(
          "this %s over a Python object was closed".formatted(shape.raw().getSimpleName()));
    }
    return target.newReference(interpreter);
  }

  @Override
  public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] given)
      throws Throwable {
    @Nullable Object[] arguments = given == null ? NONE : given;
    MethodPlan plan = plans.get(method);
    if (plan == null) {
      return ofObject(method.getName(), arguments);
    }
    if (plan.method().closes()) {
      return close(plan);
    }
    return plan.action() == MethodPlan.Action.BODY
        ? body(proxy, method, arguments)
        : run(plan, arguments);
  }

  /// Runs the body that Java has for a method, whatever Python has for it.
  @Nullable Object body(Object proxy, Method method, @Nullable Object[] arguments)
      throws Throwable {
    MethodHandle body = shape.body(method);
    return body == null
        ? InvocationHandler.invokeDefault(proxy, method, arguments)
        : body.invokeExact(proxy, arguments);
  }

  private @Nullable Object close(MethodPlan plan) {
    if (!closed) {
      try {
        if (plan.action() != MethodPlan.Action.BODY) {
          return run(plan, NONE);
        }
      } finally {
        closed = true;
        target.close();
      }
    }
    return null;
  }

  private @Nullable Object run(MethodPlan plan, @Nullable Object[] arguments) {
    Gil open = interpreter.openRegion();
    if (open != null) {
      return open.here()
          ? run(open, plan, arguments, false)
          : open.<@Nullable Object>relayed(() -> run(open, plan, arguments, false));
    }
    return interpreter.<@Nullable Object>call(gil -> run(gil, plan, arguments, true));
  }

  private @Nullable Object run(
      Gil gil, MethodPlan plan, @Nullable Object[] arguments, boolean travels) {
    long object = newReference();
    try {
      return plan.run(gil.attachment.border, object, arguments, travels);
    } finally {
      Macros.Py_DECREF(object);
    }
  }

  private Object ofObject(String method, @Nullable Object[] arguments) {
    return switch (method) {
      case "equals" -> arguments[0] != null && isSame(behind(arguments[0]));
      case "hashCode" -> Long.hashCode(identity) * 31 + shape.raw().hashCode();
      case "toString" -> text();
      default -> throw new AssertionError("no plan for " + shape + "." + method);
    };
  }

  private boolean isSame(@Nullable PythonProxy other) {
    return other == this
        || (other != null
            && identity == other.identity
            && shape.raw() == other.shape.raw()
            && !closed
            && !other.closed);
  }

  private String text() {
    String type = shape.raw().getSimpleName();
    if (closed) {
      return type + " over a Python object that was closed";
    }
    Function<Gil, String> repr = gil -> gil.of(target).repr();
    try {
      return type + " over " + interpreter.call(repr);
    } catch (Exception unreadable) { // Its text runs anybody's code.
      return type + " over a Python object that cannot be shown: " + unreadable.getMessage();
    }
  }
}
