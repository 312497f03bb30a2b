package ai.ongoing.gateway.wire.coding;

import ai.ongoing.gateway.wire.ByteSink;

/** No coding: passes the bytes on. */
final class IdentityDecoder implements ContentDecoder {

    @Override
    public void accept(byte[] bytes, int from, int to, ByteSink out) {
        out.accept(bytes, from, to);
    }

    @Override
    public boolean whole() {
        return true;
    }

    @Override
    public boolean corrupt() {
        return false;
    }

    @Override
    public void close() {
        // holds nothing
    }
}
