package dev.terrarium.worker.script;

import dev.terrarium.pipeline.ProcessSettings;
import dev.terrarium.worker.PythonSettings;

/// What the scripts of one owner run in.
///
/// @param owner whose they are, for names of threads and for messages, such as `arm`
/// @param python the interpreter, what to import from, and who takes what is printed
/// @param isolation where they run
/// @param process what a process of theirs is started with; without meaning inline
public record ScriptSettings(
    String owner, PythonSettings python, Isolation isolation, ProcessSettings process) {
  public ScriptSettings {
    if (owner.isBlank()) {
      throw new IllegalArgumentException(
          "the owner of scripts must have a name, such as that of the robot");
    }
  }

  /// Returns settings with neither limits nor variables for a process.
  public static ScriptSettings of(String owner, PythonSettings python, Isolation isolation) {
    return new ScriptSettings(owner, python, isolation, ProcessSettings.PLAIN);
  }
}
