package dev.terrarium.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaConstructorCall;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/// Permits to move are born in one room alone.
class SafetyTest {
  private static final String PERMIT = "dev.terrarium.safety.Permit";
  private static final String EPOCH = "dev.terrarium.safety.Epoch";
  private static final String GATE = "dev.terrarium.safety.Gate";

  @Test
  void safetySeesTheJdkAlone() {
    Law.that(
            House.in("safety"),
            "see the JDK alone",
            type -> seen(type, target -> !isOfSafety(target) && !isOfTheJdk(target)))
        .holdsForAtLeast(30);
  }

  @Test
  void permitsLiveInSafetyAlone() {
    Law.that(
            describe("are permits", type -> type.getSimpleName().contains("Permit")),
            "live in safety",
            type ->
                House.in("safety").test(type)
                    ? List.of()
                    : List.of(type.getName() + " is a permit outside of safety"))
        .holdsForAtLeast(1);
  }

  @Test
  void onlyTheGateConstructsAPermit() {
    Law.that(
            describe("are not the gate", type -> !type.getName().equals(GATE)),
            "construct no permit and no epoch",
            type ->
                type.getConstructorCallsFromSelf().stream()
                    .filter(call -> Set.of(PERMIT, EPOCH).contains(call.getTargetOwner().getName()))
                    .map(JavaConstructorCall::getDescription)
                    .toList())
        .holdsForAtLeast(200);
  }

  @Test
  void theGateCallsNoCodeOfOthers() {
    Law.that(
            describe("are the gate", type -> type.getName().equals(GATE)),
            "call no code of others, which could build a permit in its name",
            type ->
                type.getMethodCallsFromSelf().stream()
                    .filter(call -> isCallback(call.getTargetOwner()))
                    .map(call -> call.getDescription())
                    .toList())
        .holdsForAtLeast(1);
  }

  private static boolean isCallback(JavaClass owner) {
    return owner.getPackageName().startsWith("java.util.function")
        || Set.of("SafetyListener", "DisarmHandler", "ArmingRoute", "DisarmingRoute")
            .contains(owner.getSimpleName());
  }

  private static boolean isOfSafety(JavaClass target) {
    return House.in("safety").test(target);
  }

  private static boolean isOfTheJdk(JavaClass target) {
    return target.isPrimitive()
        || target.getPackageName().startsWith("java.")
        || target.getPackageName().startsWith("org.jspecify.");
  }

  private static List<String> seen(JavaClass type, Predicate<JavaClass> forbidden) {
    return type.getDirectDependenciesFromSelf().stream()
        .filter(arrow -> forbidden.test(arrow.getTargetClass().getBaseComponentType()))
        .map(Dependency::getDescription)
        .toList();
  }
}
