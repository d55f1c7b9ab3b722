package io.eventmanagement.settings;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whom event.com has to be signed by, and who we are to it: PEM files, of which Quarkus would only say that they are invalid.
 */
record TlsFiles(Optional<String> ca, Optional<String> cert, Optional<String> key) {

    static final String CA = "event-api.tls-ca";
    static final String CERT = "event-api.tls-cert";
    static final String KEY = "event-api.tls-key";

    /** A bundle of all public CAs has a few hundred. */
    private static final int MOST_KIB = 4 * 1024;

    private static final Pattern PRIVATE_KEY = Pattern.compile("-----BEGIN (RSA |EC )?PRIVATE KEY-----");

    private static final Pattern PKCS8 = Pattern.compile("-----BEGIN PRIVATE KEY-----([^-]*)-----END PRIVATE KEY-----");

    private static final Map<String, String> SIGNATURES = Map.of("RSA", "SHA256withRSA", "EC", "SHA256withECDSA");

    static TlsFiles of(Function<String, Optional<String>> settings) {
        return new TlsFiles(settings.apply(CA), settings.apply(CERT), settings.apply(KEY));
    }

    boolean isEmpty() {
        return ca.isEmpty() && cert.isEmpty() && key.isEmpty();
    }

    List<String> problems() {
        List<String> problems = new ArrayList<>();
        ca.ifPresent(path -> checkCertificates(CA, path, problems));
        cert.ifPresent(path -> checkCertificates(CERT, path, problems));
        key.ifPresent(path -> checkKey(path, problems));
        if (cert.isPresent() != key.isPresent()) {
            String set = Setting.variable(cert.isPresent() ? CERT : KEY);
            problems.add(Setting.variable(cert.isPresent() ? KEY : CERT) + " isn't set: " + set + " needs it");
        }
        if (problems.isEmpty() && cert.isPresent()) {
            checkPair(problems);
        }
        return problems;
    }

    private static void checkCertificates(String property, String path, List<String> problems) {
        try {
            byte[] pem = SecretFile.bytes(path, MOST_KIB);
            if (!new String(pem, StandardCharsets.US_ASCII).contains("-----BEGIN CERTIFICATE-----")) {
                throw new IOException("there is no certificate in it (PEM)");
            }
            CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(pem));
        } catch (CertificateException e) {
            problems.add(told(property, path, "a certificate in it can't be read (PEM)"));
        } catch (IOException e) {
            problems.add(told(property, path, e.getMessage()));
        }
    }

    private static void checkKey(String path, List<String> problems) {
        try {
            String pem = new String(SecretFile.bytes(path, MOST_KIB), StandardCharsets.US_ASCII);
            if (pem.contains("ENCRYPTED")) {
                throw new IOException("the key is encrypted; allowed is one that isn't");
            }
            if (!PRIVATE_KEY.matcher(pem).find()) {
                throw new IOException("there is no private key in it (PEM)");
            }
        } catch (IOException e) {
            problems.add(told(KEY, path, e.getMessage()));
        }
    }

    private void checkPair(List<String> problems) {
        boolean isPair;
        try {
            isPair = isPair();
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            isPair = false;
        }
        if (!isPair) {
            problems.add(told(KEY, key.get(), "this isn't the key of " + Setting.variable(CERT)));
        }
    }

    /** Signs something with the key, as a handshake does. Keys in OpenSSL's older formats are left to that. */
    private boolean isPair() throws IOException, GeneralSecurityException {
        Matcher pem = PKCS8.matcher(new String(SecretFile.bytes(key.get(), MOST_KIB), StandardCharsets.US_ASCII));
        PublicKey ours = CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(SecretFile.bytes(cert.get(), MOST_KIB))).getPublicKey();
        if (!pem.find() || !SIGNATURES.containsKey(ours.getAlgorithm())) {
            return true;
        }
        Signature signature = Signature.getInstance(SIGNATURES.get(ours.getAlgorithm()));
        signature.initSign(KeyFactory.getInstance(ours.getAlgorithm())
                .generatePrivate(new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(pem.group(1)))));
        byte[] signed = signature.sign();
        signature.initVerify(ours);
        return signature.verify(signed);
    }

    private static String told(String property, String path, String what) {
        return Setting.variable(property) + '=' + path + ": " + what;
    }
}
