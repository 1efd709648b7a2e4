package dev.terrarium.python;

import dev.terrarium.python.MethodPlan.Action;
import dev.terrarium.python.reflect.InterfaceMethod;
import dev.terrarium.python.reflect.InterfaceShape;
import dev.terrarium.python.reflect.Reach;
import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Finds what each method of an interface means on one Python object. Needs the GIL.
final class InterfacePlanner {
  private final Attachment attachment;
  private final InterfaceShape shape;
  private final List<String> faults;
  private final Map<Method, MethodPlan> plans = new HashMap<>();

  /// @param faults takes what does not fit
  InterfacePlanner(Attachment attachment, InterfaceShape shape, List<String> faults) {
    this.attachment = attachment;
    this.shape = shape;
    this.faults = faults;
  }

  /// The plan of every method, on a callable or on an object with members; good for use where there
  /// are no faults.
  ///
  /// @param object borrowed
  Map<Method, MethodPlan> plan(long object) {
    InterfaceMethod functional = shape.functional();
    if (functional == null || !isCallable(object)) {
      return planMembers(object);
    }
    planBodies();
    planFunction(object, functional);
    checkBodies();
    return plans;
  }

  /// The plan of every method on an object with members.
  ///
  /// @param object borrowed
  Map<Method, MethodPlan> planMembers(long object) {
    planBodies();
    planFound(object);
    checkBodies();
    return plans;
  }

  private void planBodies() {
    shape.methods().forEach((method, it) -> plans.put(method, body(it)));
  }

  private void checkBodies() {
    plans.values().stream()
        .filter(plan -> plan.action() == Action.BODY && isOutOfReach(plan.method()))
        .map(plan ->
            "%s: its body cannot be called: %s"
                .formatted(
                    plan.method().title(),
                    Reach.opening(plan.method().method().getDeclaringClass())))
        .sorted()
        .forEach(faults::add);
  }

  private static MethodPlan body(InterfaceMethod method) {
    return new MethodPlan(method, Action.BODY, "", 0);
  }

  private boolean isOutOfReach(InterfaceMethod method) {
    return !method.isAbstract()
        && shape.body(method.method()) == null
        && !Reach.isExported(method.method().getDeclaringClass());
  }

  private boolean isCallable(long object) {
    Border border = attachment.border;
    long callable = attachment.interpreter.functions.of(border, "builtins.callable");
    return Boolean.TRUE.equals(border.read(boolean.class, border.callRaw(callable, object)));
  }

  private void planFunction(long object, InterfaceMethod functional) {
    @Nullable Object[] found =
        ask(
            "bind_function",
            object,
            functional.least(),
            functional.fixed(),
            functional.method().isVarArgs());
    int least = ((Long) Objects.requireNonNull(found[0])).intValue();
    String fault = String.valueOf(found[1]);
    if (!fault.isEmpty()) {
      faults.add(functional.title() + ": " + fault);
    }
    shape
        .methods()
        .forEach((method, it) -> {
          if (it.isAbstract() && (it.equals(functional) || !it.closes())) {
            plans.put(method, new MethodPlan(it, Action.CALL_ITSELF, "", least));
          }
        });
  }

  private void planFound(long object) {
    List<InterfaceMethod> asked = asked();
    @Nullable Object[] found =
        ask("bind", object, asked.stream().map(InterfacePlanner::description).toList());
    List<?> planned = (List<?>) Objects.requireNonNull(found[0]);
    for (int i = 0; i < asked.size(); i++) {
      Tuple plan = (Tuple) Objects.requireNonNull(planned.get(i));
      InterfaceMethod method = asked.get(i);
      plans.put(method.method(), planned(method, plan));
    }
    for (Object fault : (List<?>) Objects.requireNonNull(found[1])) {
      faults.add(String.valueOf(fault));
    }
  }

  /// The methods that Python may have; not the default ones whose name belongs to one without a
  /// body.
  private List<InterfaceMethod> asked() {
    Set<String> required =
        shape.abstractMethods().stream()
            .map(method -> method.names().getFirst())
            .collect(Collectors.toSet());
    return shape.methods().values().stream()
        .filter(method ->
            method.isAbstract()
                || (!method.method().isSynthetic()
                    && !required.contains(method.names().getFirst())))
        .toList();
  }

  private static Tuple description(InterfaceMethod method) {
    return Tuple.of(
        method.title(),
        method.names(),
        method.attributes(),
        method.least(),
        method.fixed(),
        method.method().isVarArgs(),
        !method.isAbstract() || method.closes());
  }

  private static MethodPlan planned(InterfaceMethod method, Tuple plan) {
    Action action =
        switch (String.valueOf(plan.get(0))) {
          case "call" -> Action.CALL;
          case "get" -> Action.GET;
          case "set" -> Action.SET;
          default -> Action.BODY;
        };
    int least = ((Long) Objects.requireNonNull(plan.get(2))).intValue();
    return new MethodPlan(method, action, String.valueOf(plan.get(1)), least);
  }

  /// Calls a function of the Python package that gives a pair.
  private @Nullable Object[] ask(String function, long object, @Nullable Object... arguments) {
    Border border = attachment.border;
    @Nullable Object[] all = new Object[arguments.length + 1];
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    try (PyObject target = border.borrowed(object)) {
      all[0] = target;
      long asked = attachment.interpreter.functions.of(border, "terrarium._interfaces." + function);
      Object pair = border.read(Object.class, border.call(asked, all));
      return ((Tuple) Objects.requireNonNull(pair)).elements().toArray();
    }
  }
}
