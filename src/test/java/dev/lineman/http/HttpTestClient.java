package dev.lineman.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;

/** A client on a real socket that says exactly what it is told to. It waits for nothing longer than its deadline. */
final class HttpTestClient implements AutoCloseable {
    private static final int DEADLINE_MILLIS = 20_000;

    private final Socket socket;

    HttpTestClient(int port) throws IOException {
        this(port, "127.0.0.1");
    }

    /** @param from another loopback address */
    HttpTestClient(int port, String from) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port, InetAddress.getByName(from), 0);
        socket.setSoTimeout(DEADLINE_MILLIS);
        socket.setTcpNoDelay(true);
    }

    HttpTestClient say(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(ISO_8859_1));
        return this;
    }

    HttpTestClient get(String path) throws IOException {
        return say("GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n");
    }

    /** Says nothing more, and listens on. */
    HttpTestClient endSpeech() throws IOException {
        socket.shutdownOutput();
        return this;
    }

    InputStream in() throws IOException {
        return socket.getInputStream();
    }

    /** One answer with its body. */
    String hear() throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int c = in().read();
            if (c < 0) {
                return head.toString();
            }
            head.append((char) c);
        }
        int length = head.indexOf("Content-Length: ");
        int count = length < 0 ? 0 : Integer.parseInt(head.substring(length + 16, head.indexOf("\r\n", length)));
        return head + new String(in().readNBytes(count), ISO_8859_1);
    }

    /** Everything until the other side closes, however it does that. */
    String hearAll() throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try {
            in().transferTo(all);
        } catch (SocketException e) {
            all.write("[reset]".getBytes(ISO_8859_1));
        }
        return all.toString(ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
