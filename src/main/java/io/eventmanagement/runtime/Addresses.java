package io.eventmanagement.runtime;

import java.io.File;
import java.io.IOException;
import java.io.StringReader;
import java.lang.reflect.Field;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import io.eventmanagement.settings.EventApiConfig;
import io.eventmanagement.time.Time;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.SocketChannel;
import io.netty.resolver.AddressResolver;
import io.netty.resolver.AddressResolverGroup;
import io.netty.resolver.HostsFileEntriesProvider;
import io.netty.util.concurrent.EventExecutor;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.quarkus.vertx.VertxOptionsCustomizer;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.dns.AddressResolverOptions;
import io.vertx.core.impl.VertxInternal;

/**
 * Makes Vert.x connect to an address that accepts connections. On its own Vert.x tries only the first address of a name, and
 * knows at most one address per name from a hosts file. Its resolvers can't be set, so the ones in its table are wrapped.
 * {@code AddressesTest} shows when this is no longer needed; ADR 6 names what is near it upstream.
 */
@Singleton
@RegisterForReflection(targets = AddressResolverGroup.class, methods = false)
class Addresses implements VertxOptionsCustomizer {

    private final Time time;
    private AddressResolverOptions options = new AddressResolverOptions();

    Addresses(Time time) {
        this.time = time;
    }

    @Override
    public void accept(VertxOptions vertx) {
        options = vertx.getAddressResolverOptions();
    }

    void install(@Observes StartupEvent start, Vertx vertx, EventApiConfig config) {
        install((VertxInternal) vertx, (int) config.connectTimeout().toMillis());
    }

    void install(VertxInternal vertx, int connectTimeoutMs) {
        HostsFileEntriesProvider hosts = hosts();
        AddressResolverGroup<InetSocketAddress> group = vertx.nettyAddressResolverGroup();
        Map<EventExecutor, AddressResolver<InetSocketAddress>> table = table(group);
        for (EventExecutor loop : vertx.getEventLoopGroup()) {
            AddressResolver<InetSocketAddress> names = group.getResolver(loop);
            // Compared by name: if Quarkus has restarted and Vert.x hasn't, the class comes from another class loader.
            if (!names.getClass().getName().equals(AddressChoice.class.getName())) {
                AddressChoice choice = new AddressChoice((EventLoop) loop, names, name -> find(hosts, name),
                        () -> (SocketChannel) vertx.transport().channelFactory(false).newChannel(), connectTimeoutMs, time);
                synchronized (table) {
                    table.put(loop, choice);
                }
            }
        }
    }

    @SuppressWarnings("unchecked")
    private static Map<EventExecutor, AddressResolver<InetSocketAddress>> table(AddressResolverGroup<InetSocketAddress> group) {
        try {
            Field table = AddressResolverGroup.class.getDeclaredField("resolvers");
            table.setAccessible(true);
            return (Map<EventExecutor, AddressResolver<InetSocketAddress>>) table.get(group);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("Netty's AddressResolverGroup has no accessible field named resolvers", e);
        }
    }

    private HostsFileEntriesProvider hosts() {
        if (options.getHostsPath() != null) {
            return HostsFileEntriesProvider.parser().parseSilently(new File(options.getHostsPath()), StandardCharsets.UTF_8);
        }
        if (options.getHostsValue() == null) {
            return HostsFileEntriesProvider.parser().parseSilently();
        }
        try {
            return HostsFileEntriesProvider.parser().parse(new StringReader(options.getHostsValue().toString()));
        } catch (IOException e) {
            throw new IllegalStateException("the configured hosts entries can't be read", e);
        }
    }

    private static List<InetSocketAddress> find(HostsFileEntriesProvider hosts, InetSocketAddress name) {
        String host = name.getHostString().toLowerCase(Locale.ENGLISH);
        return Stream.of(hosts.ipv4Entries(), hosts.ipv6Entries())
                .flatMap(entries -> entries.getOrDefault(host, List.<InetAddress> of()).stream())
                .map(address -> new InetSocketAddress(address, name.getPort())).toList();
    }
}
