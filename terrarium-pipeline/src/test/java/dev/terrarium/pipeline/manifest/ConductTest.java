package dev.terrarium.pipeline.manifest;

import static dev.terrarium.pipeline.manifest.Manifests.accepted;
import static dev.terrarium.pipeline.manifest.Manifests.faultsOfKinds;
import static dev.terrarium.pipeline.manifest.Manifests.node;
import static dev.terrarium.pipeline.manifest.Manifests.of;
import static org.assertj.core.api.Assertions.assertThat;

import dev.terrarium.pipeline.Circuit;
import dev.terrarium.pipeline.Conduct;
import dev.terrarium.pipeline.ErrorPolicy;
import dev.terrarium.pipeline.Fault;
import dev.terrarium.pipeline.ProcessSettings;
import dev.terrarium.pipeline.QueueBound;
import dev.terrarium.pipeline.ResourceLimits;
import dev.terrarium.pipeline.Retry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// How nodes are to be run, as manifests say it.
class ConductTest {
  @Test
  void saysNothingInParticularOfANodeOfWhichTheManifestDoesNot() {
    assertThat(conduct("Each", "")).isEqualTo(Conduct.PLAIN);
  }

  @Test
  void takesNullForWhatIsLeftOut() {
    var fields =
        """
        'is_streaming': null, 'isolation': null, 'workers': null, 'on_error': null, 'retry': null,
        'timeout_ms': null, 'circuit': null, 'queue': null, 'source': null, 'limits': null,
        'environment': null
        """;

    assertThat(conduct("Each", fields)).isEqualTo(Conduct.PLAIN);
  }

  @Test
  void readsAllThatAManifestMaySay() {
    var fields =
        """
        'is_streaming': false, 'isolation': 'thread', 'on_error': 'data', 'timeout_ms': 1500,
        'retry': {'attempts': 4, 'backoff_ms': 50, 'factor': 1.5, 'jitter': 0.25,
                  'on': ['TimeoutError', 'http.client.HTTPException']},
        'circuit': {'failures': 5, 'reset_ms': 1000},
        'queue': {'capacity': 8, 'policy': 'drop_oldest'}
        """;

    assertThat(conduct("Either", fields))
        .isEqualTo(
            new Conduct(
                false,
                Conduct.Isolation.THREAD,
                new ErrorPolicy.Data(),
                Optional.of(
                    new Retry(
                        4,
                        Duration.ofMillis(50),
                        1.5,
                        0.25,
                        List.of("TimeoutError", "http.client.HTTPException"))),
                Optional.of(Duration.ofMillis(1500)),
                Optional.of(new Circuit(5, Duration.ofSeconds(1))),
                Optional.of(new QueueBound(8, QueueBound.Policy.DROP_OLDEST))));
  }

  @Test
  void readsWhatProcessesAreStartedWith() {
    var fields =
        """
        'source': 'node Mine', 'isolation': 'process', 'workers': 3,
        'limits': {'memory_gb': 0.5, 'cpu_s': 60, 'open_files': 100},
        'environment': {'OMP_NUM_THREADS': '1', 'EMPTY': ''}
        """;

    var conduct = conduct("Mine", fields);

    assertThat(conduct.workers()).isEqualTo(3);
    assertThat(conduct.process())
        .isEqualTo(
            new ProcessSettings(
                new ResourceLimits(OptionalDouble.of(0.5), OptionalInt.of(60), OptionalInt.of(100)),
                Map.of("OMP_NUM_THREADS", "1", "EMPTY", "")));
    assertThat(conduct.process().limits().words())
        .isEqualTo("memory 0.5 GB, 60 s of processor time, 100 open files");
  }

  @Test
  void warnsOfFarMoreWorkersThanProcessors() {
    var fields = "\"source\": \"node Mine\", \"isolation\": \"process\", \"workers\": ";

    assertThat(accepted(of(node("a", "Mine", fields + 17))).warnings())
        .extracting(Fault::toString)
        .containsExactly(
            "$.nodes[0].workers: 17 processes are far more than the processors, of which there are"
                + " 4: it works, but each is a Python of its own, and they only pay if they mostly"
                + " wait");
    assertThat(accepted(of(node("a", "Mine", fields + 16))).warnings()).isEmpty();
  }

  @Test
  void warnsOfVariablesThatAWorkersPythonDoesNotHeed() {
    var fields =
        "'source': 'node Mine', 'isolation': 'process', 'environment': {'PYTHONPATH': 'x'}";

    assertThat(accepted(of(node("a", "Mine", fields.replace('\'', '"')))).warnings())
        .extracting(Fault::toString)
        .containsExactly(
            "$.nodes[0].environment.PYTHONPATH: is heeded by a worker's own Python in a Python"
                + " program alone; elsewhere only by what the node's code starts");
  }

