package dev.terrarium.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/// The house as it was compiled, without its tests.
final class House {
  private static final String ROOT = "dev.terrarium.";

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.terrarium")
          .that(describe("are no package-info", type -> !type.getName().endsWith(".package-info")));

  private House() {}

  /// Every class of every module, `bench` apart, which is built upon the others.
  static JavaClasses classes() {
    return CLASSES;
  }

  /// The room that a class lives in: the first part of its package after the root, or nothing for a
  /// class of somebody else.
  static String room(JavaClass type) {
    String name = type.getPackageName() + ".";
    return name.startsWith(ROOT)
        ? name.substring(ROOT.length(), name.indexOf('.', ROOT.length()))
        : "";
  }

  /// Those that live in one of these rooms, or in one of the rooms within.
  static DescribedPredicate<JavaClass> in(String... rooms) {
    List<String> packages = Arrays.stream(rooms).map(ROOT::concat).toList();
    return describe(
        "live in " + String.join(" or ", rooms),
        type ->
            packages.stream()
                .anyMatch(name ->
                    type.getPackageName().equals(name)
                        || type.getPackageName().startsWith(name + ".")));
  }

  /// Those that live in this very package.
  static DescribedPredicate<JavaClass> exactlyIn(String room) {
    return describe("live in " + room, type -> type.getPackageName().equals(ROOT + room));
  }

  /// All of them.
  static DescribedPredicate<JavaClass> everywhere() {
    return describe("live in the house", _ -> true);
  }

  /// The folder of the checkout.
  static Path folder() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("mvnw"))) {
      folder = folder.getParent();
    }
    return folder;
  }
}
