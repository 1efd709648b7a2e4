package dev.terrarium.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;

import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/// Settings are read in one room, and the terminal is written in another.
class SurroundingsTest {
  private static final Map<String, Set<String>> SETTINGS =
      Map.of(
          "java.lang.System",
              Set.of("getenv", "getProperty", "getProperties", "setProperty", "clearProperty"),
          "java.lang.Integer", Set.of("getInteger"),
          "java.lang.Long", Set.of("getLong"),
          "java.lang.Boolean", Set.of("getBoolean"),
          "java.util.Properties", Set.of("load", "loadFromXML"));

  private static final Map<String, Set<String>> TERMINAL =
      Map.of(
          "java.lang.System", Set.of("out", "err", "in", "console", "setOut", "setErr"),
          "java.io.FileDescriptor", Set.of("out", "err", "in"),
          "java.lang.IO", Set.of("print", "println", "readln"));

  /// For those who use the embedding alone.
  private static final Set<String> READ_FOR_THEMSELVES =
      Set.of("dev.terrarium.environment.SearchPath.ofProcess", "dev.terrarium.os.Platform.current");

  private static final Law READS_NO_SETTINGS =
      Law.that(
          not(House.in("session")),
          "read no settings",
          type -> uses(type, access -> isOf(SETTINGS, access) && !readsForItself(access)));

  private static final Law LEAVES_THE_TERMINAL =
      Law.that(
          not(House.in("cli")),
          "not touch standard input, output and error",
          type -> uses(type, access -> isOf(TERMINAL, access) || printsItsTrace(access)));

  @Test
  void settingsAreReadInTheSessionAlone() {
    READS_NO_SETTINGS.holdsForAtLeast(150);
    READS_NO_SETTINGS.bites(Trespasser.class);
  }

  @Test
  void theTerminalIsWrittenInTheCommandLineAlone() {
    LEAVES_THE_TERMINAL.holdsForAtLeast(150);
    LEAVES_THE_TERMINAL.bites(Trespasser.class);
  }

  private static List<String> uses(JavaClass type, Predicate<JavaAccess<?>> forbidden) {
    return type.getAccessesFromSelf().stream()
        .filter(forbidden)
        .map(JavaAccess::getDescription)
        .toList();
  }

  private static boolean isOf(Map<String, Set<String>> names, JavaAccess<?> access) {
    AccessTarget target = access.getTarget();
    return names.getOrDefault(target.getOwner().getName(), Set.of()).contains(target.getName());
  }

  private static boolean printsItsTrace(JavaAccess<?> access) {
    return access.getTarget() instanceof AccessTarget.MethodCallTarget target
        && target.getName().equals("printStackTrace")
        && target.getRawParameterTypes().isEmpty();
  }

  private static boolean readsForItself(JavaAccess<?> access) {
    return READ_FOR_THEMSELVES.contains(
        access.getOriginOwner().getName() + "." + access.getOrigin().getName());
  }
}
