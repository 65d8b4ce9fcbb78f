package org.convscope.visualize.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.List;
import org.convscope.visualize.output.Output;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Turns what went wrong into one line on stderr and an exit code. {@code --debug} adds the stack
 * trace.
 */
final class Failures implements IParameterExceptionHandler, IExecutionExceptionHandler {

  /** Wrong use: exit code 2. */
  @Override
  public int handleParseException(ParameterException e, String[] args) {
    CommandLine line = e.getCommandLine();
    complain(line, e, wrongUse(e) + " (see " + line.getCommandSpec().qualifiedName() + " --help)");
    return ExitCode.USAGE;
  }

  private static String wrongUse(ParameterException e) {
    String message = oneLine(e.getMessage());
    if (e instanceof UnmatchedArgumentException u) {
      List<String> near = u.getSuggestions();
      if (!near.isEmpty()) {
        return message + "; did you mean " + String.join(" or ", near) + "?";
      }
    }
    return message;
  }

  /** A failure while running: exit code 1, or 2 if the command found its options wrong. */
  @Override
  public int handleExecutionException(Exception e, CommandLine line, ParseResult parsed) {
    if (e instanceof ParameterException p) {
      return handleParseException(p, new String[0]);
    }
    complain(line, e, reason(e));
    return ExitCode.SOFTWARE;
  }

  /** What went wrong, in one line. */
  static String reason(Throwable e) {
    if (e instanceof UncheckedIOException u) {
      return oneLine(Output.explain(u.getCause()));
    }
    if (e instanceof IOException io) {
      return oneLine(Output.explain(io));
    }
    if (e instanceof OutOfMemoryError) {
      return "out of memory with "
          + Runtime.getRuntime().maxMemory() / (1 << 20)
          + " MB; give the JVM more with -Xmx, as in java -Xmx8g -jar visualize.jar";
    }
    boolean expected =
        (e instanceof IllegalArgumentException || e instanceof IllegalStateException)
            && e.getMessage() != null;
    return oneLine(
        expected ? e.getMessage() : "unexpected failure: " + e + " (--debug shows where)");
  }

  static void complain(CommandLine line, Throwable e, String message) {
    PrintWriter err = line.getErr();
    err.println("visualize: " + message);
    if (debugs(line)) {
      e.printStackTrace(err);
    }
    err.flush();
  }

  private static boolean debugs(CommandLine line) {
    ParseResult parsed = line.getParseResult();
    for (ParseResult p = parsed; p != null; p = p.hasSubcommand() ? p.subcommand() : null) {
      if (p.hasMatchedOption("--debug")) {
        return true;
      }
    }
    return false;
  }

  private static String oneLine(String message) {
    return String.valueOf(message).strip().replaceAll("\\s*\\R\\s*", " ");
  }
}
