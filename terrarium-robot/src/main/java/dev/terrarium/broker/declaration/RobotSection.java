package dev.terrarium.broker.declaration;

import dev.terrarium.broker.declaration.OperationDeclaration.Arming;
import dev.terrarium.safety.RobotId;
import dev.terrarium.worker.script.Isolation;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// The table `robot`: its name, its Python, its states.
final class RobotSection {
  static final Field<RobotId> NAME =
      Field.required("name", Kinds.parsed(Kinds.WORD.words(), RobotId::new), "what it is called");
  static final Field<String> PYPROJECT =
      Field.optional(
          "pyproject",
          Kinds.TEXT,
          "the `pyproject.toml`, or its folder, that says which Python and packages it needs");
  static final Field<List<String>> PYTHON_PATH =
      Field.usual(
          "python_path",
          Kinds.list("a list of folders", Kinds.TEXT),
          List.of(),
          "folders to import from, the first one first");
  static final Field<List<String>> SCRIPTS =
      Field.usual(
          "scripts",
          Kinds.list(
              "a list of modules",
              Kinds.text("the name of a module, such as detector", CommandHandling.Names.MODULE)),
          List.of(),
          "modules that are imported when the robot opens, in this order");
  static final Field<Isolation> ISOLATION =
      Field.usual(
          "isolation",
          Kinds.word(Isolation.class),
          Isolation.INLINE,
          "whether Python runs in this process or in one of its own");
  static final Field<Duration> DEADLINE_MS =
      Field.usual(
          "deadline_ms",
          Kinds.MILLIS,
          PythonDeclaration.USUAL_DEADLINE,
          "how long a command in Python may take that has no `timeout_ms`; each import of `scripts`"
              + " has 30 s, or this if it is longer");
  static final Field<Boolean> SIMULATED =
      Field.usual("simulated", Kinds.FLAG, false, "whether nothing real moves");
  static final Field<Arming> ARM =
      Field.usual(
          "arm",
          Kinds.word(Arming.class),
          Arming.OPERATOR,
          "who arms it; `on_start` only with `simulated`");
  static final Field<List<String>> STATES =
      Field.usual(
          "states",
          Kinds.list("a list of states", Kinds.WORD),
          List.of(),
          "operational states beside `idle`");
  static final Field<String> INITIAL_STATE =
      Field.usual(
          "initial_state",
          Kinds.WORD,
          OperationDeclaration.IDLE,
          "the state that it is in when it has been armed");

  static final Section SECTION =
      Section.of(
          "robot",
          NAME,
          PYPROJECT,
          PYTHON_PATH,
          SCRIPTS,
          ISOLATION,
          DEADLINE_MS,
          SIMULATED,
          ARM,
          STATES,
          INITIAL_STATE);

  private RobotSection() {}

  static PythonDeclaration python(Entry entry) {
    return new PythonDeclaration(
        entry.find(PYPROJECT),
        entry.get(PYTHON_PATH),
        entry.get(SCRIPTS),
        entry.get(ISOLATION),
        entry.get(DEADLINE_MS));
  }

  static OperationDeclaration operation(Entry entry, Map<String, Integer> categories) {
    return new OperationDeclaration(
        entry.get(SIMULATED),
        entry.get(ARM),
        entry.get(STATES),
        entry.get(INITIAL_STATE),
        categories);
  }

  static Map<String, Object> write(
      RobotId name, PythonDeclaration python, OperationDeclaration operation) {
    return new Written()
        .put(NAME, name)
        .putIfThere(PYPROJECT, python.pyproject())
        .put(PYTHON_PATH, python.path())
        .put(SCRIPTS, python.scripts())
        .put(ISOLATION, python.isolation())
        .put(DEADLINE_MS, python.deadline())
        .put(SIMULATED, operation.simulated())
        .put(ARM, operation.arming())
        .put(STATES, operation.states())
        .put(INITIAL_STATE, operation.initialState())
        .table();
  }
}
