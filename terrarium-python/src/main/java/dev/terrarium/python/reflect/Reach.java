package dev.terrarium.python.reflect;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import org.jspecify.annotations.Nullable;

/// Methods as handles, as far as modules and visibility let this one reach them.
///
/// What is public in an exported package can be reached, and all that lies in a package open to
/// this module, as every package on the class path is.
public final class Reach {
  private static final Module OURS = Reach.class.getModule();
  private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();

  private Reach() {}

  /// A handle `(Object receiver, Object[] arguments) -> Object` for a method, which calls what the
  /// receiver's class makes of it; null where the method cannot be reached.
  public static @Nullable MethodHandle virtual(Method method) {
    MethodHandle handle = find(method, false);
    return handle == null ? null : spread(handle, method.getParameterCount());
  }

  /// The same for a method with one parameter; null where it has another number of them.
  public static @Nullable Unary unary(Method method) {
    MethodHandle handle = method.getParameterCount() == 1 ? find(method, false) : null;
    return handle == null ? null : Unary.of(method, handle.asFixedArity());
  }

  /// The same as [#virtual] for the body of a default method, whatever the receiver's class makes
  /// of it.
  public static @Nullable MethodHandle special(Method method) {
    MethodHandle handle = find(method, true);
    return handle == null ? null : spread(handle, method.getParameterCount());
  }

  /// A handle of the same shape for anything public that can be called in an exported class; what
  /// is static, and a constructor, takes no notice of the receiver.
  public static MethodHandle any(Executable executable) {
    try {
      OURS.addReads(executable.getDeclaringClass().getModule());
      if (executable instanceof Constructor<?> constructor) {
        return unbound(LOOKUP.unreflectConstructor(constructor), executable);
      }
      Method method = (Method) executable;
      MethodHandle handle = LOOKUP.unreflect(method);
      return Modifier.isStatic(method.getModifiers())
          ? unbound(handle, method)
          : spread(handle, method.getParameterCount());
    } catch (IllegalAccessException closed) {
      throw new IllegalArgumentException(
          executable + " cannot be called: " + opening(executable.getDeclaringClass()), closed);
    }
  }

  private static MethodHandle unbound(MethodHandle handle, Executable executable) {
    MethodHandle spread =
        handle
            .asFixedArity()
            .asSpreader(0, Object[].class, executable.getParameterCount())
            .asType(MethodType.methodType(Object.class, Object[].class));
    return MethodHandles.dropArguments(spread, 0, Object.class);
  }

  private static @Nullable MethodHandle find(Method method, boolean special) {
    Class<?> type = method.getDeclaringClass();
    OURS.addReads(type.getModule());
    if (!special && isExported(type) && Modifier.isPublic(method.getModifiers())) {
      return unreflected(() -> LOOKUP.unreflect(method));
    }
    return unreflected(() -> {
      MethodHandles.Lookup inside = MethodHandles.privateLookupIn(type, LOOKUP);
      return special ? inside.unreflectSpecial(method, type) : inside.unreflect(method);
    });
  }

  private interface Look {
    MethodHandle up() throws IllegalAccessException;
  }

  private static @Nullable MethodHandle unreflected(Look look) {
    try {
      return look.up();
    } catch (IllegalAccessException closed) {
      return null;
    }
  }

  /// Whether this module can name a class.
  public static boolean isExported(Class<?> type) {
    return Modifier.isPublic(type.getModifiers())
        && type.getModule().isExported(type.getPackageName(), OURS);
  }

  /// What a module must say for its package to be reached.
  public static String opening(Class<?> type) {
    return "its module must say `opens %s to %s`"
        .formatted(type.getPackageName(), OURS.isNamed() ? OURS.getName() : "dev.terrarium.python");
  }

  private static MethodHandle spread(MethodHandle handle, int parameters) {
    return handle
        .asFixedArity()
        .asSpreader(1, Object[].class, parameters)
        .asType(MethodType.methodType(Object.class, Object.class, Object[].class));
  }
}
