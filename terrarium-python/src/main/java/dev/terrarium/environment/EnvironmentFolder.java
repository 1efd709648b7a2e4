package dev.terrarium.environment;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Makes the folder of an environment: an interpreter, or links to one, and the packages.
///
/// @param base the Python it is built on
/// @param lock what goes in
/// @param installer puts it in
/// @param tool runs programs
/// @param lockFile the file of the lock
/// @param everyFile whether each file is read when a folder is checked
record EnvironmentFolder(
    Foundation base, Lock lock, Installer installer, Tool tool, Path lockFile, boolean everyFile) {
  /// What is wrong with a folder that should be this environment; empty if it is.
  Optional<String> fault(Path folder) {
    Optional<EnvironmentRecord> record = EnvironmentRecord.of(folder);
    if (record.isEmpty()) {
      return Optional.of("it was not made by Terrarium");
    }
    return record.get().lock().equals(lock.digest())
            && record.get().python().equals(base.installation().version().text())
        ? Contents.fault(folder, everyFile)
        : Optional.of("it was made from another lock");
  }

  /// Fills a draft with a virtual environment that will lie at `place`.
  void makeVirtual(Path draft, Path place) throws IOException {
    Path python = base.installation().executable();
    Tool.Ended ended =
        tool.run(List.of(python.toString(), "-I", "-m", "venv", "--without-pip", draft.toString()));
    if (!ended.isDone()) {
      throw new EnvironmentException(
          "%s cannot make a virtual environment (Debian and Ubuntu: install python3-venv):\n  %s"
              .formatted(python, Sentences.lastLine(ended.output())));
    }
    fill(draft, draft.resolve("bin/python3"), place, base.installation().basePrefix());
  }

  /// Fills a draft with a copy of the bundled Python that will lie at `place`.
  void makeWhole(Bundle bundle, Path draft, Path place) throws IOException {
    new Unpacker(bundle.withoutNumpy(), draft, tool.listener()).unpack();
    BundleCache.warm(bundle, draft);
    fill(draft, draft.resolve(bundle.layout().executable()), place, place);
  }

  private void fill(Path draft, Path python, Path place, Path prefix) throws IOException {
    List<String> packages = lock.packages();
    if (!packages.isEmpty()) {
      installer.install(python, lockFile, base.reading().requirements().sources());
      tool.listener().progress("compiling " + packages.size() + " packages");
      // A module that cannot be compiled is said when it is imported.
      tool.run(List.of(python.toString(), "-I", "-m", "compileall", "-q", "-j", "0", site(draft)));
    }
    new Relocation(draft, place).run();
    new EnvironmentRecord(
            lock.digest(),
            base.installation().version().text(),
            prefix.toString(),
            installer.name(),
            packages)
        .write(draft);
    Contents.write(draft);
  }

  private String site(Path folder) {
    return folder.resolve("lib/python" + base.minor() + "/site-packages").toString();
  }
}
