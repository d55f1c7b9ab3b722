package io.eventmanagement.security;

import java.nio.charset.StandardCharsets;
import java.security.Key;
import java.util.Base64;
import java.util.function.Consumer;

import javax.crypto.spec.SecretKeySpec;

import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.lang.JoseException;

/** Bearer tokens, good and bad. */
public final class Tokens {

    public static final RsaJsonWebKey KEY = key("first");

    private Tokens() {
    }

    static RsaJsonWebKey key(String id) {
        try {
            RsaJsonWebKey key = RsaJwkGenerator.generateJwk(2048);
            key.setKeyId(id);
            key.setUse("sig");
            key.setAlgorithm(AlgorithmIdentifiers.RSA_USING_SHA256);
            return key;
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What a token of this issuer says, for ten minutes. */
    static JwtClaims claims(FakeIssuer issuer, String scope) {
        JwtClaims claims = new JwtClaims();
        claims.setIssuer(issuer.url());
        claims.setAudience(IssuerResource.AUDIENCE);
        claims.setSubject("somebody");
        claims.setExpirationTimeMinutesInTheFuture(10);
        claims.setIssuedAtToNow();
        claims.setStringClaim("scope", scope);
        return claims;
    }

    public static String valid(FakeIssuer issuer, String scope) {
        return signed(KEY, claims(issuer, scope));
    }

    static String valid(FakeIssuer issuer, String scope, Consumer<JwtClaims> but) {
        JwtClaims claims = claims(issuer, scope);
        but.accept(claims);
        return signed(KEY, claims);
    }

    static String signed(RsaJsonWebKey key, JwtClaims claims) {
        return sign(AlgorithmIdentifiers.RSA_USING_SHA256, key.getPrivateKey(), key.getKeyId(), claims);
    }

    /** It names no key. */
    static String nameless(RsaJsonWebKey key, JwtClaims claims) {
        return sign(AlgorithmIdentifiers.RSA_USING_SHA256, key.getPrivateKey(), null, claims);
    }

    static String unsigned(JwtClaims claims) {
        return unsigned(KEY.getKeyId(), claims);
    }

    static String unsigned(String keyId, JwtClaims claims) {
        return sign(AlgorithmIdentifiers.NONE, null, keyId, claims);
    }

    /** The old trick: the public key, which everybody knows, as if it were a secret that is shared. */
    static String signedWithThePublicKey(JwtClaims claims) {
        return signedWithThePublicKey(KEY.getKeyId(), claims);
    }

    static String signedWithThePublicKey(String keyId, JwtClaims claims) {
        String pem = "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(
                        KEY.getPublicKey().getEncoded())
                + "\n-----END PUBLIC KEY-----\n";
        return sign(AlgorithmIdentifiers.HMAC_SHA256, new SecretKeySpec(pem.getBytes(StandardCharsets.US_ASCII), "HmacSHA256"),
                keyId, claims);
    }

    private static String sign(String algorithm, Key key, String id, JwtClaims claims) {
        JsonWebSignature jws = new JsonWebSignature();
        jws.setAlgorithmConstraints(AlgorithmConstraints.NO_CONSTRAINTS);
        jws.setAlgorithmHeaderValue(algorithm);
        if (id != null) {
            jws.setKeyIdHeaderValue(id);
        }
        jws.setHeader("typ", "JWT");
        jws.setPayload(claims.toJson());
        jws.setKey(key);
        try {
            return jws.getCompactSerialization();
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }
}
