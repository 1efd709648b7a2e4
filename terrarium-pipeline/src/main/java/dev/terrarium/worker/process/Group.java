package dev.terrarium.worker.process;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/// The processes that a worker has started, in the process group that it leads.
///
/// While the worker lives, the end of its standard input ends them all at once. When it has ended,
/// that still holds for those that it had only forked; those that run other programs are looked for
/// here, in what Linux tells of processes. Who has moved to another group is let be.
final class Group {
  private static final Path PROCESSES = Path.of("/proc");

  // What a line of /proc/PID/stat holds behind the name, which is in brackets.
  private static final int STATE = 0;
  private static final int GROUP = 2;
  private static final int FLAGS = 6;

  /// The flags of a process that is ending, is killed by a signal, or leaves a dump of its memory.
  private static final long ENDING = 0x4 | 0x8 | 0x200 | 0x400;

  private static final long MOMENT_MILLIS = 100;

  /// What a process that is about to end is given for that: it may have a dump to write.
  private static final long PATIENCE_SECONDS = 30;

  private Group() {}

  /// Kills what is left of the group of a process that has ended, or was killed.
  static void end(Process leader) {
    var killed = new HashSet<Long>();
    while (true) { // What is killed may just have started another.
      var members = members(leader.pid());
      members.removeAll(killed);
      if (members.isEmpty() || (!leader.isAlive() && isThere(leader.pid()))) {
        return; // In the second case its number is another's by now: nobody was left of the group.
      }
      members.forEach(member -> ProcessHandle.of(member).ifPresent(ProcessHandle::destroyForcibly));
      killed.addAll(members);
    }
  }

  /// Waits a moment for the end of a process that has closed its line, and longer if it is about to
  /// come; says whether it has.
  static boolean hasEnded(Process process) throws InterruptedException {
    return process.waitFor(MOMENT_MILLIS, TimeUnit.MILLISECONDS)
        || (isEnding(process) && process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS));
  }

  /// Whether a process cannot do anything else than end any more, or has ended already, which this
  /// JVM may learn a little later.
  static boolean isEnding(Process process) {
    var fields = fields(PROCESSES.resolve(Long.toString(process.pid())));
    return fields.length > FLAGS
        ? (Long.parseLong(fields[FLAGS]) & ENDING) != 0
        : isThere(ProcessHandle.current().pid()) && !isThere(process.pid());
  }

  private static boolean isThere(long process) {
    return Files.exists(PROCESSES.resolve(Long.toString(process)));
  }

  private static Set<Long> members(long leader) {
    var members = new HashSet<Long>();
    try (var entries = Files.newDirectoryStream(PROCESSES, "[0-9]*")) {
      for (var entry : entries) {
        long process = Long.parseLong(String.valueOf(entry.getFileName()));
        if (process != leader && isOf(leader, entry)) {
          members.add(process);
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      return members; // There are no such files here.
    }
    return members;
  }

  private static boolean isOf(long leader, Path process) {
    var fields = fields(process);
    return fields.length > GROUP
        && !"Z".equals(fields[STATE])
        && Long.parseLong(fields[GROUP]) == leader;
  }

  private static String[] fields(Path process) {
    try {
      var line = Files.readString(process.resolve("stat"), ISO_8859_1);
      return line.substring(line.lastIndexOf(')') + 2).split(" ");
    } catch (IOException e) {
      return new String[0]; // It has ended meanwhile.
    }
  }
}
