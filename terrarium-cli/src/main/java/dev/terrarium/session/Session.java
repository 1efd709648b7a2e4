package dev.terrarium.session;

public final class Session {
  private Session() {}
}