  @Test
  void fillsInWhatIsUsual() {
    var conduct =
        conduct("Each", "'retry': {'attempts': 2}, 'circuit': {'failures': 1}, 'queue': {}");

    assertThat(conduct.retry()).contains(new Retry(2, Duration.ofMillis(100), 2, 0, List.of()));
    assertThat(conduct.circuit()).contains(new Circuit(1, Duration.ofSeconds(30)));
    assertThat(conduct.queue()).contains(new QueueBound(64, QueueBound.Policy.BLOCK));
  }

  @ParameterizedTest
  @CsvSource({
    "block, BLOCK",
    "drop_oldest, DROP_OLDEST",
    "drop_newest, DROP_NEWEST",
    "latest, LATEST"
  })
  void knowsEachPolicyOfAFullQueue(String word, QueueBound.Policy policy) {
    assertThat(conduct("Each", "'queue': {'policy': '%s'}".formatted(word)).queue())
        .contains(new QueueBound(64, policy));
  }

  @Test
  void tellsASinkForDeadLettersFromAFile() {
    assertThat(conduct("Each", "'on_error': 'skip'").onError()).isEqualTo(new ErrorPolicy.Skip());
    assertThat(conduct("Each", "'on_error': 'fail'").onError()).isEqualTo(new ErrorPolicy.Fail());
    assertThat(deadLetter("failed-items_2"))
        .isEqualTo(new ErrorPolicy.Target.Sink("failed-items_2"));
    assertThat(deadLetter("failed.jsonl")).isEqualTo(new ErrorPolicy.Target.File("failed.jsonl"));
    assertThat(deadLetter("out/failed")).isEqualTo(new ErrorPolicy.Target.File("out/failed"));
    assertThat(deadLetter("über.jsonl")).isEqualTo(new ErrorPolicy.Target.File("über.jsonl"));
  }

