package dev.terrarium.architecture;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Native access only in two rooms, and none of it in what others may call.
class NativeAccessTest {
  /// By this the JDK marks what may crash the JVM.
  private static final String RESTRICTED = "jdk.internal.javac.Restricted";

  private static final Set<String> NATIVE_TYPES =
      Set.of(MemorySegment.class.getName(), Arena.class.getName(), MethodHandle.class.getName());

  /// The array views, and columns of tables, whose very purpose is to hand out memory.
  private static final Set<String> HAND_OUT_MEMORY =
      Set.of("dev.terrarium.python.NdArray", "dev.terrarium.python.arrow.ArrowColumn");

  private static final Law RESTRICTED_CALLS =
      Law.that(
          DescribedPredicate.not(House.in("capi", "os")),
          "call no restricted method",
          NativeAccessTest::restrictedCalls);

  @Test
  void restrictedMethodsAreCalledByCapiAndOsAlone() {
    RESTRICTED_CALLS.holdsForAtLeast(120);
    RESTRICTED_CALLS.bites(Trespasser.class);
  }

  @Test
  void exportedSignaturesHandOutNoMemory() {
    Set<String> exported = Sources.exportedPackages();

    Law.that(
            DescribedPredicate.describe(
                "are exported",
                type -> exported.contains(type.getPackageName()) && isVisible(type)),
            "have no native type in a signature",
            NativeAccessTest::nativeSignatures)
        .holdsForAtLeast(50);
  }

  private static List<String> restrictedCalls(JavaClass type) {
    return Stream.concat(
            type.getMethodCallsFromSelf().stream(), type.getMethodReferencesFromSelf().stream())
        .filter(call -> call.getTarget().isAnnotatedWith(RESTRICTED))
        .map(Object::toString)
        .toList();
  }

  private static boolean isVisible(JavaClass type) {
    return isOpen(type.getModifiers())
        && type.getEnclosingClass().map(NativeAccessTest::isVisible).orElse(true);
  }

  private static boolean isOpen(Set<JavaModifier> modifiers) {
    return modifiers.contains(JavaModifier.PUBLIC) || modifiers.contains(JavaModifier.PROTECTED);
  }

  private static List<String> nativeSignatures(JavaClass type) {
    return type.getMembers().stream()
        .filter(member -> isOpen(member.getModifiers()))
        .filter(member -> !HAND_OUT_MEMORY.contains(type.getName()))
        .filter(member -> types(member).anyMatch(NativeAccessTest::isNative))
        .map(JavaMember::getDescription)
        .toList();
  }

  private static Stream<JavaType> types(JavaMember member) {
    return switch (member) {
      case JavaField field -> Stream.of(field.getType());
      case JavaCodeUnit unit ->
          Stream.concat(Stream.of(unit.getReturnType()), unit.getParameterTypes().stream());
      default -> Stream.of();
    };
  }

  private static boolean isNative(JavaType type) {
    return type.getAllInvolvedRawTypes().stream()
        .anyMatch(raw -> NATIVE_TYPES.contains(raw.getBaseComponentType().getName()));
  }
}
