package dev.confab.chat.auth;

import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import io.smallrye.jwt.util.KeyUtils;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.RSAPublicKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.lang.JoseException;

/**
 * An RSA key pair that signs access tokens.
 *
 * @param kid        its name in tokens and in the JWK set: the thumbprint of the public key (RFC 7638)
 * @param activeFrom signs from here on
 */
record SigningKey(String kid, PrivateKey privateKey, PublicKey publicKey, Instant activeFrom) {
    private static final int BITS = 2048;

    static SigningKey generate(Instant activeFrom) {
        try {
            return of((RSAPrivateCrtKey) KeyUtils.generateKeyPair(BITS).getPrivate(), activeFrom);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Reads PKCS#8 in PEM.
     *
     * @throws GeneralSecurityException when it is something else, or too short a key
     */
    static SigningKey ofPem(String pem, Instant activeFrom) throws GeneralSecurityException {
        try {
            if (KeyUtils.decodePrivateKey(pem, SignatureAlgorithm.RS256) instanceof RSAPrivateCrtKey key
                    && key.getModulus().bitLength() >= BITS) {
                return of(key, activeFrom);
            }
        } catch (IllegalArgumentException e) {
            throw new GeneralSecurityException("not PEM", e);
        }
        throw new GeneralSecurityException("an RSA private key of at least " + BITS + " bits is needed");
    }

    private static SigningKey of(RSAPrivateCrtKey key, Instant activeFrom) {
        try {
            BigInteger exponent = key.getPublicExponent();
            PublicKey publicKey =
                    KeyFactory.getInstance("RSA").generatePublic(new RSAPublicKeySpec(key.getModulus(), exponent));
            String kid =
                    PublicJsonWebKey.Factory.newPublicJwk(publicKey).calculateBase64urlEncodedThumbprint("SHA-256");
            return new SigningKey(kid, key, publicKey, activeFrom);
        } catch (GeneralSecurityException | JoseException e) {
            throw new IllegalStateException(e);
        }
    }

    String toPem() {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(privateKey.getEncoded());
        return "-----BEGIN PRIVATE KEY-----\n" + body + "\n-----END PRIVATE KEY-----\n";
    }

    /** The public half as a JWK. */
    Map<String, Object> toJwk() {
        try {
            PublicJsonWebKey jwk = PublicJsonWebKey.Factory.newPublicJwk(publicKey);
            jwk.setKeyId(kid);
            jwk.setAlgorithm(SignatureAlgorithm.RS256.getAlgorithm());
            jwk.setUse("sig");
            return jwk.toParams(JsonWebKey.OutputControlLevel.PUBLIC_ONLY);
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String toString() {
        return "SigningKey[" + kid + "]";
    }
}
