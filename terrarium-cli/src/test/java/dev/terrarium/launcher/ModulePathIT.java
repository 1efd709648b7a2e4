package dev.terrarium.launcher;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.module.Configuration;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleDescriptor.Exports;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.lang.module.ResolvedModule;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// The jars that the launcher runs are modules, and keep to themselves what they should.
class ModulePathIT {
  private static final ModuleFinder JARS = ModuleFinder.of(Path.of("target/dist/modules"));

  /// Jars that do not say what module they are, and why they are here all the same.
  private static final Map<String, String> AUTOMATIC =
      Map.of(
          "euclid", "geometry that the robot half is checked against, made for the class path",
          "ejml.core", "what euclid computes with",
          "HdrHistogram", "the histogram that corrects for omission, made for the class path",
          "flatbuffers.java", "what the messages of Arrow's files are written with",
          "org.tomlj", "the one reader of TOML that knows lines and goes on after a fault",
          "org.antlr.antlr4.runtime", "what org.tomlj reads with");

  @Test
  void everyJarIsAModuleByItsOwnWord() {
    assertThat(JARS.findAll())
        .extracting(ModuleReference::descriptor)
        .hasSizeGreaterThanOrEqualTo(4)
        .filteredOn(ModuleDescriptor::isAutomatic)
        .extracting(ModuleDescriptor::name)
        .containsExactlyInAnyOrderElementsOf(AUTOMATIC.keySet());
  }

  @Test
  void theCommandLineResolvesOnTheModulePath() {
    assertThat(resolved("dev.terrarium.cli", "dev.terrarium.robot"))
        .contains("dev.terrarium.python", "dev.terrarium.pipeline", "dev.terrarium.robot");
  }

  @Test
  void nothingWithoutAWordOfItsOwnIsResolvedButForRobots() {
    assertThat(resolved("dev.terrarium.cli"))
        .contains("dev.terrarium.pipeline")
        .doesNotContain("dev.terrarium.robot", "java.desktop")
        .doesNotContainAnyElementsOf(AUTOMATIC.keySet());
  }

  private static Set<String> resolved(String... roots) {
    Configuration configuration =
        ModuleLayer.boot().configuration().resolve(JARS, ModuleFinder.of(), Set.of(roots));
    return configuration.modules().stream().map(ResolvedModule::name).collect(toSet());
  }

  @Test
  void theCApiIsExportedToNobodyAndTheSystemToOurOwnAlone() {
    ModuleDescriptor python = JARS.find("dev.terrarium.python").orElseThrow().descriptor();

    assertThat(python.exports())
        .extracting(Exports::source)
        .contains("dev.terrarium.python")
        .doesNotContain("dev.terrarium.capi");
    assertThat(python.exports())
        .filteredOn(it -> it.source().equals("dev.terrarium.os"))
        .singleElement()
        .satisfies(it ->
            assertThat(it.targets())
                .containsExactlyInAnyOrder("dev.terrarium.pipeline", "dev.terrarium.robot"));
    assertThat(python.packages()).contains("dev.terrarium.capi");
  }
}
