using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text.Json.Serialization;

namespace AiInfra.Core.Artifacts;

/// <summary>The SHA-256 of an artifact's bytes: its name and its proof. JSON has it as "sha256:" and its digits, so that a step's result tells which artifacts it refers to.</summary>
[JsonConverter(typeof(ArtifactDigestJsonConverter))]
public readonly struct ArtifactDigest : IEquatable<ArtifactDigest>
{
    private readonly string? _hex;

    private ArtifactDigest(string hex) => _hex = hex;

    /// <summary>64 lower-case hexadecimal digits.</summary>
    public string Hex => _hex ?? throw new InvalidOperationException("This digest was never set.");

    /// <summary>The digest of some bytes.</summary>
    public static ArtifactDigest Of(ReadOnlySpan<byte> content)
    {
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(content, hash);
        return FromHash(hash);
    }

    /// <summary>The digest whose 32 hash bytes are known.</summary>
    public static ArtifactDigest FromHash(ReadOnlySpan<byte> sha256)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(sha256.Length, 32, nameof(sha256));
        return new(Convert.ToHexStringLower(sha256));
    }

    /// <summary>Reads 64 hexadecimal digits.</summary>
    /// <exception cref="FormatException">The text is not a SHA-256 digest.</exception>
    public static ArtifactDigest Parse(string text) => TryParse(text, out ArtifactDigest digest)
        ? digest
        : throw new FormatException($"'{text}' is not a SHA-256 digest: 64 hexadecimal digits are expected.");

    /// <summary>Reads 64 hexadecimal digits, or says that the text is something else.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out ArtifactDigest digest)
    {
        bool ok = text is { Length: 64 } && text.All(char.IsAsciiHexDigit);
        digest = ok ? new(text!.ToLowerInvariant()) : default;
        return ok;
    }

    /// <summary>Whether two digests name the same bytes.</summary>
    public static bool operator ==(ArtifactDigest left, ArtifactDigest right) => left.Equals(right);

    /// <summary>Whether two digests name different bytes.</summary>
    public static bool operator !=(ArtifactDigest left, ArtifactDigest right) => !left.Equals(right);

    /// <inheritdoc />
    public bool Equals(ArtifactDigest other) => string.Equals(_hex, other._hex, StringComparison.Ordinal);

    /// <inheritdoc />
    public override bool Equals(object? obj) => obj is ArtifactDigest other && Equals(other);

    /// <inheritdoc />
    public override int GetHashCode() => _hex is null ? 0 : StringComparer.Ordinal.GetHashCode(_hex);

    /// <inheritdoc />
    public override string ToString() => _hex ?? "(none)";
}
