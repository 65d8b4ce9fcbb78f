package org.convscope.bench.compare;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.convscope.engine.Kernels;
import org.convscope.engine.Pooled;
import org.convscope.engine.Tensor;

/**
 * Processor time and allocated bytes of each kernel, as the calling thread sees them: other
 * programs on the machine lengthen the clock's time, not the thread's. Kernels must compute on one
 * thread.
 */
final class KernelProfile {
  /** What all calls of one kernel cost. */
  static final class Cost {
    private final String kernel;
    private int calls;
    private long nanos;
    private long bytes;

    private Cost(String kernel) {
      this.kernel = kernel;
    }

    String kernel() {
      return kernel;
    }

    int calls() {
      return calls;
    }

    long nanos() {
      return nanos;
    }

    long bytes() {
      return bytes;
    }

    private void add(long moreNanos, long moreBytes) {
      calls++;
      nanos += moreNanos;
      bytes += moreBytes;
    }
  }

  private final ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final boolean byShape;
  private final Map<String, Cost> costs = new HashMap<>();
  private Cost all = new Cost("all");

  /**
   * @param byShape whether calls whose results differ in shape are counted apart
   */
  KernelProfile(boolean byShape) {
    this.byShape = byShape;
  }

  /** A kernel set that computes as {@code kernels} does and is watched. */
  Kernels watch(Kernels kernels) {
    InvocationHandler handler = (proxy, method, arguments) -> call(kernels, method, arguments);
    return (Kernels)
        Proxy.newProxyInstance(
            Kernels.class.getClassLoader(), new Class<?>[] {Kernels.class}, handler);
  }

  private Object call(Kernels kernels, Method method, Object[] arguments) throws Throwable {
    long bytes = thread.getCurrentThreadAllocatedBytes();
    long nanos = thread.getCurrentThreadCpuTime();
    try {
      Object result = method.invoke(kernels, arguments);
      if (result instanceof Kernels other) {
        return watch(other);
      }
      long spent = thread.getCurrentThreadCpuTime() - nanos;
      if (arguments != null) {
        costs
            .computeIfAbsent(key(method, result), Cost::new)
            .add(spent, thread.getCurrentThreadAllocatedBytes() - bytes);
      }
      return result;
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private String key(Method method, Object result) {
    Tensor t = result instanceof Pooled p ? p.output() : result instanceof Tensor y ? y : null;
    return byShape && t != null ? method.getName() + " " + t.shape() : method.getName();
  }

  /** Runs {@code passes} passes and counts what they and their kernels cost, from nothing. */
  void measure(Contender contender, Work work, int passes) throws Exception {
    costs.clear();
    all = new Cost("all");
    for (int i = 0; i < passes; i++) {
      long bytes = thread.getCurrentThreadAllocatedBytes();
      long nanos = thread.getCurrentThreadCpuTime();
      contender.run(work);
      long spent = thread.getCurrentThreadCpuTime() - nanos;
      all.add(spent, thread.getCurrentThreadAllocatedBytes() - bytes);
    }
  }

  /** The costs of the kernels, the dearest first. */
  List<Cost> costs() {
    return costs.values().stream().sorted(Comparator.comparing(Cost::nanos).reversed()).toList();
  }

  /** The whole passes. */
  Cost all() {
    return all;
  }

  /** What the passes did between their kernels. */
  Cost rest() {
    Cost rest = new Cost("outside kernels");
    rest.calls = all.calls;
    rest.nanos = all.nanos - costs.values().stream().mapToLong(Cost::nanos).sum();
    rest.bytes = all.bytes - costs.values().stream().mapToLong(Cost::bytes).sum();
    return rest;
  }
}
