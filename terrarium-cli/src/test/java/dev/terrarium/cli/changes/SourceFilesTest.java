package dev.terrarium.cli.changes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceFilesTest {
  private static final FileTime LONG_AGO = FileTime.fromMillis(1_000_000_000_000L);

  @TempDir Path folder;
  private SourceFiles files;

  @BeforeEach
  void open() {
    files = new SourceFiles(List.of(folder), List.of(folder.resolve("in.json")));
  }

  @Test
  void arePythonFilesInFoldersAndThoseThatAreNamed() throws IOException {
    write("node.py", "");
    write("package/inner/module.py", "");
    write("in.json", "");
    write("notes.txt", "");
    write(".hidden/module.py", "");
    write("package/__pycache__/module.py", "");
    write("environment/pyvenv.cfg", "");
    write("environment/lib/module.py", "");

    assertThat(files.look().keySet())
        .containsExactlyInAnyOrder(
            folder.resolve("node.py"),
            folder.resolve("package/inner/module.py"),
            folder.resolve("in.json"));
  }

  @Test
  void areSeenWhenTheyComeAndGo() throws IOException {
    write("package/old.py", "");
    var before = files.look();

    write("package/new.py", "");
    Files.delete(folder.resolve("package/old.py"));

    assertThat(before.keySet()).containsExactly(folder.resolve("package/old.py"));
    assertThat(files.look().keySet()).containsExactly(folder.resolve("package/new.py"));
  }

  @Test
  void areSeenInAFolderThatHasNotChangedForLong() throws IOException {
    var node = write("package/node.py", "old");
    Files.setLastModifiedTime(folder.resolve("package"), LONG_AGO);
    Files.setLastModifiedTime(node, LONG_AGO);
    var before = files.look();

    Files.writeString(node, "new");
    var after = files.look();
    write("package/more.py", "");

    assertThat(after).containsOnlyKeys(node).isNotEqualTo(before);
    assertThat(files.look()).containsOnlyKeys(node, folder.resolve("package/more.py"));
  }

  @Test
  void areOthersWhenAnotherFileTakesTheirPlace() throws IOException {
    var node = write("node.py", "value = 1");
    Files.setLastModifiedTime(node, LONG_AGO);
    var before = files.look();
    var draft = write("draft", "value = 2");
    Files.setLastModifiedTime(draft, LONG_AGO);

    Files.move(draft, node, StandardCopyOption.REPLACE_EXISTING);

    assertThat(files.look()).containsOnlyKeys(node).isNotEqualTo(before);
  }

  @Test
  void areToldWhenTheyHaveChanged() throws Exception {
    var kept = write("kept.py", "");
    var node = write("node.py", "old");
    var changes = new Changes(files);
    Files.writeString(node, "newer");

    assertThat(changes.await()).containsExactly(node);
    Files.delete(kept);
    var input = write("in.json", "[]");
    assertThat(changes.await()).isNotEmpty().isSubsetOf(kept, input);
  }

  private Path write(String name, String text) throws IOException {
    var file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }
}