  @Test
  void letsTheTypeSayWhetherANodeSeesTheWholeStream() {
    assertThat(conduct("Either", "").streaming()).isFalse();
    assertThat(conduct("Either", "'is_streaming': true").streaming()).isTrue();
    assertThat(conduct("Whole", "").streaming()).isTrue();
    assertThat(conduct("Whole", "'is_streaming': false").streaming()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "'is_streaming': true | is_streaming: Each takes one item at a time and cannot see the whole"
            + " stream",
        "'is_streaming': 'yes' | is_streaming: must be true or false, not the text \"yes\"",
        "'isolation': 'vacuum' | isolation: must be one of inline, thread, process,"
            + " not the text \"vacuum\"",
        "'isolation': 'inlin' | isolation: must be one of inline, thread, process,"
            + " not the text \"inlin\"; did you mean 'inline'?",
        "'isolation': 3 | isolation: must be a text, not the number 3",
        "'workers': 2 | workers: goes with \"isolation\": \"process\" alone: say that too, or leave it"
            + " out",
        "'limits': {} | limits: goes with \"isolation\": \"process\" alone: say that too, or leave it"
            + " out",
        "'isolation': 'thread', 'environment': {} | environment: goes with \"isolation\": \"process\""
            + " alone: say that too, or leave it out",
        "'isolation': 'process', 'workers': 0 | workers: must be a whole number from 1 to 256, not the number 0",
        "'isolation': 'process', 'workers': 257 | workers: must be a whole number from 1 to 256, not"
            + " the number 257",
        "'isolation': 'process', 'limits': 3 | limits: must be an object, not the number 3",
        "'isolation': 'process', 'limits': {'memory_gb': 1e30} | limits.memory_gb: must be above 0 and at most 131072, not the number 1.0E30",
        "'isolation': 'process', 'limits': {'memory_gb': 0} | limits.memory_gb: must be above 0 and at most 131072, not the"
            + " number 0",
        "'isolation': 'process', 'limits': {'cpu_s': 0.5} | limits.cpu_s: must be a whole number, at"
            + " least 1, not the number 0.5",
        "'isolation': 'process', 'limits': {'open_files': -1} | limits.open_files: must be a whole"
            + " number, at least 1, not the number -1",
        "'isolation': 'process', 'environment': {'A': 1} | environment.A: must be a text without NUL,"
            + " not the number 1",
        "'isolation': 'process', 'environment': {'A=B': ''} | environment['A=B']: is no name of a"
            + " variable: it must not be empty nor hold '='",
        "'on_error': 'explode' | on_error: must be one of fail, skip, data, or an object with a"
            + " dead_letter, not the text \"explode\"",
        "'on_error': 'skipp' | on_error: must be one of fail, skip, data, or an object with a"
            + " dead_letter, not the text \"skipp\"; did you mean 'skip'?",
        "'on_error': true | on_error: must be one of fail, skip, data, or an object with a"
            + " dead_letter, not true",
        "'on_error': {} | on_error.dead_letter: is missing; it must be the id of a node or of a"
            + " further sink (letters, digits, '_' and '-'), or a file, which has a '.' or '/' in its"
            + " name",
        "'on_error': {'dead_letter': null} | on_error.dead_letter: must be the id of a"
            + " node or of a further sink (letters, digits, '_' and '-'), or a file, which has a '.' or"
            + " '/' in its name, not null",
        "'on_error': {'dead_letter': 3} | on_error.dead_letter: must be a text, not the number 3",
        "'retry': 3 | retry: must be an object, not the number 3",
        "'retry': {} | retry.attempts: is missing; it must be a whole number, at least 2",
        "'retry': {'attempts': 1} | retry.attempts: must be a whole number, at least 2, not the"
            + " number 1",
        "'retry': {'attempts': 2.5} | retry.attempts: must be a whole number, at least 2, not the"
            + " number 2.5",
        "'retry': {'attempts': 2, 'backoff_ms': -1} | retry.backoff_ms: must be a whole number, at"
            + " least 0, not the number -1",
        "'retry': {'attempts': 2, 'factor': 0.5} | retry.factor: must be at least 1, not the number"
            + " 0.5",
        "'retry': {'attempts': 2, 'jitter': 2} | retry.jitter: must be from 0 to 1, not the"
            + " number 2",
        "'retry': {'attempts': 2, 'on': 'OSError'} | retry.on: must be an array, not the text"
            + " \"OSError\"",
        "'retry': {'attempts': 2, 'on': []} | retry.on: must hold at least one text, or be left out",
        "'retry': {'attempts': 2, 'on': ['OSError', 7]} | retry.on[1]: must be a type of exceptions,"
            + " such as TimeoutError, not the number 7",
        "'retry': {'attempts': 2, 'on': ['a b']} | retry.on[0]: must be a type of exceptions, such as"
            + " TimeoutError, not the text \"a b\"",
        "'timeout_ms': 0 | timeout_ms: must be a whole number, at least 1, not the number 0",
        "'timeout_ms': '5s' | timeout_ms: must be a whole number, at least 1, not the text \"5s\"",
        "'timeout_ms': 3000000000 | timeout_ms: must be a whole number from 1 to 2147483647, not the"
            + " number 3000000000",
        "'circuit': {} | circuit.failures: is missing; it must be a whole number, at least" + " 1",
        "'circuit': {'failures': 0} | circuit.failures: must be a whole number, at least 1, not the"
            + " number 0",
        "'circuit': {'failures': 1, 'reset_ms': -5} | circuit.reset_ms: must be a whole number, at"
            + " least 0, not the number -5",
        "'queue': 8 | queue: must be an object, not the number 8",
        "'queue': {'capacity': 0} | queue.capacity: must be a whole number from 1 to 1000000, not the"
            + " number 0",
        "'queue': {'capacity': 1000001} | queue.capacity: must be a whole number from 1 to 1000000,"
            + " not the number 1000001",
        "'queue': {'policy': 'drop'} | queue.policy: must be one of block, drop_oldest, drop_newest,"
            + " latest, not the text \"drop\"; did you mean 'drop_oldest' or 'drop_newest'?",
        "'source': '  ' | source: must be program text, not the text \"  \"",
        "'source': 7 | source: must be a text, not the number 7"
      })
  void refusesWhatIsNone(String fields, String fault) {
    var source = fields.contains("'process'") ? "'source': 'node Each', " : "";

    assertThat(faultsOfKinds(of(node("a", "Each", (source + fields).replace('\'', '"')))))
        .containsExactly("$.nodes[0]." + fault);
  }

  @Test
  void warnsOfAnExceptionToRetryOnThatThereIsNot() {
    var retry = "\"retry\": {\"attempts\": 2, \"on\": [\"OSError\", \"TimeotError\"]}";

    assertThat(Manifests.accepted(of(node("a", "Each", retry))).warnings())
        .extracting(Object::toString)
        .containsExactly(
            "$.nodes[0].retry.on[1]: 'TimeotError' is none of Python's exceptions; did you mean"
                + " 'TimeoutError'?");
  }

