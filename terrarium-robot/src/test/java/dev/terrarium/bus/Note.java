package dev.terrarium.bus;

import dev.terrarium.message.payload.Payload;

/// What these tests send: a number.
record Note(int number) implements Payload {
  @Override
  public String type() {
    return "test.note";
  }
}
