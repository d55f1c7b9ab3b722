package io.eventmanagement.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.cert.CertificateExpiredException;

import javax.net.ssl.SSLHandshakeException;

import jakarta.ws.rs.ProcessingException;

import org.junit.jupiter.api.Test;

class CallFailuresTest {

    @Test
    void aTlsFailureIsToldWithItsCause() {
        Exception handshake = new SSLHandshakeException("Failed to create SSL connection");
        handshake.initCause(new SSLHandshakeException("PKIX path validation failed"));
        handshake.getCause().initCause(new CertificateExpiredException("NotAfter: Thu Jan 01"));

        String told = CallFailures.told(new ProcessingException(handshake));

        assertThat(told).isEqualTo("javax.net.ssl.SSLHandshakeException: Failed to create SSL connection: "
                + "PKIX path validation failed: NotAfter: Thu Jan 01");
    }

    @Test
    void isBounded() {
        Exception endless = new Exception("x".repeat(400));
        for (int i = 0; i < 100; i++) {
            endless = new Exception(i + "y".repeat(100), endless);
        }

        assertThat(CallFailures.told(endless)).hasSizeLessThanOrEqualTo(500);
    }
}