  @Test
  void warnsOfACircuitWhereTheFirstFailureEndsTheRun() {
    var circuit = "\"circuit\": {\"failures\": 5}";

    assertThat(accepted(of(node("a", "Each", circuit))).warnings())
        .extracting(Fault::toString)
        .containsExactly(
            "$.nodes[0].circuit: does nothing, as the first failure ends the run: let \"on_error\" be"
                + " \"skip\", \"data\" or {\"dead_letter\": …}, or leave it out");
    assertThat(accepted(of(node("a", "Each", circuit + ", \"on_error\": \"skip\""))).warnings())
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "two words", "folder/", "..", "./.", "né"})
  void refusesDeadLettersThatCanGoNowhere(String target) {
    var json = of(node("a", "Each", "\"on_error\": {\"dead_letter\": \"" + target + "\"}"));

    assertThat(faultsOfKinds(json))
        .containsExactly(
            "$.nodes[0].on_error.dead_letter: must be the id of a node or of a further sink (letters,"
                + " digits, '_' and '-'), or a file, which has a '.' or '/' in its name, not the text"
                + " \""
                + target
                + "\"");
  }

  @Test
  void namesEveryFaultOfANodeAtOnce() {
    var fields =
        """
        'is_streaming': true, 'isolation': 'alone', 'on_error': {'dead_letter': ''},
        'retry': {'attempts': 0, 'factor': 0}, 'timeout_ms': 0, 'circuit': {'failures': 0},
        'queue': {'capacity': 0, 'policy': 'x'}
        """;

    assertThat(faultsOfKinds(of(node("a", "Each", fields.replace('\'', '"')))))
        .hasSize(9)
        .allMatch(fault -> fault.startsWith("$.nodes[0]."));
  }

  @Test
  void refusesUnknownFieldsWithinAndGuessesWhatWasMeant() {
    var fields =
        """
        'isolation': 'process', 'limits': {'memory': 1, 'cores': 2},
        'retry': {'attempts': 2, 'atempts': 2}, 'circuit': {'failures': 2, 'reset': 3},
        'queue': {'size': 3}, 'on_error': {'dead_letter': 'x', 'retry': 1}
        """;

    assertThat(faultsOfKinds(of(node("a", "Each", fields.replace('\'', '"')))))
        .contains(
            "$.nodes[0].limits.memory: is not known; did you mean 'memory_gb'?",
            "$.nodes[0].limits.cores: is not known; there are cpu_s, memory_gb, open_files",
            "$.nodes[0].retry.atempts: is not known; did you mean 'attempts'?",
            "$.nodes[0].circuit.reset: is not known; did you mean 'reset_ms'?",
            "$.nodes[0].queue.size: is not known; there are capacity, policy",
            "$.nodes[0].on_error.retry: is not known; there are dead_letter");
  }

  @Test
  void findsTheTypeInTheSourceThatTheManifestHolds() {
    var reading = accepted(of(node("a", "Mine", "\"source\": \"node Mine\"")));

    assertThat(reading.order().getFirst().type().name()).isEqualTo("Mine");
    assertThat(reading.order().getFirst().spec().source()).contains("node Mine");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "node Yours | source: the text has no node 'Mine'",
        "class Mine | source: nothing here makes nodes of program text"
      })
  void refusesSourceThatHoldsNoSuchNode(String source, String fault) {
    assertThat(faultsOfKinds(of(node("a", "Mine", "\"source\": \"" + source + "\""))))
        .containsExactly("$.nodes[0]." + fault);
  }

  @ParameterizedTest
  @CsvSource({
    "Source, '', it makes its own items",
    "Whole, '', it sees the whole stream",
    "Either, '\"is_streaming\": true, ', it sees the whole stream"
  })
  void refusesWhatIsSaidOfSingleItemsWhereTheNodeIsGivenNone(
      String type, String streaming, String why) {
    var fields =
        """
        "on_error": "skip", "retry": {"attempts": 2}, "timeout_ms": 5, "circuit": {"failures": 1}
        """;

    assertThat(faultsOfKinds(of(node("a", type, streaming + fields))))
        .containsExactly(
            told("on_error", type, why),
            told("retry", type, why),
            told("timeout_ms", type, why),
            told("circuit", type, why));
  }

  @Test
  void takesPoliciesOfANodeThatCouldSeeTheWholeStreamAndIsNotTo() {
    var conduct = conduct("Whole", "'is_streaming': false, 'on_error': 'skip', 'timeout_ms': 5");

    assertThat(conduct.onError()).isEqualTo(new ErrorPolicy.Skip());
  }

  private static String told(String field, String type, String why) {
    return "$.nodes[0].%s: holds for single items, and %s is given none: %s"
        .formatted(field, type, why);
  }

  private static Conduct conduct(String type, String fields) {
    var json = of(node("a", type, fields.replace('\'', '"')));
    return accepted(json).manifest().nodes().getFirst().conduct();
  }

  private static ErrorPolicy.Target deadLetter(String target) {
    var policy = conduct("Each", "'on_error': {'dead_letter': '%s'}".formatted(target)).onError();
    return ((ErrorPolicy.DeadLetter) policy).target();
  }
}
