namespace AiInfra.AspNetCore.Inference;

/// <summary>The compressed bytes of a body, for a decompressor that takes the end of its input for the end of the data: asks that come after the last byte are an error.</summary>
/// <remarks>gzip asks once more even at its end, for another member may follow. Bytes that begin none are given then: at the end they are passed over, and in place of a missing checksum or length they are wrong, for a length that ends in 0xFF is more than a body may have.</remarks>
internal sealed class CompressedStream(Stream inner, bool isGzip) : Stream
{
    private const int Filler = 8;
    private bool _isEmpty = true;
    private bool _mayAskAgain = isGzip;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int read = await inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        if (read > 0)
        {
            _isEmpty = false;
            return read;
        }

        if (_isEmpty || buffer.Length < Filler)
        {
            return 0;
        }

        if (!_mayAskAgain)
        {
            throw new InvalidDataException("it ends in the middle; was it sent whole?");
        }

        _mayAskAgain = false;
        buffer.Span[..Filler].Fill(0xFF);
        return Filler;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }
}
