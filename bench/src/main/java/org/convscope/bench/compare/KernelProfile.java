package org.convscope.bench.compare;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.convscope.engine.ChannelSlice;
import org.convscope.engine.ConvolutionCall;
import org.convscope.engine.Kernels;
import org.convscope.engine.Pooled;
import org.convscope.engine.PooledConvolution;
import org.convscope.engine.Shape;
import org.convscope.engine.Tensor;

/**
 * Time, allocated bytes and arithmetic of each kernel, as the calling thread sees them. A pass
 * makes the same calls in the same order as the one before, and the least time of each call counts.
 * On one thread the time is the processor's, which other programs on the machine do not lengthen;
 * on more it is the clock's.
 */
final class KernelProfile {
  /** One call of a kernel, in every pass. */
  private static final class Call {
    private final String kernel;
    private final double operations;
    private long nanos = Long.MAX_VALUE;
    private long bytes = Long.MAX_VALUE;

    Call(String kernel, double operations) {
      this.kernel = kernel;
      this.operations = operations;
    }

    void add(long spent, long allocated) {
      nanos = Math.min(nanos, spent);
      bytes = Math.min(bytes, allocated);
    }
  }

  /**
   * What all calls of one kernel in a pass cost.
   *
   * @param kernel its name, and the shape of its results if these are counted apart
   * @param calls in a pass
   * @param nanos the sum of the least time of each call
   * @param bytes allocated, likewise
   * @param operations floating-point operations of convolutions by their definition, 0 of others
   */
  record Cost(String kernel, int calls, long nanos, long bytes, double operations) {

    /** By the definition's operations; 0 where these are not counted. */
    double gigaflops() {
      return operations / Math.max(1, nanos);
    }

    private Cost plus(Call c) {
      return new Cost(
          kernel, calls + 1, nanos + c.nanos, bytes + c.bytes, operations + c.operations);
    }
  }

  private final ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final LongSupplier clock;
  private final boolean byShape;
  private final List<Call> calls = new ArrayList<>();
  private int next;
  private long nanosInCalls;
  private long bytesInCalls;
  private Call pass = new Call("all", 0);
  private Call outside = new Call("outside kernels", 0);

  /**
   * @param threads on which the kernels compute
   * @param byShape whether calls whose results differ in shape are counted apart
   */
  KernelProfile(int threads, boolean byShape) {
    clock = threads == 1 ? thread::getCurrentThreadCpuTime : System::nanoTime;
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
    long nanos = clock.getAsLong();
    try {
      Object result = method.invoke(kernels, arguments);
      if (result instanceof Kernels other) {
        return watch(other);
      }
      long spent = clock.getAsLong() - nanos;
      if (arguments != null) {
        add(method, arguments, result, spent, thread.getCurrentThreadAllocatedBytes() - bytes);
      }
      return result;
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private void add(Method method, Object[] arguments, Object result, long spent, long bytes) {
    if (next == calls.size()) {
      calls.add(new Call(key(method, result), operations(method.getName(), arguments, result)));
    }
    calls.get(next++).add(spent, bytes);
    nanosInCalls += spent;
    bytesInCalls += bytes;
  }

  private String key(Method method, Object result) {
    Tensor t =
        result instanceof Pooled p
            ? p.output()
            : result instanceof PooledConvolution p
                ? p.output()
                : result instanceof Tensor y ? y : null;
    return byShape && t != null ? method.getName() + " " + t.shape() : method.getName();
  }

  private static double operations(String kernel, Object[] arguments, Object result) {
    return switch (kernel) {
      case "convolution" -> operations(((Tensor) result).shape(), (Tensor) arguments[1]);
      case "convolutionInputGradient" -> operations(shape(arguments[0]), (Tensor) arguments[1]);
      case "convolutionWeightGradient" -> operations(shape(arguments[1]), (Tensor) result);
      case "joined" ->
          ((List<?>) arguments[0])
              .stream()
                  .map(ConvolutionCall.class::cast)
                  .mapToDouble(KernelProfile::operations)
                  .sum();
      case "maxPooled", "recordedMaxPooled" -> operations((ConvolutionCall) arguments[0]);
      case "pooledInputGradient" -> operations(((PooledConvolution) arguments[1]).call());
      default -> 0;
    };
  }

  private static double operations(ConvolutionCall call) {
    return operations(call.shape(), call.weight());
  }

  private static Shape shape(Object gradient) {
    return gradient instanceof ChannelSlice slice ? slice.shape() : ((Tensor) gradient).shape();
  }

  /** Two for each output position and weight of its filter. */
  private static double operations(Shape output, Tensor weight) {
    return 2.0 * output.size() * weight.size() / weight.shape().dim(0);
  }

  /** Runs {@code passes} passes and counts what they and their kernels cost, from nothing. */
  void measure(Contender contender, Work work, int passes) throws Exception {
    calls.clear();
    pass = new Call("all", 0);
    outside = new Call("outside kernels", 0);
    for (int i = 0; i < passes; i++) {
      next = 0;
      nanosInCalls = 0;
      bytesInCalls = 0;
      long bytes = thread.getCurrentThreadAllocatedBytes();
      long nanos = clock.getAsLong();
      contender.run(work);
      long spent = clock.getAsLong() - nanos;
      long allocated = thread.getCurrentThreadAllocatedBytes() - bytes;
      pass.add(spent, allocated);
      outside.add(spent - nanosInCalls, allocated - bytesInCalls);
    }
  }

  /** The costs of the kernels, the dearest first. */
  List<Cost> costs() {
    Map<String, Cost> costs = new LinkedHashMap<>();
    for (Call c : calls) {
      Cost before = costs.getOrDefault(c.kernel, new Cost(c.kernel, 0, 0, 0, 0));
      costs.put(c.kernel, before.plus(c));
    }
    return costs.values().stream().sorted(Comparator.comparing(Cost::nanos).reversed()).toList();
  }

  /** The whole pass, the least of all. */
  Cost all() {
    double operations = calls.stream().mapToDouble(c -> c.operations).sum();
    return new Cost("all", 1, pass.nanos, pass.bytes, operations);
  }

  /** What a pass does between its kernels, the least of all. */
  Cost rest() {
    return new Cost(outside.kernel, 1, outside.nanos, outside.bytes, 0);
  }
}
