/// The command line, and the session that wires the house.
///
/// The half for robots is not resolved unless it is asked for, by `--add-modules
/// dev.terrarium.robot,java.desktop`: some of its libraries are no modules by their own word, and a
/// JVM that resolves such a one starts in twice the time.
module dev.terrarium.cli {
  requires transitive dev.terrarium.pipeline;
  requires com.fasterxml.jackson.core;
  requires info.picocli;
  requires java.logging;
  requires java.management;
  requires jdk.httpserver;
  requires jdk.unsupported;
  requires static dev.terrarium.robot;
  requires static java.desktop;
  requires static org.jspecify;

  exports dev.terrarium.session;
  exports dev.terrarium.session.hosted to
      java.logging;

  opens dev.terrarium.cli to
      info.picocli;
}
