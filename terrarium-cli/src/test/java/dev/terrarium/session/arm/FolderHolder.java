package dev.terrarium.session.arm;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/// A program that opens two folders, prints them, and has them until it is killed.
final class FolderHolder {
  private FolderHolder() {}

  static void main(String[] arguments) throws IOException {
    var place = List.of(Path.of(arguments[0]));
    ArmFolder first = ArmFolder.open(place, Instant.now());
    ArmFolder second = ArmFolder.open(place, Instant.now());
    System.out.println(first.path());
    System.out.println(second.path());
    int _ = System.in.read();
  }
}
