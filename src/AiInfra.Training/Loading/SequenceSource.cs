using System.Runtime.CompilerServices;
using static TorchSharp.torch;

namespace AiInfra.Training.Loading;

/// <summary>Batches of sequences of about the same length, each of at most so many tokens, padding included: few rows of long ones, many of short ones, and so the memory of a step is bounded. Owns its target.</summary>
/// <remarks>The same position is always the same batch, whatever was read before; every epoch has the same number of batches, between which rows of one length change places.</remarks>
public sealed class SequenceSource : IBatchSource, IDisposable
{
    private readonly IReadOnlyList<long[]> _sequences;
    private readonly Tensor? _target;
    private readonly TokenBuckets _buckets;
    private readonly long _padding;
    private readonly int _multiple;

    /// <summary>Creates a source.</summary>
    /// <param name="sequences">The sequences; each has a token at least.</param>
    /// <param name="tokens">Tokens of a batch at most, padding included.</param>
    /// <param name="shuffleSeed">Seed of the order, another one each epoch; null reads the shortest first.</param>
    /// <param name="target">What is to be learned of each, rows first.</param>
    /// <param name="padding">What is put behind the end.</param>
    /// <param name="multiple">Widths are rounded up to a multiple of this.</param>
    /// <exception cref="ArgumentException">A sequence is empty or longer than a batch, or there is none, or the target has other rows.</exception>
    public SequenceSource(IReadOnlyList<long[]> sequences, int tokens, long? shuffleSeed = null, Tensor? target = null, long padding = 0, int multiple = 1)
    {
        ArgumentNullException.ThrowIfNull(sequences);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(tokens);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(multiple);
        ArgumentOutOfRangeException.ThrowIfZero(sequences.Count, nameof(sequences));
        for (int i = 0; i < sequences.Count; i++)
        {
            if (sequences[i].Length == 0 || (sequences[i].Length + (long)multiple - 1) / multiple * multiple > tokens)
            {
                throw new ArgumentException($"Sequence {i} has {sequences[i].Length} tokens; a sequence has 1 to {tokens / multiple * multiple}, as a batch has {tokens} at most. Cut it before, or allow more.", nameof(sequences));
            }
        }

        if (target is not null && target.shape[0] != sequences.Count)
        {
            throw new ArgumentException($"There are {sequences.Count} sequences, but the target has {target.shape[0]} rows.", nameof(target));
        }

        (_sequences, _padding, _multiple) = (sequences, padding, multiple);
        _target = target?.DetachFromDisposeScope();
        _buckets = new TokenBuckets([.. sequences.Select(s => s.Length)], tokens, multiple, shuffleSeed);
    }

    /// <inheritdoc />
    public long? BatchesInEpoch => _buckets.Batches;

    /// <summary>Input int64 [batch, time] with <see cref="Batch.Lengths"/>, and the target's rows.</summary>
    /// <inheritdoc />
    public async IAsyncEnumerable<Batch> ReadAsync(long epoch, long firstBatch, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(epoch);
        ArgumentOutOfRangeException.ThrowIfNegative(firstBatch);
        for (long batch = firstBatch; batch < _buckets.Batches; batch++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return Make(_buckets.RowsOf(epoch, batch));
        }

        await Task.CompletedTask.ConfigureAwait(false);
    }

    /// <inheritdoc />
    public void Dispose() => _target?.Dispose();

    private Batch Make(int[] rows)
    {
        long[] numbers = Array.ConvertAll(rows, r => (long)r);
        using Tensor? places = _target is null ? null : tensor(numbers);
        return SequenceBatches.Pad(Array.ConvertAll(rows, r => _sequences[r]), _padding, _multiple, places is null ? null : _target!.index_select(0, places)).Numbered(numbers);
    }
}
