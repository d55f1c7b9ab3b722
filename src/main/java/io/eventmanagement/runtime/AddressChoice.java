package io.eventmanagement.runtime;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.Function;

import io.eventmanagement.time.Time;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.SocketChannel;
import io.netty.resolver.AbstractAddressResolver;
import io.netty.resolver.AddressResolver;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;

/**
 * Resolves a name with several addresses to one that accepts connections. The winner of a race is reused until a second after
 * the race began, so that many connections at the same time need only one race.
 */
final class AddressChoice extends AbstractAddressResolver<InetSocketAddress> {

    private static final long FRESH_NANOS = 1_000_000_000;

    /** The most addresses that are tried in one race; trying more would help nobody. */
    private static final int MOST_ADDRESSES = 8;

    /** A test connection that is closed as soon as it is open. */
    private static final class Silent extends ChannelInitializer<Channel> {

        @Override
        protected void initChannel(Channel channel) {
            // Nothing is sent or read on it.
        }
    }

    private final AddressResolver<InetSocketAddress> names;
    private final Function<InetSocketAddress, List<InetSocketAddress>> hostsFile;
    private final Bootstrap bootstrap;
    private final Time time;

    /** The last race, if there was one: the name, the winning address, and when the race began. */
    private InetSocketAddress lastName;
    private Promise<InetSocketAddress> lastWinner;
    private long lastBegin;

    AddressChoice(EventLoop loop, AddressResolver<InetSocketAddress> names,
            Function<InetSocketAddress, List<InetSocketAddress>> hostsFile,
            ChannelFactory<? extends SocketChannel> channels, int connectTimeoutMs, Time time) {
        super(loop, InetSocketAddress.class);
        this.names = names;
        this.hostsFile = hostsFile;
        this.time = time;
        this.bootstrap = new Bootstrap().group(loop).channelFactory(channels).handler(new Silent())
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, connectTimeoutMs);
    }

    @Override
    protected boolean doIsResolved(InetSocketAddress address) {
        return !address.isUnresolved();
    }

    @Override
    protected void doResolve(InetSocketAddress name, Promise<InetSocketAddress> promise) {
        if (name.getPort() == 0) {
            // Without a port, the caller only wants an address and not a connection.
            names.resolve(name, promise);
            return;
        }
        doResolveAll(name).addListener((Future<List<InetSocketAddress>> all) -> {
            if (!all.isSuccess()) {
                promise.tryFailure(all.cause());
            } else if (all.getNow().size() == 1) {
                promise.trySuccess(all.getNow().get(0));
            } else {
                choose(name, all.getNow(), promise);
            }
        });
    }

    private void choose(InetSocketAddress name, List<InetSocketAddress> addresses, Promise<InetSocketAddress> promise) {
        if (!isFresh(name)) {
            lastName = name;
            lastBegin = time.nanos();
            lastWinner = executor().newPromise();
            List<InetSocketAddress> tried = addresses.subList(0, Math.min(MOST_ADDRESSES, addresses.size()));
            new AddressRace(bootstrap.clone(), tried, lastWinner).next();
        }
        lastWinner.addListener((Future<InetSocketAddress> winner) -> {
            if (winner.isSuccess()) {
                promise.trySuccess(winner.getNow());
            } else {
                promise.tryFailure(winner.cause());
            }
        });
    }

    private boolean isFresh(InetSocketAddress name) {
        return name.equals(lastName)
                && (!lastWinner.isDone() || lastWinner.isSuccess() && time.nanos() - lastBegin < FRESH_NANOS);
    }

    private Future<List<InetSocketAddress>> doResolveAll(InetSocketAddress name) {
        List<InetSocketAddress> known = hostsFile.apply(name);
        return known.isEmpty() ? names.resolveAll(name) : executor().newSucceededFuture(known);
    }

    @Override
    protected void doResolveAll(InetSocketAddress name, Promise<List<InetSocketAddress>> promise) {
        names.resolveAll(name, promise);
    }

    @Override
    public void close() {
        names.close();
    }
}
