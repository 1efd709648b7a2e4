package dev.terrarium.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/// What a run tells of itself: metrics in a file and on a port.
@Execution(ExecutionMode.CONCURRENT)
class WatchTest {
  private @TempDir Path folder;
  private Workplace place;

  @BeforeEach
  void open() throws IOException {
    place = new Workplace(folder).chain("PassThrough", "PassThrough");
  }

  @Test
  void writesWhatEachNodeDidToAFile() throws IOException {
    var said = place.call("run", "pipeline.json", "--input", "[1, 2, 3]", "--metrics", "m.json");

    assertThat(said.exit()).as(said.errors()).isEqualTo(ExitCode.DONE);
    assertThat(Files.readString(folder.resolve("m.json")))
        .contains("\"pipeline\" : \"test\"", "\"ended\" : true", "\"error\" : null")
        .contains("\"id\" : \"b\"", "\"items_in\" : 3", "\"total_seconds\" : 0.");
  }

  @Test
  void writesTheFileWhenARunFails() throws IOException {
    place.write("bad.json", "[1, 2");

    var said = place.call("run", "pipeline.json", "--input", "bad.json", "--metrics", "m.json");

    assertThat(said.exit()).isEqualTo(ExitCode.FAILED);
    assertThat(Files.readString(folder.resolve("m.json")))
        .contains("\"error\" : \"bad.json", "\"ended\" : true");
  }

  @Test
  void servesMetricsWhileTheRunGoesOn() throws Exception {
    var call = place.start("run", "pipeline.json", "--input", "-", "--metrics-port", "0");
    try (var in = call.process().outputWriter(UTF_8);
        var out =
            new BufferedReader(new InputStreamReader(call.process().getInputStream(), UTF_8))) {
      in.write("7\n");
      in.flush();
      assertThat(out.readLine()).isEqualTo("7");
      var address = Files.readString(call.errors()).lines().findFirst().orElseThrow();

      var metrics = get(address.substring("metrics: ".length()));

      assertThat(metrics.statusCode()).isEqualTo(200);
      assertThat(metrics.headers().firstValue("Content-Type"))
          .hasValueSatisfying(type -> assertThat(type).startsWith("text/plain; version=0.0.4"));
      assertThat(metrics.body())
          .contains("terrarium_node_items_out_total{pipeline=\"test\",node=\"b\"} 1\n")
          .contains("terrarium_pipeline_running{pipeline=\"test\"} 1\n");
      assertThat(get(address.substring("metrics: ".length()) + "/more").statusCode())
          .isEqualTo(404);
    }
    assertThat(call.await().exit()).isEqualTo(ExitCode.DONE);
  }

  @Test
  void refusesAPortThatIsTaken() throws IOException {
    try (var other = new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
      var port = Integer.toString(other.getLocalPort());

      var said = place.call("run", "pipeline.json", "--input", "[1]", "--metrics-port", port);

      assertThat(said.exit()).isEqualTo(ExitCode.REFUSED);
      assertThat(said.errors())
          .contains("Metrics cannot be served on port " + port + ": Address already in use.");
    }
  }

  @Test
  void refusesAPortThatDoesNotExist() throws IOException {
    var said = place.call("run", "pipeline.json", "--input", "[1]", "--metrics-port", "70000");

    assertThat(said.exit()).isEqualTo(ExitCode.REFUSED);
    assertThat(said.errors()).contains("There is no port 70000: name one from 0 to 65535.");
  }

  @Test
  void refusesToWriteMetricsOverTheManifest() throws IOException {
    var said = place.call("run", "pipeline.json", "--input", "[1]", "--metrics", "./pipeline.json");

    assertThat(said.exit()).isEqualTo(ExitCode.REFUSED);
    assertThat(said.errors()).contains("--metrics ./pipeline.json is the same file as");
  }

  @Test
  void showsTheFirstItemsInTheReport() throws IOException {
    var said = place.call("run", "pipeline.json", "--input", "[1, 2]", "--report", "r.html");

    assertThat(said.exit()).as(said.errors()).isEqualTo(ExitCode.DONE);
    assertThat(Files.readString(folder.resolve("r.html")))
        .contains("The first items", "<li><span>1</span>", "What an item took");
  }

  private static HttpResponse<String> get(String address) throws Exception {
    try (var client = HttpClient.newHttpClient()) {
      var request = HttpRequest.newBuilder(URI.create(address)).build();
      return client.send(request, HttpResponse.BodyHandlers.ofString());
    }
  }
}
