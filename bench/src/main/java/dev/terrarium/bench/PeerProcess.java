package dev.terrarium.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/// A process that does rows as it is told, and says how long they took.
final class PeerProcess implements AutoCloseable {
  private final Process process;
  private final PrintWriter input;
  private final BufferedReader output;
  private final String version;

  private PeerProcess(Process process) throws IOException {
    this.process = process;
    this.input = new PrintWriter(process.outputWriter(StandardCharsets.UTF_8), true);
    this.output = process.inputReader(StandardCharsets.UTF_8);
    this.version = line("ready ").substring("ready ".length());
  }

  /// Starts it, and waits until it is ready.
  ///
  /// @param log where its standard error goes
  /// @throws IOException when it ends instead
  static PeerProcess start(Peer peer, Path log) throws IOException {
    Process process =
        peer.serving().redirectError(ProcessBuilder.Redirect.to(log.toFile())).start();
    try {
      return new PeerProcess(process);
    } catch (IOException failed) {
      process.destroyForcibly();
      throw failed;
    }
  }

  String version() {
    return version;
  }

  /// The nanoseconds of one, of that many.
  ///
  /// @throws IOException with the reason, when there is no such row
  double nanosEach(PeerWork work, int count) throws IOException {
    input.println(work.id() + " " + count);
    String answer = line("");
    if (answer.startsWith("- ")) {
      throw new IOException(answer.substring(2));
    }
    return Double.parseDouble(answer) / count;
  }

  private String line(String prefix) throws IOException {
    for (String line; (line = output.readLine()) != null; ) {
      if (line.startsWith(prefix)) {
        return line;
      }
    }
    throw new IOException("it ended");
  }

  @Override
  public void close() throws IOException {
    input.close();
    try {
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
      }
    } catch (InterruptedException interrupted) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
