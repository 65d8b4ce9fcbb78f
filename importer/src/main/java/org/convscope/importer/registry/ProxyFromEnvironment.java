package org.convscope.importer.registry;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Chooses a proxy as command-line tools do: {@code https_proxy}, {@code http_proxy}, {@code
 * all_proxy} and {@code no_proxy}, in lower or upper case; where none is set, as the JVM is
 * configured ({@code -Dhttps.proxyHost}).
 */
final class ProxyFromEnvironment extends ProxySelector {
  private final Map<String, String> environment;
  private final ProxySelector otherwise;

  ProxyFromEnvironment(Map<String, String> environment, ProxySelector otherwise) {
    this.environment = Map.copyOf(environment);
    this.otherwise = otherwise;
  }

  @Override
  public List<Proxy> select(URI uri) {
    String address = variable(uri.getScheme() + "_proxy");
    if (address.isEmpty()) {
      address = variable("all_proxy");
    }
    if (address.isEmpty()) {
      return otherwise == null ? List.of(Proxy.NO_PROXY) : otherwise.select(uri);
    }
    return List.of(isExcluded(uri.getHost()) ? Proxy.NO_PROXY : proxy(address));
  }

  private static Proxy proxy(String address) {
    URI uri = URI.create(address.contains("://") ? address : "http://" + address);
    if (uri.getHost() == null) {
      throw new IllegalArgumentException(
          "proxy: the address must look like http://host:port, got " + address);
    }
    int port = uri.getPort() >= 0 ? uri.getPort() : uri.getScheme().equals("https") ? 443 : 80;
    return new Proxy(Proxy.Type.HTTP, new InetSocketAddress(uri.getHost(), port));
  }

  private boolean isExcluded(String host) {
    for (String entry : variable("no_proxy").split(",")) {
      String suffix = entry.strip().replaceFirst("^\\*?\\.", "").toLowerCase(Locale.ROOT);
      if (suffix.equals("*")
          || (!suffix.isEmpty() && (host.equals(suffix) || host.endsWith("." + suffix)))) {
        return true;
      }
    }
    return false;
  }

  private String variable(String name) {
    String lower = environment.get(name);
    return lower != null ? lower : environment.getOrDefault(name.toUpperCase(Locale.ROOT), "");
  }

  @Override
  public void connectFailed(URI uri, SocketAddress proxy, IOException failure) {
    // The request fails with the same exception, which is told there.
  }
}
