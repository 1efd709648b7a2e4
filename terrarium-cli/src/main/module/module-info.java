/// The command line, and the session that wires the house.
module dev.terrarium.cli {
  requires transitive dev.terrarium.pipeline;
  requires dev.terrarium.robot;
  requires com.fasterxml.jackson.core;
  requires info.picocli;
  requires java.desktop;
  requires java.logging;
  requires java.management;
  requires jdk.httpserver;
  requires jdk.unsupported;
  requires static org.jspecify;

  exports dev.terrarium.session;
  exports dev.terrarium.session.hosted to
      java.logging;

  opens dev.terrarium.cli to
      info.picocli;
}
