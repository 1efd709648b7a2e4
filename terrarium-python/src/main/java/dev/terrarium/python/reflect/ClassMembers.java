package dev.terrarium.python.reflect;

import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The public members of a class that this module can reach, through whatever public type declares
/// them.
///
/// A class that is not public, such as that of `List.of()`, has the members of its public parents
/// and interfaces. What reflects, locks and ends an object is left out: `getClass`, `wait`,
/// `notify`.
///
/// @param type the class
/// @param methods instance and static methods by name
/// @param fields instance and static fields by name
/// @param constructors of the class
public record ClassMembers(
    Class<?> type,
    Map<String, List<Method>> methods,
    Map<String, Field> fields,
    List<Executable> constructors) {
  private static final Set<String> NOT_OFFERED =
      Set.of("getClass", "wait", "notify", "notifyAll", "finalize");

  /// Those of a class.
  public static ClassMembers of(Class<?> type) {
    Map<String, List<Method>> methods = new TreeMap<>();
    Map<String, Field> fields = new TreeMap<>();
    for (Class<?> each : reachable(type)) {
      for (Method method : each.getDeclaredMethods()) {
        if (isOffered(method) && (each == type || !isInterfaceStatic(each, method))) {
          add(methods.computeIfAbsent(method.getName(), _ -> new ArrayList<>()), method);
        }
      }
      for (Field field : each.getDeclaredFields()) {
        if (Modifier.isPublic(field.getModifiers()) && !field.isSynthetic()) {
          fields.putIfAbsent(field.getName(), field);
        }
      }
    }
    return new ClassMembers(type, methods, fields, constructors(type));
  }

  private static boolean isOffered(Method method) {
    return Modifier.isPublic(method.getModifiers())
        && !method.isSynthetic()
        && !NOT_OFFERED.contains(method.getName());
  }

  private static boolean isInterfaceStatic(Class<?> declaring, Method method) {
    return declaring.isInterface() && Modifier.isStatic(method.getModifiers());
  }

  /// Adds a method that no overriding one, found earlier, stands for.
  private static void add(List<Method> found, Method method) {
    for (Method other : found) {
      if (Arrays.equals(other.getParameterTypes(), method.getParameterTypes())) {
        return;
      }
    }
    found.add(method);
  }

  /// The class, its parents and its interfaces, the most specific first, as far as they are public.
  private static List<Class<?>> reachable(Class<?> type) {
    Set<Class<?>> all = new LinkedHashSet<>();
    for (Class<?> each = type; each != null; each = each.getSuperclass()) {
      all.add(each);
    }
    for (Class<?> each = type; each != null; each = each.getSuperclass()) {
      addInterfaces(each, all);
    }
    if (type.isInterface()) {
      all.add(Object.class);
    }
    return all.stream().filter(Reach::isExported).toList();
  }

  private static void addInterfaces(Class<?> type, Set<Class<?>> all) {
    for (Class<?> each : type.getInterfaces()) {
      all.add(each);
      addInterfaces(each, all);
    }
  }

  private static List<Executable> constructors(Class<?> type) {
    if (!Reach.isExported(type) || Modifier.isAbstract(type.getModifiers())) {
      return List.of();
    }
    List<Constructor<?>> constructors = List.of(type.getConstructors());
    return Collections.unmodifiableList(constructors);
  }

  /// The one method that makes objects of the class callable, or null.
  public @Nullable Method functional() {
    Method found = null;
    Set<Class<?>> interfaces = new LinkedHashSet<>();
    addInterfaces(type, interfaces);
    for (Class<?> each : interfaces) {
      InterfaceMethod method = InterfaceShape.of(each, _ -> null).functional();
      if (method != null && each.isAnnotationPresent(FunctionalInterface.class)) {
        if (found != null) {
          return null;
        }
        found = method.method();
      }
    }
    return found;
  }
}
