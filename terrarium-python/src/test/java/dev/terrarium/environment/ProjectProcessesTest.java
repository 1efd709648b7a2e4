package dev.terrarium.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.terrarium.testing.ChildJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Environments that several processes make, and that another machine uses.
class ProjectProcessesTest {
  @TempDir static Path cache;

  @TempDir Path folder;
  private Workspace space;

  @BeforeEach
  void open() throws IOException {
    space = Workspace.in(folder.toRealPath().resolve("project"), cache);
    space.wheels().add("alpha", "1.0");
    space.needs("alpha").environment().lock();
  }

  private static ChildJvm child() {
    return new ChildJvm().with("-Xmx128m");
  }

  @Test
  void twoProcessesAtOnceMakeOneEnvironment() {
    String project = space.project().folder().toString();
    List<CompletableFuture<ChildJvm.Ended>> both =
        Stream.generate(() ->
                CompletableFuture.supplyAsync(
                    () -> child().run(SyncInChild.class, "sync", cache.toString(), project)))
            .limit(2)
            .toList();

    List<String> said =
        both.stream().map(CompletableFuture::join).map(each -> each.output()).toList();

    assertThat(said).allMatch(output -> output.contains("made " + space.project().link()));
    assertThat(said)
        .as(said.toString())
        .filteredOn(output -> output.contains("Making the environment"))
        .hasSize(1);
  }

  @Test
  void aFolderThatWasMovedRunsWithoutANetworkAndWithoutItsCache() throws Exception {
    assumeTrue(
        ChildJvm.run(ChildJvm.PATIENCE, "unshare", "-n", "true").exit() == 0,
        "this user may not turn the network off");
    Installation made = space.environment().syncTo(folder.resolve("built"));
    assertThat(made.isVirtual()).isFalse();
    Path device = Files.createDirectories(folder.toRealPath().resolve("a device"));
    Path moved = Files.move(folder.resolve("built"), device.resolve("python"));

    ChildJvm.Ended ended =
        child()
            .before("unshare", "-n")
            .run(
                SyncInChild.class,
                "use",
                device.resolve("cache").toString(),
                moved.toString(),
                "alpha");

    assertThat(ended.output()).contains("alpha 1.0");
    assertThat(ended.exit()).isZero();
    assertThat(
            ChildJvm.run(ChildJvm.PATIENCE, moved.resolve("bin/alpha").toString()).output().strip())
        .isEqualTo("1.0");
    assertThat(moved.resolve("lib/python3.14/site-packages/numpy")).doesNotExist();
  }

  @Test
  void aFolderOfSomebodyElseIsLeftAlone() throws IOException {
    Path occupied = Files.createDirectories(folder.resolve("photos"));
    Files.createFile(occupied.resolve("cat.jpeg"));

    assertThatThrownBy(() -> space.environment().syncTo(occupied))
        .isInstanceOf(EnvironmentException.class)
        .hasMessageContaining("photos is not empty, and no environment that Terrarium made");
  }

  @Test
  void aFolderIsMadeAgainFromAnotherLock() throws IOException {
    Path target = folder.resolve("built");
    space.environment().syncTo(target);
    space.wheels().add("alpha", "2.0");
    space.environment().lock();
    assertThat(space.environment().stateOf(target).isCurrent()).isFalse();

    space.environment().syncTo(target);

    assertThat(space.environment().stateOf(target).isCurrent()).isTrue();
    assertThat(space.environment().stateOf(target).installed()).containsExactly("alpha==2.0");
  }
}
