package knutpunkt.controller.panel;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** One HTTP request over a plain socket, with whatever headers a test wants: the JDK's client will not send a false Host. */
record RawHttp(int status, List<String> headers, String body) {

    static RawHttp ask(int port, String method, String path, String body, String... headers) throws IOException {
        boolean hasHost = Arrays.stream(headers).anyMatch(header -> header.startsWith("Host:"));
        byte[] payload = body.getBytes(StandardCharsets.UTF_8);
        var request = new StringBuilder(method + " " + path + " HTTP/1.1\r\nConnection: close\r\n");
        if (!hasHost) {
            request.append("Host: 127.0.0.1:").append(port).append("\r\n");
        }
        for (String header : headers) {
            request.append(header).append("\r\n");
        }
        request.append("Content-Length: ").append(payload.length).append("\r\n\r\n");
        try (var socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), port)) {
            socket.setSoTimeout(10_000);
            var out = socket.getOutputStream();
            out.write(request.toString().getBytes(StandardCharsets.UTF_8));
            out.write(payload);
            out.flush();
            return parse(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    Optional<String> header(String name) {
        String start = name.toLowerCase(Locale.ROOT) + ":";
        return headers.stream()
                .filter(header -> header.toLowerCase(Locale.ROOT).startsWith(start))
                .map(header -> header.substring(start.length()).strip())
                .findFirst();
    }

    private static RawHttp parse(String answer) {
        int end = answer.indexOf("\r\n\r\n");
        List<String> head = answer.substring(0, end).lines().toList();
        int status =
                Integer.parseInt(head.getFirst().substring("HTTP/1.1 ".length()).substring(0, 3));
        return new RawHttp(status, head.subList(1, head.size()), answer.substring(end + 4));
    }
}
