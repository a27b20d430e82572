package org.duixian.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.file.Path;

/** A program that starts the stack, says so, and runs until it is ended. */
final class StackInItsOwnProcess {
  static final String READY = "ready";

  private StackInItsOwnProcess() {}

  /** Arguments: home, data directory. */
  public static void main(String[] args) throws IOException {
    var progress = new PrintWriter(new OutputStreamWriter(System.out, UTF_8), true);
    LocalStack.start(Path.of(args[0]), Path.of(args[1]), 1, progress);
    progress.println(READY);
    System.in.transferTo(OutputStream.nullOutputStream());
    System.exit(0);
  }
}
