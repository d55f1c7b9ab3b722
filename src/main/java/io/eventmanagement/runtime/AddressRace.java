package io.eventmanagement.runtime;

import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.util.concurrent.Promise;

/**
 * Finds the first of several addresses that accepts a connection, as RFC 8305 ("happy eyeballs") describes. Addresses are tried
 * in order, alternating between IPv4 and IPv6: the next one when one has failed, or after 250 ms. Runs on one event loop.
 */
final class AddressRace {

    static final long NEXT_AFTER_MS = 250;

    private final Bootstrap bootstrap;
    private final Queue<InetSocketAddress> left;
    private final Promise<InetSocketAddress> winner;
    private int underWay;

    AddressRace(Bootstrap bootstrap, List<InetSocketAddress> addresses, Promise<InetSocketAddress> winner) {
        this.bootstrap = bootstrap;
        this.left = new ArrayDeque<>(inTurn(addresses));
        this.winner = winner;
    }

    /** Alternates between IPv4 and IPv6, beginning with the first address. Within each family the order is kept. */
    static List<InetSocketAddress> inTurn(List<InetSocketAddress> addresses) {
        Class<?> family = addresses.get(0).getAddress().getClass();
        Queue<InetSocketAddress> some = new ArrayDeque<>();
        Queue<InetSocketAddress> others = new ArrayDeque<>();
        addresses.forEach(address -> (address.getAddress().getClass() == family ? some : others).add(address));
        List<InetSocketAddress> all = new ArrayList<>();
        while (!some.isEmpty() || !others.isEmpty()) {
            if (!some.isEmpty()) {
                all.add(some.remove());
            }
            if (!others.isEmpty()) {
                all.add(others.remove());
            }
        }
        return all;
    }

    void next() {
        InetSocketAddress address = winner.isDone() ? null : left.poll();
        if (address == null) {
            return;
        }
        underWay++;
        ChannelFuture attempt = bootstrap.connect(address);
        boolean[] over = new boolean[1];
        if (!left.isEmpty()) {
            bootstrap.config().group().schedule(() -> {
                if (!over[0]) {
                    over[0] = true;
                    next();
                }
            }, NEXT_AFTER_MS, TimeUnit.MILLISECONDS);
        }
        attempt.addListener(ended -> {
            underWay--;
            Channel channel = attempt.channel();
            if (ended.isSuccess()) {
                winner.trySuccess(address);
                channel.close();
                return;
            }
            if (!over[0]) {
                over[0] = true;
                next();
            }
            if (underWay == 0 && left.isEmpty()) {
                winner.tryFailure(ended.cause());
            }
        });
    }
}
