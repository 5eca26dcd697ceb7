using System.Security.Cryptography;

namespace AiInfra.Core.Artifacts;

/// <summary>Reads a file and, with its last byte, compares the digest of what was read with the one expected.</summary>
internal sealed class VerifyingStream(FileStream file, ArtifactDigest expected) : Stream
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly long _length = file.Length;
    private long _position;
    private bool _verified;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => _length;

    public override long Position
    {
        get => _position;
        set => throw new NotSupportedException("A verified stream is read once from its start. Use GetFileAsync for a file to seek in.");
    }

    public override int Read(Span<byte> buffer) => Took(buffer, file.Read(buffer));

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int read = await file.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        return Took(buffer.Span, read);
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException("A verified stream is read once from its start. Use GetFileAsync for a file to seek in.");

    public override void SetLength(long value) => throw new NotSupportedException("Artifacts don't change.");

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("Artifacts don't change.");

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            file.Dispose();
            _hash.Dispose();
        }

        base.Dispose(disposing);
    }

    private int Took(Span<byte> buffer, int read)
    {
        _hash.AppendData(buffer[..read]);
        _position += read;

        // At the known length already, so that a reader who stops exactly there is safe too.
        bool ended = (read == 0 && !buffer.IsEmpty) || _position == _length;
        if (ended && !_verified)
        {
            Span<byte> digest = stackalloc byte[32];
            _hash.GetCurrentHash(digest);
            var found = ArtifactDigest.FromHash(digest);
            _verified = found == expected ? true : throw new ArtifactDamagedException(expected, found, file.Name);
        }

        return read;
    }
}
