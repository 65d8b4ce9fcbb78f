package org.convscope.autograd.op;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.convscope.autograd.GradientCheck;
import org.convscope.autograd.Op;
import org.convscope.engine.Tensor;
import org.convscope.engine.Unary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OpGradientTest {
  @ParameterizedTest(name = "{0}")
  @MethodSource("org.convscope.autograd.op.OpCases#all")
  void gradientMatchesCentralDifferences(OpCases.Case c) {
    GradientCheck check =
        GradientCheck.of(Samples.kernels(), c.op(), c.inputs().toArray(new Tensor[0]));

    assertThat(c.only().apply(check).run().findings()).isEmpty();
  }

  @Test
  void everyOpHasAGradientCheck() throws Exception {
    Set<Class<?>> checked = OpCases.all().map(c -> c.op().getClass()).collect(Collectors.toSet());
    List<Class<?>> ops = concreteOps();

    assertThat(ops).hasSizeGreaterThan(35);
    assertThat(checked).containsAll(ops);
  }

  @Test
  void everyFunctionHasAGradientCheck() throws Exception {
    Set<Unary> checked =
        OpCases.all()
            .flatMap(c -> c.op() instanceof Activation a ? Stream.of(a.f()) : Stream.of())
            .collect(Collectors.toSet());
    List<Unary> constants = new ArrayList<>();
    for (var field : Functions.class.getDeclaredFields()) {
      if (Modifier.isPublic(field.getModifiers())) {
        constants.add((Unary) field.get(null));
      }
    }
    List<Class<?>> records =
        Arrays.stream(Functions.class.getDeclaredClasses())
            .filter(t -> Modifier.isPublic(t.getModifiers()))
            .collect(Collectors.toList());

    assertThat(constants).hasSizeGreaterThan(25);
    assertThat(checked).containsAll(constants);
    assertThat(records).hasSizeGreaterThan(8);
    assertThat(checked.stream().map(Object::getClass)).containsAll(records);
  }

  private static List<Class<?>> concreteOps() throws Exception {
    Path classes = Path.of(Op.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    try (Stream<Path> files = Files.walk(classes)) {
      return files
          .map(p -> classes.relativize(p).toString())
          .filter(p -> p.endsWith(".class") && !p.endsWith("-info.class"))
          .map(p -> load(p.substring(0, p.length() - 6).replace('/', '.').replace('\\', '.')))
          .filter(Op.class::isAssignableFrom)
          .filter(t -> !Modifier.isAbstract(t.getModifiers()))
          .collect(Collectors.toList());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static Class<?> load(String name) {
    try {
      return Class.forName(name);
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }
}
