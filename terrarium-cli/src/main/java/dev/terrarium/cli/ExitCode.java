package dev.terrarium.cli;

/// How the process ends.
final class ExitCode {
  static final int DONE = 0;

  /// The manifest, the command line or the machine is wrong, and no node ran.
  static final int REFUSED = 2;

  static final int FAILED = 3;

  /// 128 and the number of the signal that Ctrl-C sends.
  static final int INTERRUPTED = 130;

  static final int HUNG_UP = 129;
  static final int TERMINATED = 143;

  private ExitCode() {}
}
