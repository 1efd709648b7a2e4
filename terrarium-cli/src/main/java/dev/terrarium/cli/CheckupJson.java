package dev.terrarium.cli;

import dev.terrarium.environment.Candidate;
import dev.terrarium.environment.Decision;
import dev.terrarium.environment.Installation;
import dev.terrarium.environment.Outcome;
import dev.terrarium.session.Checkup;
import dev.terrarium.session.Trial;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/// A checkup as JSON's own kinds of value.
final class CheckupJson {
  private CheckupJson() {}

  static Map<String, Object> of(Checkup checkup) {
    var search = checkup.search();
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("healthy", checkup.isHealthy());
    switch (search.decision()) {
      case Decision.Chosen chosen -> {
        all.put("python", installation(chosen.installation()));
        all.put("why", chosen.why());
      }
      case Decision.NoneFits(var message) -> all.put("why", message);
    }
    all.put("trial", trial(checkup.trial()));
    all.put("candidates", search.candidates().stream().map(CheckupJson::candidate).toList());
    all.put("jdk", jdk(checkup));
    all.put("platform", search.host());
    all.put("cache", search.path().cache().toString());
    search
        .bundled()
        .ifPresent(folder -> {
          Map<String, Object> bundled = new LinkedHashMap<>();
          bundled.put("folder", folder.folder().toString());
          bundled.put("state", lower(folder.state()));
          bundled.put("detail", folder.detail());
          all.put("bundled", bundled);
        });
    return all;
  }

  private static Map<String, Object> jdk(Checkup checkup) {
    Map<String, Object> jdk = new LinkedHashMap<>();
    jdk.put("version", checkup.jdk().version());
    jdk.put("vendor", checkup.jdk().vendor());
    jdk.put("home", checkup.jdk().home().toString());
    return jdk;
  }

  private static Map<String, Object> trial(Trial trial) {
    Map<String, Object> object = new LinkedHashMap<>();
    switch (trial) {
      case Trial.Worked worked -> {
        object.put("works", true);
        object.put("version", worked.banner());
        object.put("start_ms", worked.startNanos() / 1e6);
        object.put("round_trip_ns", worked.callNanos());
        object.put("numpy", worked.numpy());
        worked.copy().ifPresent(copy -> object.put("other_terrarium", copy));
      }
      case Trial.Failed(var reason) -> {
        object.put("works", false);
        object.put("reason", reason);
      }
    }
    return object;
  }

  private static Map<String, Object> candidate(Candidate candidate) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("origin", lower(candidate.origin()));
    object.put("path", candidate.path().toString());
    switch (candidate.outcome()) {
      case Outcome.Accepted(var python) -> {
        object.put("accepted", true);
        object.put("python", installation(python));
      }
      case Outcome.Refused(var reason) -> {
        object.put("accepted", false);
        object.put("reason", reason);
      }
    }
    return object;
  }

  private static Map<String, Object> installation(Installation python) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("origin", lower(python.origin()));
    object.put("executable", python.executable().toString());
    object.put("version", python.version().text());
    object.put("libpython", python.library().toString());
    object.put("prefix", python.prefix().toString());
    object.put("base_prefix", python.basePrefix().toString());
    object.put("abi", python.abi());
    python.numpy().ifPresent(numpy -> object.put("numpy", numpy));
    return object;
  }

  private static String lower(Enum<?> word) {
    return word.name().toLowerCase(Locale.ROOT);
  }
}
