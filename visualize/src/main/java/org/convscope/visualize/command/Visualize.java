package org.convscope.visualize.command;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IVersionProvider;

/**
 * The program: names its commands and maps what happens to exit codes (0, 1 failed, 2 wrong use).
 */
@Command(
    name = "visualize",
    description = "Shows what a convolutional network has learned.",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    versionProvider = Visualize.Version.class,
    footer = {
      "",
      "Example:",
      "  visualize deconv --model squeezenet1_1.onnx --layer features.6 --images photos --out pictures"
    })
public final class Visualize {
  private static final List<Class<?>> COMMANDS =
      List.of(
          DeconvCommand.class,
          ActivationsCommand.class,
          OccludeCommand.class,
          AttributeCommand.class,
          CompareCommand.class,
          CorrespondCommand.class,
          InvarianceCommand.class,
          EvaluateCommand.class,
          AscendCommand.class,
          DreamCommand.class,
          ClassifyCommand.class,
          LayersCommand.class,
          RunCommand.class,
          GradientCommand.class,
          OnnxTestCommand.class,
          ModelsCommand.class,
          SynthesizeCommand.class,
          TrainCommand.class,
          ProbeCommand.class,
          EvolveCommand.class,
          DoctorCommand.class,
          RerunCommand.class,
          HelpCommand.class);

  Visualize() {}

  /** Runs a command line and ends the process with its exit code. */
  public static void main(String[] args) {
    System.exit(run(args));
  }

  /** Sets this JVM up, runs a command line in it and returns its exit code. */
  public static int run(String[] args) {
    System.setProperty("java.awt.headless", "true");
    if (Arrays.asList(args).contains("--debug")) {
      System.setProperty("org.slf4j.simpleLogger.log.org.convscope", "debug");
    }
    return execute(commandLine(args), args);
  }

  /** Runs a command line and returns its exit code, whatever happens. */
  static int execute(CommandLine line, String... args) {
    try {
      return line.execute(args);
    } catch (OutOfMemoryError | StackOverflowError | LinkageError e) {
      Failures.complain(line, e, Failures.reason(e));
      return ExitCode.SOFTWARE;
    }
  }

  /**
   * The command line without the process around it. It knows the command that {@code args} begin
   * with, or else and for help all: taking a command's options out of its classes takes time.
   */
  static CommandLine commandLine(String... args) {
    CommandLine line = new CommandLine(new Visualize());
    List<Class<?>> called =
        COMMANDS.stream()
            .filter(c -> args.length > 0 && name(c).equals(args[0]) && c != HelpCommand.class)
            .toList();
    (called.isEmpty() ? COMMANDS : called).forEach(line::addSubcommand);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setUsageHelpAutoWidth(true);
    Failures failures = new Failures();
    line.setParameterExceptionHandler(failures);
    line.setExecutionExceptionHandler(failures);
    return line;
  }

  private static String name(Class<?> command) {
    return command.getAnnotation(Command.class).name();
  }

  /** Prints the version that the build wrote into the program. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() throws IOException {
      return new String[] {
        "visualize " + number(),
        "Java "
            + Runtime.version()
            + ", "
            + System.getProperty("os.name")
            + " "
            + System.getProperty("os.arch")
      };
    }

    static String number() throws IOException {
      Properties build = new Properties();
      try (var in = Visualize.class.getResourceAsStream("build.properties")) {
        build.load(in);
      }
      return build.getProperty("version");
    }
  }
}
