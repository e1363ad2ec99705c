import NIOSSL

/// Certificates for servers in tests, good until 2120 and worth nothing: their private key is below.
enum TestCertificate {
  /// For `localhost` and `127.0.0.1`; signed by itself.
  static let here = """
    -----BEGIN CERTIFICATE-----
    MIIBZjCCAQ2gAwIBAgIBATAKBggqhkjOPQQDAjAUMRIwEAYDVQQDDAlsb2NhbGhv
    c3QwIBcNMjAwMTAxMDAwMDAwWhgPMjEyMDAxMDEwMDAwMDBaMBQxEjAQBgNVBAMM
    CWxvY2FsaG9zdDBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABBfDJHW3QfKk/3uo
    UV87eUMYYHwQZuH3OWPd9db7EAh5233myg8i6cumIgo9Hp8Y8Vq6W9y1rAhwcAq7
    yf3MNXmjTjBMMA8GA1UdEwEB/wQFMAMBAf8wGgYDVR0RBBMwEYIJbG9jYWxob3N0
    hwR/AAABMB0GA1UdDgQWBBRAMySocVovrsxdYZWODmM++Ek/ZzAKBggqhkjOPQQD
    AgNHADBEAiA+rqARQm41ytVauf0qT/hrcGzgeih6Z39aiZgjIjLwSAIgNbUG2Mol
    1ySJeir6bO44zjkqRX1v/2lKwc/wjgjvYDw=
    -----END CERTIFICATE-----
    """

  /// For `elsewhere.test`; signed by itself.
  static let elsewhere = """
    -----BEGIN CERTIFICATE-----
    MIIBcTCCARagAwIBAgIBAzAKBggqhkjOPQQDAjAZMRcwFQYDVQQDDA5lbHNld2hl
    cmUudGVzdDAgFw0yMDAxMDEwMDAwMDBaGA8yMTIwMDEwMTAwMDAwMFowGTEXMBUG
    A1UEAwwOZWxzZXdoZXJlLnRlc3QwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAAQX
    wyR1t0HypP97qFFfO3lDGGB8EGbh9zlj3fXW+xAIedt95soPIunLpiIKPR6fGPFa
    ulvctawIcHAKu8n9zDV5o00wSzAPBgNVHRMBAf8EBTADAQH/MBkGA1UdEQQSMBCC
    DmVsc2V3aGVyZS50ZXN0MB0GA1UdDgQWBBRAMySocVovrsxdYZWODmM++Ek/ZzAK
    BggqhkjOPQQDAgNJADBGAiEAxY0gxeTASU6PTRFdw6uJDMmczDMK7eaY8yJIGfIh
    jcgCIQCFjpUkcctfxbVv7CUSelHBzUkLzH/fWmhWg/abRxbPQw==
    -----END CERTIFICATE-----
    """

  private static let key = """
    -----BEGIN PRIVATE KEY-----
    MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgfQeXDLS86XVzcKXC
    FjuCzIyuqWzCiqccxNunvbhL0lqhRANCAAQXwyR1t0HypP97qFFfO3lDGGB8EGbh
    9zlj3fXW+xAIedt95soPIunLpiIKPR6fGPFaulvctawIcHAKu8n9zDV5
    -----END PRIVATE KEY-----
    """

  /// What a server with that certificate needs.
  static func context(for certificate: String) throws -> NIOSSLContext {
    let configuration = TLSConfiguration.makeServerConfiguration(
      certificateChain: try NIOSSLCertificate.fromPEMBytes(Array(certificate.utf8)).map { .certificate($0) },
      privateKey: .privateKey(try NIOSSLPrivateKey(bytes: Array(key.utf8), format: .pem)))
    return try NIOSSLContext(configuration: configuration)
  }
}
