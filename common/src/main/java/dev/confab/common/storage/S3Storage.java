package dev.confab.common.storage;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Objects in a bucket of a store that speaks S3. */
public final class S3Storage implements ObjectStorage {
    private final S3Client client;
    private final String bucket;

    public S3Storage(StorageConfig.S3 config) {
        bucket = config.bucket()
                .orElseThrow(() -> new IllegalArgumentException(
                        "confab.storage.s3.bucket is required with confab.storage.type=s3"));
        S3ClientBuilder builder = S3Client.builder()
                .region(Region.of(config.region()))
                .credentialsProvider(credentials(config))
                .serviceConfiguration(S3Configuration.builder()
                        .pathStyleAccessEnabled(config.pathStyle())
                        // Bodies signed piece by piece are Amazon's own: others would store the signatures as well.
                        .chunkedEncodingEnabled(false)
                        .build())
                // Checks of content that only Amazon's own store knows would make others refuse.
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .httpClientBuilder(UrlConnectionHttpClient.builder()
                        .connectionTimeout(config.timeout())
                        .socketTimeout(config.timeout()));
        config.endpoint().ifPresent(builder::endpointOverride);
        client = builder.build();
    }

    private static AwsCredentialsProvider credentials(StorageConfig.S3 config) {
        if (config.accessKey().isEmpty() != config.secretKey().isEmpty()) {
            throw new IllegalArgumentException("confab.storage.s3: access-key and secret-key are set together");
        }
        return config.accessKey()
                .<AwsCredentialsProvider>map(key -> StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(key, config.secretKey().orElseThrow())))
                .orElseGet(() -> DefaultCredentialsProvider.builder().build());
    }

    @Override
    public void put(String key, Path content, String contentType) throws IOException {
        String checked = StorageKey.checked(key);
        try {
            client.putObject(
                    request -> request.bucket(bucket).key(checked).contentType(contentType),
                    RequestBody.fromFile(content));
        } catch (SdkException failure) {
            throw failed("stored", failure);
        }
    }

    @Override
    public InputStream open(String key, long offset, long length) throws IOException {
        String checked = StorageKey.checked(key);
        try {
            return client.getObject(request -> {
                request.bucket(bucket).key(checked);
                if (length != Long.MAX_VALUE) {
                    request.range("bytes=" + offset + "-" + (offset + length - 1));
                } else if (offset > 0) {
                    request.range("bytes=" + offset + "-");
                }
            });
        } catch (NoSuchKeyException missing) {
            throw new NoSuchFileException(key);
        } catch (SdkException failure) {
            throw failed("opened", failure);
        }
    }

    @Override
    public void delete(String key) throws IOException {
        String checked = StorageKey.checked(key);
        try {
            client.deleteObject(request -> request.bucket(bucket).key(checked));
        } catch (SdkException failure) {
            throw failed("deleted", failure);
        }
    }

    @Override
    public List<StoredObject> list(String folder) throws IOException {
        String prefix = StorageKey.checked(folder) + "/";
        List<StoredObject> found = new ArrayList<>();
        try {
            for (S3Object object : client.listObjectsV2Paginator(
                            request -> request.bucket(bucket).prefix(prefix))
                    .contents()) {
                if (StorageKey.isKey(object.key())) {
                    found.add(new StoredObject(object.key(), object.size(), object.lastModified()));
                }
            }
        } catch (SdkException failure) {
            throw failed("listed", failure);
        }
        return found;
    }

    /** There is nothing to do: an object that was not sent whole does not exist. */
    @Override
    public void deleteUnfinished(Instant before) {}

    @Override
    public void close() {
        client.close();
    }

    private static IOException failed(String done, SdkException failure) {
        return new IOException("objects cannot be " + done + ": " + failure.getMessage(), failure);
    }
}
