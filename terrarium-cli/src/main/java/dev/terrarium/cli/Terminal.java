package dev.terrarium.cli;

import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/// The process's standard input, output and error, all in UTF-8.
///
/// One line of progress stands at the end of standard error when that is a terminal, and goes away
/// before anything else is written. Safe to use from any thread.
final class Terminal {
  private final PrintStream errors;
  private final boolean interactive;
  private boolean atLineStart = true;
  private int progressWidth;
  private boolean progressEnded;
  private boolean silent;
  private boolean told;

  /// @param errors standard error
  /// @param interactive whether that is a terminal
  Terminal(PrintStream errors, boolean interactive) {
    this.errors = errors;
    this.interactive = interactive;
  }

  static Terminal ofProcess() {
    var errors =
        new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
    return new Terminal(errors, isTerminal(2));
  }

  /// Standard input, of which a read ends when its thread is interrupted.
  static InputStream input() {
    return Channels.newInputStream(new FileInputStream(FileDescriptor.in).getChannel());
  }

  /// Standard output, which throws when nobody reads it, unlike `System.out`, and of which a write
  /// that waits for its reader ends when its thread is interrupted.
  static OutputStream output() {
    return Channels.newOutputStream(new FileOutputStream(FileDescriptor.out).getChannel());
  }

  /// Whether standard output is connected to another process, which may have gone away.
  static boolean outputIsPipe() {
    var target = descriptor(1);
    return target.startsWith("pipe:") || target.startsWith("socket:");
  }

  /// Whether progress is worth showing.
  boolean isInteractive() {
    return interactive;
  }

  /// Has what loggers and the JVM's own libraries write to `System.err` come by here, so that a
  /// line of progress gives way to that, too.
  void adopt() {
    if (interactive) {
      System.setErr(new PrintStream(stream(), true, System.err.charset()));
    }
  }

  /// Returns a stream by which bytes are written to standard error.
  OutputStream stream() {
    return new OutputStream() {
      @Override
      public void write(int single) {
        write(new byte[] {(byte) single}, 0, 1);
      }

      @Override
      public void write(byte[] bytes, int offset, int length) {
        pass(bytes, offset, length);
      }
    };
  }

  private synchronized void pass(byte[] bytes, int offset, int length) {
    if (length == 0 || silent) {
      return;
    }
    eraseProgress();
    errors.write(bytes, offset, length);
    errors.flush();
    atLineStart = bytes[offset + length - 1] == '\n';
  }

  /// Keeps standard error for one object in JSON: all other text is dropped from now on.
  synchronized void silence() {
    eraseProgress();
    silent = true;
    System.setErr(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
  }

  /// Writes what a run came to: whole lines, and after [#silence()] only the first time.
  synchronized void tell(String lines) {
    if (!silent) {
      say(lines);
    } else if (!told) {
      told = true;
      errors.println(lines);
      errors.flush();
    }
  }

  /// Writes whole lines to standard error.
  synchronized void say(String lines) {
    if (silent) {
      return;
    }
    eraseProgress();
    if (!atLineStart) {
      errors.println();
    }
    errors.println(lines);
    errors.flush();
    atLineStart = true;
  }

  /// Writes a piece of text to standard error, as Python prints it.
  synchronized void pass(String text) {
    if (text.isEmpty() || silent) {
      return;
    }
    eraseProgress();
    errors.print(text);
    errors.flush();
    atLineStart = text.endsWith("\n");
  }

  /// Shows a line of progress in place of the one before.
  synchronized void progress(String line) {
    if (!interactive || silent || progressEnded || !atLineStart) {
      return;
    }
    var padding = " ".repeat(Math.max(0, progressWidth - line.length()));
    errors.print("\r" + line + padding);
    errors.flush();
    progressWidth = line.length();
  }

  /// Takes the line of progress away, if there is one.
  synchronized void eraseProgress() {
    if (progressWidth > 0) {
      errors.print("\r" + " ".repeat(progressWidth) + "\r");
      errors.flush();
      progressWidth = 0;
    }
  }

  /// Takes the line of progress away for good.
  synchronized void endProgress() {
    eraseProgress();
    progressEnded = true;
  }

  private static boolean isTerminal(int number) {
    var target = descriptor(number);
    if (target.isEmpty()) {
      return Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
    }
    return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
  }

  /// What an open file of this process is, where the system tells.
  private static String descriptor(int number) {
    try {
      return Files.readSymbolicLink(Path.of("/proc/self/fd/" + number)).toString();
    } catch (IOException | UnsupportedOperationException | InvalidPathException unknown) {
      return "";
    }
  }
}
