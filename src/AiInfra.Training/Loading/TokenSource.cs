using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace AiInfra.Training.Loading;

/// <summary>Batches for a language model from one long row of tokens: stretches of a length as input, the same stretches one token later as target. Owns its tensor.</summary>
public sealed class TokenSource : IBatchSource, IDisposable
{
    private readonly Tensor _tokens;
    private readonly int _length;
    private readonly int _batchSize;
    private readonly IRowSampler _sampler;

    /// <summary>Creates a source.</summary>
    /// <param name="tokens">Token numbers, int64 or int32 [tokens], on the CPU.</param>
    /// <param name="length">Tokens of a stretch; the stretches follow each other without overlap, and what is left at the end is not read.</param>
    /// <param name="batchSize">Stretches in a batch.</param>
    /// <param name="shuffleSeed">Seed of the order; null keeps it.</param>
    /// <exception cref="ArgumentException">There are fewer tokens than one stretch and its next token.</exception>
    public TokenSource(Tensor tokens, int length, int batchSize, long? shuffleSeed = null)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(length);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(batchSize);
        Stretches = (tokens.numel() - 1) / length;
        if (tokens.dim() != 1 || Stretches < 1)
        {
            throw new ArgumentException($"The tokens have shape [{string.Join(", ", tokens.shape)}]; one row of {length + 1} at least is needed for stretches of {length}.", nameof(tokens));
        }

        _tokens = tokens.to(ScalarType.Int64).DetachFromDisposeScope();
        _length = length;
        _batchSize = batchSize;
        _sampler = shuffleSeed is { } seed ? new ShuffledSampler(Stretches, seed) : new SequentialSampler(Stretches);
    }

    /// <summary>Stretches in an epoch.</summary>
    public long Stretches { get; }

    /// <inheritdoc />
    public long? BatchesInEpoch => (Stretches + _batchSize - 1) / _batchSize;

    /// <summary>Input and target, int64 [batch, length]; row numbers are those of the stretches.</summary>
    /// <inheritdoc />
    public async IAsyncEnumerable<Batch> ReadAsync(long epoch, long firstBatch, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        for (long start = firstBatch * _batchSize; start < Stretches; start += _batchSize)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return Read(epoch, start);
        }

        await Task.CompletedTask.ConfigureAwait(false);
    }

    /// <inheritdoc />
    public void Dispose() => _tokens.Dispose();

    private Batch Read(long epoch, long start)
    {
        long[] rows = new long[Math.Min(_batchSize, Stretches - start)];
        _sampler.Fill(epoch, start, rows);
        Tensor input = empty([rows.Length, _length], ScalarType.Int64), target = empty([rows.Length, _length], ScalarType.Int64);
        Span<long> from = MemoryMarshal.Cast<byte, long>(input.bytes), to = MemoryMarshal.Cast<byte, long>(target.bytes);
        for (int i = 0; i < rows.Length; i++)
        {
            using Tensor stretch = _tokens.narrow(0, rows[i] * _length, _length + 1);
            Span<long> tokens = MemoryMarshal.Cast<byte, long>(stretch.bytes);
            tokens[..^1].CopyTo(from[(i * _length)..]);
            tokens[1..].CopyTo(to[(i * _length)..]);
        }

        return new Batch(input, target) { RowIds = rows };
    }
}
